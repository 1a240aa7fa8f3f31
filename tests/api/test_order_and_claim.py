"""What a ticket says of its order and its claim."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from connectors.models import Account
from inbox.models import Claim, ClaimState, Message, Ticket
from tests.api.conftest import ApiClient
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db

ORDER = "402-1234567-1234567"


def test_a_ticket_shows_its_order(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account, order_id=ORDER)
    item = {"item_id": "B01", "title": "Lamp", "quantity": 2, "sku": "L-2", "price": "39.80", "currency": "EUR"}
    make_order(account=account, external_id=ORDER, items=[item], total=Decimal("44.70"), ship_by=NINE + DAY)

    found = as_agent.get(f"/tickets/{ticket.id}").json()["order"]

    assert found == {
        "id": ORDER,
        "channel": "Amazon.fr",
        "state": "Shipped",
        "placed_at": "2026-11-16T09:00:00Z",
        "items": [
            {
                "item_id": "B01",
                "title": "Lamp",
                "quantity": 2,
                "sku": "L-2",
                "price": {"amount": "39.80", "currency": "EUR"},
            }
        ],
        "total": {"amount": "44.70", "currency": "EUR"},
        "ship_by": "2026-11-17T09:00:00Z",
        "shipped_at": None,
        "deliver_by": None,
        "carrier": None,
        "tracking": None,
        "buyer_name": None,
        "buyer_note": None,
        "fulfilled_by": None,
        "match": None,
    }


def test_an_order_that_is_only_asked_for_is_not_known(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account, order_id=ORDER)
    make_order(account=account, external_id=ORDER, placed_at=None)

    assert as_agent.get(f"/tickets/{ticket.id}").json()["order"] is None


def test_an_order_of_another_account_is_not_shown(as_agent: ApiClient, account: Account) -> None:
    ticket = make_ticket(account=account, order_id=ORDER)
    make_order(account=make_account(), external_id=ORDER)

    assert as_agent.get(f"/tickets/{ticket.id}").json()["order"] is None


def test_a_ticket_shows_its_open_claim_before_newer_ones(as_agent: ApiClient, ticket: Ticket) -> None:
    make_claim(ticket, respond_by=NINE + 2 * DAY, amount=Decimal("39.8"), currency="EUR")
    make_claim(ticket, state=ClaimState.LOST, ended_at=NINE + HOUR, changed_at=NINE + HOUR)

    assert as_agent.get(f"/tickets/{ticket.id}").json()["claim"] == {
        "kind": "a_to_z",
        "state": "seller",
        "respond_by": "2026-11-18T09:00:00Z",
        "amount": {"amount": "39.80", "currency": "EUR"},
    }


def test_without_an_open_claim_the_newest_is_shown(as_agent: ApiClient, ticket: Ticket) -> None:
    make_claim(ticket, state=ClaimState.WON, ended_at=NINE, changed_at=NINE)
    make_claim(ticket, state=ClaimState.LOST, ended_at=NINE + HOUR, changed_at=NINE + HOUR)

    claim = as_agent.get(f"/tickets/{ticket.id}").json()["claim"]

    assert (claim["state"], claim["amount"]) == ("lost", None)


def test_a_list_asks_once_for_all_orders_and_claims(as_agent: ApiClient, account: Account) -> None:
    for number in range(20):
        ticket = make_ticket(account=account, order_id=f"order-{number}", queue_at=NINE + timedelta(minutes=number))
        make_order(account=account, external_id=f"order-{number}")
        make_claim(ticket)
    as_agent.get("/tickets")

    with CaptureQueriesContext(connection) as queries:
        items = as_agent.get("/tickets").json()["items"]

    assert len(items) == 20
    assert all(item["order"] and item["claim"] for item in items)
    assert len(queries) <= 6
    assert Claim.objects.count() == 20


def test_a_reply_says_when_it_proved_to_have_arrived(as_agent: ApiClient, ticket: Ticket) -> None:
    reply = make_message(ticket, direction="out", confirmed_at=NINE + HOUR)

    assert as_agent.get(f"/messages/{reply.id}").json()["confirmed_at"] == "2026-11-16T10:00:00Z"


def test_a_refused_reply_says_what_to_do(as_agent: ApiClient, ticket: Ticket) -> None:
    reply = make_message(ticket, direction="out", delivery="refused", cause="bounced", remedy="opted_out")

    found = as_agent.get(f"/messages/{reply.id}").json()

    assert (found["delivery_cause"], found["delivery_remedy"]) == ("bounced", "opted_out")
    assert Message.objects.get().remedy == "opted_out"
