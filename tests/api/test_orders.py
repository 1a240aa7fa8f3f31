"""One order through the API, and the order of a ticket changed by a program."""

import pytest

from connectors.models import Account
from inbox.models import EventKind, OrderMatch, Ticket, TicketEvent
from tests.api.conftest import ApiClient
from tests.make import HOUR, NINE, make_account, make_claim, make_order, make_ticket

pytestmark = pytest.mark.django_db

ORDER = "12-34567-89012"


def test_an_order_comes_with_its_tickets_and_claims(as_agent: ApiClient, account: Account) -> None:
    make_order(account=account, external_id=ORDER, buyer_note="Please no plastic.")
    ticket = make_ticket(account=account, order_id=ORDER, order_match=OrderMatch.LIKELY)
    claim = make_claim(make_ticket(account=account, order_id=ORDER, kind="claim", last_message_at=NINE - HOUR))
    make_ticket(account=account, order_id="another")

    found = as_agent.get(f"/orders/{ORDER}").json()

    assert (found["id"], found["account_id"], found["marketplace"]) == (ORDER, account.id, "ebay")
    assert found["buyer_note"] == "Please no plastic."
    assert found["tickets"] == [
        {
            "id": ticket.id,
            "kind": "message",
            "subject": "Where is my parcel?",
            "status": "open",
            "match": "likely",
            "last_message_at": "2026-11-16T09:00:00Z",
        },
        {
            "id": claim.ticket_id,
            "kind": "claim",
            "subject": "Where is my parcel?",
            "status": "open",
            "match": None,
            "last_message_at": "2026-11-16T08:00:00Z",
        },
    ]
    assert [(one["id"], one["ticket_id"]) for one in found["claims"]] == [(claim.external_id, claim.ticket_id)]


@pytest.mark.parametrize("placed_at", [NINE, None])
def test_an_order_nobody_knows_is_a_problem(as_agent: ApiClient, account: Account, placed_at: object) -> None:
    make_order(account=account, external_id="1", placed_at=placed_at)

    answer = as_agent.get("/orders/1" if placed_at is None else "/orders/2")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_two_orders_of_one_number_are_told_apart_by_account_and_channel(as_agent: ApiClient, account: Account) -> None:
    other = make_account()
    make_order(account=account, external_id=ORDER, channel="A")
    make_order(account=other, external_id=ORDER, channel="A")
    make_order(account=other, external_id=ORDER, channel="B")

    assert as_agent.get(f"/orders/{ORDER}").status_code == 409
    assert as_agent.get(f"/orders/{ORDER}", account_id=other.id).status_code == 409
    assert as_agent.get(f"/orders/{ORDER}", account_id=account.id).json()["account_id"] == account.id
    assert as_agent.get(f"/orders/{ORDER}", account_id=other.id, channel="B").json()["channel"] == "B"


def test_a_ticket_says_how_sure_its_order_is(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account, order_id=ORDER, order_match=OrderMatch.POSSIBLE)
    make_order(account=account, external_id=ORDER, buyer_note="No plastic.")

    found = as_agent.get(f"/tickets/{ticket.id}").json()

    assert found["order_match"] == "possible"
    assert (found["order"]["match"], found["order"]["buyer_note"]) == ("possible", "No plastic.")


def test_a_program_says_which_order_a_ticket_is_about(as_agent: ApiClient, ticket: Ticket) -> None:
    changed = as_agent.patch(f"/tickets/{ticket.id}", {"order_id": ORDER})

    assert (changed.status_code, changed.json()["order_id"], changed.json()["order_match"]) == (200, ORDER, "chosen")
    assert TicketEvent.objects.get(kind=EventKind.ORDER).after == {"order": ORDER, "match": "chosen"}

    nothing = as_agent.patch(f"/tickets/{ticket.id}", {"order_id": None}).json()

    assert (nothing["order_id"], nothing["order_match"]) == (None, "chosen")


def test_what_is_no_order_number_is_refused_and_nothing_is_changed(as_agent: ApiClient, ticket: Ticket) -> None:
    answer = as_agent.patch(f"/tickets/{ticket.id}", {"order_id": "the blue one", "priority": "high"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "order_id")
    ticket.refresh_from_db()
    assert (ticket.order_id, ticket.priority) == ("", 2)
