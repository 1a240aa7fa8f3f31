"""To whom a reply goes, where the marketplace lets the shop choose; and whose clock it stops."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.translation import override

from connectors.incoming import Direction
from connectors.models import Account
from inbox.errors import KeyUsedDifferently, WrongRecipient
from inbox.models import Conversation, Message, Ticket, User
from inbox.sending.delivery import deliver
from inbox.sending.outbox import queue_reply
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.inbox.fake_marketplace import Post
from tests.make import HOUR, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db
TEN = NINE + HOUR
SOON = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def agent() -> User:
    return make_user()


@pytest.fixture
def ticket(desk: Account) -> Ticket:
    """The buyer waits since nine."""
    arrive(desk, buyer_message("m1"))
    Conversation.objects.create(account=desk, thread_id="t1", recipients=["Care", "Buyer"], changed_at=NINE)
    return Ticket.objects.get()


def answer(ticket: Ticket, agent: User, *, recipient: str) -> Message:
    message = queue_reply(ticket, body="Nous cherchons.", by=agent, now=TEN, recipient=recipient)
    deliver(message.pk, now=TEN + SOON)
    ticket.refresh_from_db()
    return message


def test_a_reply_goes_to_the_buyer_unless_somebody_else_was_chosen(ticket: Ticket, agent: User, post: Post) -> None:
    message = answer(ticket, agent, recipient="")
    assert (message.recipient, post.sent[0].recipient, ticket.needs_reply) == ("", "", False)


def test_the_buyers_own_code_is_the_buyer_too(ticket: Ticket, agent: User) -> None:
    assert answer(ticket, agent, recipient="Buyer").recipient == ""


def test_a_reply_to_care_goes_there_and_the_buyer_waits_on(ticket: Ticket, agent: User, post: Post) -> None:
    answer(ticket, agent, recipient="Care")
    assert post.sent[0].recipient == "Care"
    assert (ticket.needs_reply, ticket.reply_due_at) == (True, NINE + timedelta(hours=24))


def test_care_that_asked_is_answered(desk: Account, agent: User) -> None:
    arrive(desk, buyer_message("c1", direction=Direction.SYSTEM, awaits_answer=True, thread_id="t2"))
    Conversation.objects.create(account=desk, thread_id="t2", recipients=["Care", "Buyer"], changed_at=NINE)
    asked = Ticket.objects.get()
    assert asked.needs_reply is True
    answer(asked, agent, recipient="Care")
    assert asked.needs_reply is False


def test_what_was_typed_to_care_on_the_marketplaces_own_site_leaves_the_buyer_waiting(ticket: Ticket) -> None:
    arrive(ticket.account, shop_message("s1", at=TEN, recipient="Care"), now=TEN)
    ticket.refresh_from_db()
    assert ticket.needs_reply is True
    arrive(ticket.account, shop_message("s2", at=TEN, recipient="Buyer"), now=TEN)
    ticket.refresh_from_db()
    assert ticket.needs_reply is False


def test_somebody_who_cannot_be_written_to_now_is_an_error_that_names_who_can(ticket: Ticket, agent: User) -> None:
    with pytest.raises(WrongRecipient, match="only for Buyer, Customer care"):
        answer(ticket, agent, recipient="Courier")


def test_a_buyer_who_cannot_be_written_to_is_not_replaced_by_somebody_else(ticket: Ticket, agent: User) -> None:
    Conversation.objects.update(recipients=["Care"])
    with pytest.raises(WrongRecipient, match="only for Customer care"):
        answer(ticket, agent, recipient="")


def test_a_marketplace_without_a_choice_takes_replies_for_the_buyer_only(postbox: Account, agent: User) -> None:
    with pytest.raises(WrongRecipient, match="to the buyer, to nobody else"):
        answer(make_ticket(account=postbox), agent, recipient="Care")


def test_the_same_key_for_somebody_else_is_another_reply(ticket: Ticket, agent: User) -> None:
    queue_reply(ticket, body="Bonjour", by=agent, now=TEN, idempotency_key="k")
    with pytest.raises(KeyUsedDifferently):
        queue_reply(ticket, body="Bonjour", by=agent, now=TEN, idempotency_key="k", recipient="Care")
