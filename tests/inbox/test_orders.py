"""Orders and feedback: one row each, the newest word wins."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from connectors.incoming import IncomingFeedback, IncomingOrder, Money, OrderItem
from connectors.models import Account
from inbox.arriving.ingest import take_in
from inbox.models import Feedback, Order
from inbox.tickets.about import order_of, orders_by_ticket
from tests.make import DAY, HOUR, NINE, make_account, make_order, make_ticket

pytestmark = pytest.mark.django_db


def order(*, at: datetime = NINE, **fields: Any) -> IncomingOrder:
    values: dict[str, Any] = {
        "external_id": "1-2-3",
        "channel": "Amazon.fr",
        "state": "UNSHIPPED",
        "placed_at": NINE - DAY,
        "total": Money(Decimal("19.9"), "EUR"),
        "items": (OrderItem("i1", "Sonnette", 2, "S-1", Money(Decimal("19.9"), "EUR")),),
    } | fields
    return IncomingOrder(updated_at=at, **values)


def feedback(**fields: Any) -> IncomingFeedback:
    values: dict[str, Any] = {"external_id": "f1", "written_at": NINE, "rating": 2, "text": "Lent."} | fields
    return IncomingFeedback(**values)


def take(account: Account, *things: IncomingOrder | IncomingFeedback) -> int:
    return take_in(account, things, now=NINE, quiet=False)


def test_an_order_is_stored_as_the_marketplace_shows_it(account: Account) -> None:
    assert take(account, order()) == 1
    stored = Order.objects.get()
    assert (stored.state, stored.total, stored.currency, stored.changed_at) == (
        "UNSHIPPED",
        Decimal("19.90"),
        "EUR",
        NINE,
    )
    assert stored.items == [
        {
            "item_id": "i1",
            "title": "Sonnette",
            "quantity": 2,
            "sku": "S-1",
            "line_id": "",
            "price": "19.9",
            "currency": "EUR",
        }
    ]


def test_a_newer_word_replaces_an_older_one_and_never_the_other_way_round(account: Account) -> None:
    take(account, order(at=NINE + HOUR, state="SHIPPED"))
    assert take(account, order(state="UNSHIPPED")) == 0
    assert Order.objects.get().state == "SHIPPED"
    assert take(account, order(at=NINE + 2 * HOUR, state="CANCELLED"), order(at=NINE, state="PENDING")) == 1
    assert Order.objects.get().state == "CANCELLED"


def test_an_order_that_was_only_asked_for_is_there_then_and_not_asked_for_any_more(account: Account) -> None:
    asked = Order.objects.create(account=account, external_id="1-2-3", asked_at=NINE, next_try_at=NINE, problem="away")
    take(account, order())
    asked.refresh_from_db()
    assert (asked.state, asked.asked_at, asked.next_try_at, asked.problem) == ("UNSHIPPED", NINE, None, "")


def test_amounts_that_are_no_money_are_left_out(account: Account) -> None:
    take(account, order(total=Money(Decimal("NaN"), "EUR")), order(external_id="2", total=Money(Decimal("1e30"), "")))
    assert set(Order.objects.values_list("total", flat=True)) == {None}


def test_the_same_order_id_at_two_accounts_is_two_orders(account: Account) -> None:
    take(account, order())
    take(make_account(), order())
    assert Order.objects.count() == 2


def test_two_sales_channels_may_give_the_same_number_to_different_orders(account: Account) -> None:
    take(account, order(channel="CDISFR"), order(channel="DARTYFR", state="SHIPPED"))
    take(account, order(channel="CDISFR", at=NINE + HOUR, state="CANCELLED"))

    assert dict(Order.objects.values_list("channel", "state")) == {"CDISFR": "CANCELLED", "DARTYFR": "SHIPPED"}


def test_each_ticket_shows_the_order_of_its_own_sales_channel(account: Account) -> None:
    take(account, order(channel="CDISFR"), order(channel="DARTYFR", state="SHIPPED"))
    here = make_ticket(account=account, order_id="1-2-3", channel="DARTYFR")
    elsewhere = make_ticket(account=account, order_id="1-2-3", channel="ALLTRICKS")

    shown = order_of(here)
    assert shown
    assert shown.channel == "DARTYFR"
    assert order_of(elsewhere) is None
    assert orders_by_ticket([here, elsewhere]) == {here.pk: shown}


def test_an_order_asked_for_twice_under_two_channels_is_one_when_it_comes(account: Account) -> None:
    make_order(account=account, external_id="1-2-3", channel="", placed_at=None, changed_at=None, next_try_at=NINE)
    make_order(account=account, external_id="1-2-3", channel="Amazon.fr", placed_at=None, changed_at=None)

    take(account, order())

    assert Order.objects.get().placed_at == NINE - DAY


def test_the_buyers_note_is_kept(account: Account) -> None:
    take(account, order(buyer_note="Ring twice, please."))

    assert Order.objects.get().buyer_note == "Ring twice, please."


def test_feedback_is_stored_once_and_follows_its_changes(account: Account) -> None:
    assert take(account, feedback()) == 1
    assert take(account, feedback()) == 0
    assert take(account, feedback(answer="Désolés.", rating=None)) == 1
    stored = Feedback.objects.get()
    assert (stored.rating, stored.text, stored.answer, stored.fetched_at) == (None, "Lent.", "Désolés.", NINE)
