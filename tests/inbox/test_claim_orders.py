"""Claims that name no order find it, and what is said inside a claim stays apart from the conversation."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.incoming import (
    ClaimKind,
    ClaimState,
    Direction,
    IncomingAttachment,
    IncomingClaim,
    IncomingFeedback,
    IncomingOrder,
    OrderItem,
    Person,
)
from connectors.models import Account
from connectors.simulation_pictures import picture
from inbox.models import Attachment, Feedback, Message, Order, OrderMatch, Ticket, User
from inbox.sending import outbox
from inbox.sending.outgoing_reply import outgoing_reply
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE

pytestmark = pytest.mark.django_db


def bought(order_id: str, *, at: datetime = NINE - 5 * DAY, line_id: str = "77", item_id: str = "i1") -> IncomingOrder:
    lamp = OrderItem(item_id, "Lampe", 1, line_id=line_id)
    return IncomingOrder(order_id, "EBAY_FR", "FULFILLED", at, at, items=(lamp,), buyer_handle="Jeanne_D")


def missing(external_id: str = "e1", **fields: Any) -> IncomingClaim:
    """An item not received, which names no order."""
    values: dict[str, Any] = {
        "claim_id": "A1",
        "kind": ClaimKind.NOT_RECEIVED,
        "state": ClaimState.SELLER,
        "written_at": NINE,
        "subject": "Item not received",
        "text": "Nothing has come.",
        "buyer": Person("jeanne_d"),
        "item_id": "i1",
    } | fields
    return IncomingClaim(external_id, **values)


def said(external_id: str, text: str, *, direction: Direction, at: datetime, **fields: Any) -> IncomingClaim:
    author = "jeanne_d" if direction is Direction.IN else "velo_shop"
    return missing(external_id, state=None, text=text, direction=direction, author=author, written_at=at, **fields)


def test_the_line_of_an_order_leads_to_it(account: Account) -> None:
    arrive(account, bought("12-1", line_id="76"), bought("12-2", line_id="77"))
    assert [item["line_id"] for item in Order.objects.get(external_id="12-2").items] == ["77"]
    arrive(account, missing(line_id="77"))
    ticket = Ticket.objects.get()
    assert (ticket.order_id, ticket.order_match, ticket.item_id) == ("12-2", "", "i1")
    assert ticket.claims.get().order_id == "12-2"


def test_without_the_line_the_ladder_goes_by_buyer_and_item(account: Account) -> None:
    arrive(account, bought("12-1"), bought("12-9", item_id="i9"))
    arrive(account, missing(line_id="4711"))
    ticket = Ticket.objects.get()
    assert (ticket.order_id, ticket.order_match) == ("12-1", OrderMatch.SURE)


def test_an_order_that_comes_after_its_claim_is_found_too(account: Account) -> None:
    arrive(account, missing())
    assert Ticket.objects.get().order_id == ""
    arrive(account, bought("12-1"))
    assert Ticket.objects.get().order_id == "12-1"


def test_words_inside_a_claim_are_no_question_of_the_conversation(account: Account, agent: User) -> None:
    arrive(account, buyer_message("m1", order_id="12-1", text="Quelle couleur ?"))
    ticket = Ticket.objects.get()
    over = {"state": ClaimState.CLOSED, "opens_ticket": False, "order_id": "12-1"}
    inside = {"opens_ticket": False, "order_id": "12-1"}
    arrive(
        account,
        missing("e1", written_at=NINE + HOUR, **over),
        said("e2", "Je l'ai bien renvoyé.", direction=Direction.IN, at=NINE + 2 * HOUR, **inside),
        said("e3", "Bien reçu, merci.", direction=Direction.OUT, at=NINE + 3 * HOUR, **inside),
        now=NINE + 4 * HOUR,
    )
    ticket.refresh_from_db()
    assert list(ticket.messages.order_by("written_at").values_list("direction", "within")) == [
        ("in", ""),
        ("system", ""),
        ("in", "not_received"),
        ("out", "not_received"),
    ]
    assert [cycle.answered_at for cycle in ticket.cycles.all()] == [None]
    assert ticket.needs_reply
    outbox.queue_reply(ticket, body="Bleue.", by=agent, now=NINE + 5 * HOUR)
    reply = Message.objects.select_related("ticket__account", "ticket__buyer").get(delivery="queued")
    assert outgoing_reply(reply).quoted_text == "Quelle couleur ?"


def test_a_picture_in_a_claim_is_kept_with_its_entry(account: Account) -> None:
    shown = (IncomingAttachment("scratch.png", "", content=picture("scratch")),)
    arrive(account, missing())
    arrive(account, said("e2", "scratch.png", direction=Direction.IN, at=NINE + HOUR, attachments=shown))
    file = Attachment.objects.get()
    assert (file.message.within, file.name, file.content_type) == ("not_received", "scratch.png", "image/png")
    assert file.size == len(picture("scratch"))


@pytest.mark.parametrize(("missed", "waits"), [(2 * HOUR, True), (3 * DAY, False)])
def test_a_deadline_missed_a_short_while_before_the_first_import_is_still_to_be_seen(
    account: Account, missed: timedelta, waits: bool
) -> None:
    arrive(account, missing(written_at=NINE - 5 * DAY, respond_by=NINE - missed), quiet=True)
    ticket = Ticket.objects.get()
    assert (ticket.needs_reply, ticket.claim_due_at) == (waits, NINE - missed if waits else None)


@pytest.mark.parametrize(("line_id", "order_id"), [("i1-76", "12-1"), ("76", "12-1"), ("4711", ""), ("", "")])
def test_feedback_names_its_order_by_the_line(account: Account, line_id: str, order_id: str) -> None:
    arrive(account, bought("12-1", line_id="76"), bought("12-2", line_id="77"))
    arrive(account, _opinion(line_id=line_id))
    assert Feedback.objects.get().order_id == order_id


def test_feedback_names_the_only_order_of_its_item_and_buyer(account: Account) -> None:
    arrive(account, bought("12-1"), bought("12-9", item_id="i9"), bought("13-1", at=NINE + DAY))
    arrive(account, _opinion(line_id="4711"))
    assert Feedback.objects.get().order_id == "12-1"


def _opinion(*, line_id: str) -> IncomingFeedback:
    return IncomingFeedback("f1", NINE, 1, "Cassé.", buyer_handle="jeanne_d", item_id="i1", line_id=line_id)
