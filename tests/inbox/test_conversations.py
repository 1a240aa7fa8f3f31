"""How a conversation stands at its marketplace: what is told of it, and what the tickets show."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.incoming import Direction, IncomingConversation, IncomingMessage, Person
from connectors.models import Account
from inbox.arriving.ingest import take_in
from inbox.models import Conversation, Status, Ticket
from tests.make import HOUR, NINE, make_account, make_ticket

pytestmark = pytest.mark.django_db
THREAD = "CDISFR:d1"


@pytest.fixture
def account() -> Account:
    return make_account()


def standing(**fields: Any) -> IncomingConversation:
    values: dict[str, Any] = {
        "thread_id": THREAD,
        "changed_at": NINE,
        "channel": "CDISFR",
        "is_open": True,
        "state": "ToTreat",
        "grade": "Discussion",
        "topic": "orderNotShipped",
        "recipients": ("Customer", "GrcOperator"),
    }
    return IncomingConversation(**(values | fields))


def buyer_writes(**fields: Any) -> IncomingMessage:
    values: dict[str, Any] = {
        "external_id": "m1",
        "thread_id": THREAD,
        "direction": Direction.IN,
        "written_at": NINE,
        "text": "Où est mon colis ?",
        "author": "buyer",
        "buyer": Person("buyer"),
    }
    return IncomingMessage(**(values | fields))


def test_a_conversation_is_kept_as_the_marketplace_tells_it(account: Account) -> None:
    take_in(account, [standing()], now=NINE, quiet=False)
    row = Conversation.objects.get()
    assert (row.is_open, row.state, row.grade) == (True, "ToTreat", "Discussion")
    assert (row.channel, row.topic, row.recipients) == ("CDISFR", "orderNotShipped", ["Customer", "GrcOperator"])


def test_the_newest_word_wins_whatever_the_order_of_arrival(account: Account) -> None:
    take_in(account, [standing(changed_at=NINE + HOUR, is_open=False), standing()], now=NINE, quiet=False)
    take_in(account, [standing(changed_at=NINE + timedelta(minutes=30), state="Treated")], now=NINE, quiet=False)
    row = Conversation.objects.get()
    assert (row.is_open, row.state) == (False, "ToTreat")


def test_reading_the_same_again_is_nothing_new(account: Account) -> None:
    assert take_in(account, [standing()], now=NINE, quiet=False) == 1
    assert take_in(account, [standing()], now=NINE, quiet=False) == 0


def test_a_new_ticket_shows_channel_and_topic_told_before_with_or_after_its_first_message(account: Account) -> None:
    take_in(account, [standing()], now=NINE, quiet=False)
    with_it: list[IncomingConversation | IncomingMessage] = [
        standing(thread_id="CDISFR:d2"),
        buyer_writes(external_id="m2", thread_id="CDISFR:d2"),
    ]
    take_in(account, [buyer_writes(), *with_it], now=NINE, quiet=False)
    take_in(account, [buyer_writes(external_id="m3", thread_id="CDISFR:d3")], now=NINE, quiet=False)
    take_in(account, [standing(thread_id="CDISFR:d3")], now=NINE, quiet=False)
    shown = Ticket.objects.values_list("channel", "topic")
    assert list(shown) == [("CDISFR", "orderNotShipped")] * 3


def test_a_message_names_its_channel_itself(account: Account) -> None:
    take_in(account, [buyer_writes(channel="DARTYFR")], now=NINE, quiet=False)
    assert Ticket.objects.get().channel == "DARTYFR"


def test_a_topic_that_a_person_chose_stays(account: Account) -> None:
    take_in(account, [standing(), buyer_writes()], now=NINE, quiet=False)
    Ticket.objects.update(topic="our own")
    take_in(account, [standing(changed_at=NINE + HOUR, topic="printReceipt")], now=NINE, quiet=False)
    assert Ticket.objects.get().topic == "our own"


def test_a_solved_ticket_is_left_alone(account: Account) -> None:
    ticket = make_ticket(account=account, thread_id=THREAD, status=Status.SOLVED)
    take_in(account, [standing()], now=NINE + HOUR, quiet=False)
    ticket.refresh_from_db()
    assert (ticket.topic, ticket.updated_at) == ("", NINE)


def test_what_was_asked_for_is_done_once_the_marketplace_shows_it(account: Account) -> None:
    take_in(account, [standing()], now=NINE, quiet=False)
    Conversation.objects.update(wanted_open=False, next_try_at=NINE, refusal="not yet")
    take_in(account, [standing(changed_at=NINE + HOUR, is_open=False)], now=NINE, quiet=False)
    row = Conversation.objects.get()
    assert (row.wanted_open, row.next_try_at, row.refusal) == (None, None, "")
