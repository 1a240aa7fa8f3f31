"""Feedback that arrives: kept as told, put beside the ticket it belongs with, never over a text typed here."""

from datetime import datetime
from typing import Any

import pytest

from connectors.incoming import IncomingFeedback
from connectors.models import Account
from inbox.arriving.ingest import take_in
from inbox.feedback.feedback import take_in_feedback
from inbox.feedback.tickets import link_to_orders
from inbox.models import Feedback, Ticket
from tests.inbox.arrive import buyer_message
from tests.make import DAY, HOUR, NINE, make_account, make_buyer, make_order, make_ticket

pytestmark = pytest.mark.django_db


def told(**fields: Any) -> IncomingFeedback:
    values: dict[str, Any] = {
        "external_id": "f1",
        "written_at": NINE,
        "rating": 1,
        "word": "NEGATIVE",
        "text": "Never came.",
        "answerable": True,
    } | fields
    return IncomingFeedback(**values)


def take(account: Account, *feedback: IncomingFeedback, now: datetime = NINE) -> int:
    return take_in_feedback(account, feedback, now=now)


def test_it_is_kept_as_the_marketplace_tells_it(account: Account) -> None:
    take(account, told(order_id="12-3", item_id="i1", buyer_handle="Jeanne_D"))
    stored = Feedback.objects.get()
    assert (stored.word, stored.rating, stored.item_id, stored.order_id) == ("NEGATIVE", 1, "i1", "12-3")
    assert (stored.answerable, stored.answer, stored.delivery) == (True, "", "")


def test_the_same_again_is_no_news(account: Account) -> None:
    assert take(account, told()) == 1
    assert take(account, told(), now=NINE + DAY) == 0
    assert take(account, told(text="It came after all.", rating=5), now=NINE + DAY) == 1
    assert Feedback.objects.get().text == "It came after all."


def test_what_is_answered_there_takes_no_answer_any_more(account: Account) -> None:
    take(account, told(answer="We are sorry."))
    stored = Feedback.objects.get()
    assert (stored.answer, stored.answerable) == ("We are sorry.", False)


def test_it_stands_beside_the_conversation_about_its_order(account: Account) -> None:
    conversation = make_ticket(account=account, order_id="12-3", created_at=NINE - 2 * DAY)
    make_ticket(account=account, order_id="12-3", kind="claim", created_at=NINE - DAY)
    make_ticket(account=account, order_id="12-3", created_at=NINE + DAY)
    make_ticket(account=make_account(), order_id="12-3")
    take(account, told(order_id="12-3"))
    assert Feedback.objects.get().ticket == conversation


def test_without_an_order_it_is_beside_the_buyers_latest_ticket_about_the_item(account: Account) -> None:
    jeanne, paul = make_buyer(account=account, handle="jeanne_d"), make_buyer(account=account, handle="paul")
    make_ticket(account=account, buyer=jeanne, item_id="i1", created_at=NINE - 3 * DAY)
    latest = make_ticket(account=account, buyer=jeanne, item_id="i1", created_at=NINE - DAY)
    make_ticket(account=account, buyer=jeanne, item_id="i2", created_at=NINE - HOUR)
    make_ticket(account=account, buyer=paul, item_id="i1", created_at=NINE - HOUR)
    take(account, told(item_id="i1", buyer_handle="Jeanne_D"))
    assert Feedback.objects.get().ticket == latest


def test_a_line_of_an_order_leads_to_that_order(account: Account) -> None:
    make_order(account=account, external_id="12-3", buyer_handle="jeanne_d", items=[{"item_id": "i1", "line_id": "7"}])
    ticket = make_ticket(account=account, order_id="12-3", created_at=NINE - DAY)
    take(account, told(item_id="i1", line_id="7", buyer_handle="jeanne_d"))
    stored = Feedback.objects.get()
    assert (stored.order_id, stored.ticket) == ("12-3", ticket)


def test_a_conversation_that_comes_later_finds_it(account: Account) -> None:
    take(account, told(order_id="12-3"))
    take_in(account, [buyer_message("m1", order_id="12-3")], now=NINE, quiet=False)
    assert Feedback.objects.get().ticket == Ticket.objects.get()


def test_orders_nobody_spoke_of_change_nothing(account: Account) -> None:
    take(account, told(order_id="12-3"))
    make_ticket(account=account, order_id="45-6")
    link_to_orders(account, {"45-6"})
    assert Feedback.objects.get().ticket is None


def test_a_later_word_keeps_the_ticket(account: Account) -> None:
    ticket = make_ticket(account=account, order_id="12-3")
    take(account, told(order_id="12-3"))
    take(account, told(order_id="12-3", text="It came."))
    assert Feedback.objects.get().ticket == ticket


def typed(account: Account, delivery: str) -> Feedback:
    take(account, told())
    Feedback.objects.update(typed="We are sorry,\n write to us.", delivery=delivery, send_after=NINE)
    return Feedback.objects.get()


@pytest.mark.parametrize("delivery", ["sending", "unsure", "refused"])
def test_our_own_answer_seen_there_settles_it_whatever_was_feared(account: Account, delivery: str) -> None:
    stored = typed(account, delivery)
    take(account, told(answer="We are sorry, write to us."))
    stored.refresh_from_db()
    assert (stored.delivery, stored.answer, stored.answerable) == ("accepted", "We are sorry, write to us.", False)


@pytest.mark.parametrize("delivery", ["queued", "sending", "unsure"])
def test_another_answer_there_stops_ours_and_keeps_its_text(account: Account, delivery: str) -> None:
    stored = typed(account, delivery)
    take(account, told(answer="Typed on the site."))
    stored.refresh_from_db()
    assert (stored.delivery, stored.answer) == ("refused", "Typed on the site.")
    assert stored.reason == "another answer is published there already"
    assert stored.typed == "We are sorry,\n write to us."


def test_a_marketplace_that_shows_an_accepted_answer_late_takes_nothing_away(account: Account) -> None:
    stored = typed(account, "accepted")
    Feedback.objects.update(answer=stored.typed, answerable=False)
    take(account, told(text="Revised."))
    stored.refresh_from_db()
    assert (stored.text, stored.delivery, stored.answerable) == ("Revised.", "accepted", False)
    assert stored.answer == stored.typed


def test_feedback_without_news_leaves_a_queued_answer_alone(account: Account) -> None:
    stored = typed(account, "queued")
    take(account, told(text="Revised."))
    stored.refresh_from_db()
    assert (stored.delivery, stored.typed) == ("queued", "We are sorry,\n write to us.")
