"""Following orders within the few calls Amazon grants, and what an order says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import ROLES, StandInItem
from connectors.amazon.spapi import SellingPartner, read_order
from connectors.amazon.spapi.orders import orders_in
from connectors.amazon.spapi.tests.conftest import ORDER, SELLER, AddOrder, request
from connectors.buckets import RedisQuota
from connectors.collaborators import Tools
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import IncomingOrder, Page
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota


def _ids(pages: list[Page]) -> list[str]:
    return [raw.key for page in pages for raw in page.items]


def _many(add_order: AddOrder, count: int, **changes: Any) -> list[str]:
    ids = [f"403-0000000-{number:07}" for number in range(count)]
    for order_id in ids:
        add_order(order_id, **changes)
    return ids


def test_orders_that_changed_come_once_and_then_only_what_changes_again(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder
) -> None:
    ids = _many(add_order, 250)
    clock.forward(minutes=4)
    pages = list(partner.orders(request("orders")))
    assert sorted(_ids(pages)) == ids
    clock.forward(minutes=10)
    amazon.ship(ids[7], carrier="Colissimo", tracking="8L123")
    clock.forward(minutes=4)
    again = list(partner.orders(request("orders", pages[-1].cursor)))
    assert _ids(again) == [ids[7]]


def test_what_changed_in_the_last_minutes_waits_for_the_next_pull(
    partner: SellingPartner, clock: Clock, add_order: AddOrder
) -> None:
    add_order()
    first = list(partner.orders(request("orders")))
    assert _ids(first) == []
    clock.forward(minutes=5)
    assert _ids(list(partner.orders(request("orders", first[-1].cursor)))) == [ORDER]


def test_a_scan_that_runs_out_of_calls_goes_on_where_it_stopped(
    partner: SellingPartner, clock: Clock, add_order: AddOrder, quota: MemoryQuota
) -> None:
    ids = _many(add_order, 450)
    clock.forward(minutes=4)
    quota.at_most = 2
    first = list(partner.orders(request("orders")))
    quota.taken.clear()
    quota.at_most = None
    rest = list(partner.orders(request("orders", first[-1].cursor)))
    assert (len(_ids(first)), len(_ids(rest))) == (200, 250)
    assert sorted(_ids(first) + _ids(rest)) == ids


def test_a_pagination_token_that_is_too_old_is_not_used_and_nothing_is_lost(
    partner: SellingPartner, clock: Clock, add_order: AddOrder, quota: MemoryQuota
) -> None:
    ids = _many(add_order, 250)
    clock.forward(minutes=4)
    quota.at_most = 1
    first = list(partner.orders(request("orders")))
    quota.at_most = None
    clock.forward(days=2)
    rest = list(partner.orders(request("orders", first[-1].cursor)))
    assert set(_ids(rest)) == set(ids)


def test_a_pagination_token_that_amazon_refuses_starts_the_window_again(
    partner: SellingPartner, clock: Clock, add_order: AddOrder, quota: MemoryQuota
) -> None:
    ids = _many(add_order, 250)
    clock.forward(minutes=4)
    quota.at_most = 1
    cursor: Any = dict(list(partner.orders(request("orders")))[-1].cursor)
    quota.at_most = None
    cursor["scan"] = {**cursor["scan"], "token": "bogus"}
    assert set(_ids(list(partner.orders(request("orders", cursor))))) == set(ids)


def test_history_is_read_in_windows_and_never_beyond_two_years(
    partner: SellingPartner, amazon: SellingPartnerStandIn
) -> None:
    pages = list(partner.orders(request("orders", since=NOON - timedelta(days=1000))))
    assert len(pages) == 25
    assert len([call for call in amazon.calls if "/orders/" in call]) == 25


def test_a_window_asks_only_for_what_is_old_enough(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock
) -> None:
    amazon.strict = True
    first = list(partner.orders(request("orders")))
    assert first[-1].cursor["since"] == (NOON - timedelta(minutes=3)).isoformat()
    assert list(partner.orders(request("orders", first[-1].cursor))) == []


def test_too_many_calls_by_amazons_count_is_tried_later_with_what_came_kept(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder
) -> None:
    amazon.strict = True
    _many(add_order, 2150)
    clock.forward(minutes=4)
    pages: list[Page] = []
    with pytest.raises(TryLater) as caught:
        pages.extend(partner.orders(request("orders")))
    assert len(pages) == 20
    assert caught.value.wait
    assert caught.value.wait >= timedelta(seconds=178)


def test_without_the_role_the_stream_is_empty(tools: Tools, amazon: SellingPartnerStandIn) -> None:
    credentials = amazon.add_seller("autre", roles=ROLES - {"orders"})
    partner = SellingPartner(tools, credentials=credentials, marketplaces=["FR"])
    assert list(partner.orders(request("orders"))) == []


@pytest.mark.parametrize("cursor", [{}, {"since": 5}, {"since": "x", "scan": []}, {"scan": {"token": "a"}}])
def test_a_cursor_of_any_shape_is_read_as_none(
    partner: SellingPartner, clock: Clock, add_order: AddOrder, cursor: Any
) -> None:
    add_order()
    clock.forward(minutes=5)
    assert _ids(list(partner.orders(request("orders", cursor)))) == [ORDER]


@pytest.mark.parametrize("order_id", [None, "", ["x"]])
def test_an_order_without_an_id_is_kept_and_the_others_come(order_id: Any) -> None:
    [nameless, other], _token = orders_in({"orders": [{"orderId": order_id}, {"orderId": ORDER}]})
    assert (nameless.key.startswith("without-id-"), other.key) == (True, ORDER)
    with pytest.raises(UnexpectedAnswer, match="orderId"):
        read_order(nameless.body)


def test_an_unknown_order_is_none(partner: SellingPartner) -> None:
    assert partner.order("403-9999999-9999999") is None


def _read(partner: SellingPartner) -> IncomingOrder:
    raw = partner.order(ORDER)
    assert raw is not None
    return read_order(raw.body)


def test_an_order_says_all_the_side_panel_shows(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order(
        buyer_name="Anna Petit",
        buyer_email="abc123def456ghi+0f1e2d3c-aaaa@marketplace.amazon.fr",
        city="Lyon",
        items=[StandInItem("B0ABCDEFGH", "Lampe", sku="L-1", quantity=2, price=Decimal("12.50"))],
    )
    amazon.ship(ORDER, carrier="Colissimo", tracking="8L123")
    order = _read(partner)
    assert (order.channel, order.state, order.fulfilled_by) == ("Amazon.fr", "SHIPPED", "MERCHANT")
    assert (order.buyer_name, order.buyer_handle) == ("Anna Petit", "abc123def456ghi@marketplace.amazon.fr")
    assert (order.city, order.country, order.carrier, order.tracking) == ("Lyon", "FR", "Colissimo", "8L123")
    assert order.items[0].price is not None
    assert (order.items[0].quantity, order.items[0].price.amount) == (2, Decimal("25.00"))
    assert order.total is not None
    assert (order.total.amount, order.total.currency) == (Decimal("25.00"), "EUR")
    assert (order.ship_by, order.deliver_by) == (NOON + timedelta(days=2), NOON + timedelta(days=6))
    assert order.shipped_at == NOON


def test_an_order_of_amazons_own_warehouse_tells_no_buyer(partner: SellingPartner, add_order: AddOrder) -> None:
    add_order(by_amazon=True, buyer_name="Anna", buyer_email="abc@marketplace.amazon.fr")
    order = _read(partner)
    assert (order.fulfilled_by, order.buyer_name, order.buyer_handle) == ("AMAZON", "", "")


def test_the_address_all_business_buyers_share_is_no_buyer(partner: SellingPartner, add_order: AddOrder) -> None:
    add_order(buyer_name="Amazon Business EU SARL", buyer_email="no-reply-amazon-iba-buyer@marketplace.amazon.fr")
    assert _read(partner).buyer_handle == ""


def test_a_buyers_wish_to_cancel_shows(
    partner: SellingPartner, amazon: SellingPartnerStandIn, add_order: AddOrder
) -> None:
    add_order()
    amazon.buyer_asks_to_cancel(ORDER)
    assert _read(partner).cancel_requested


def test_a_cancellation_that_was_done_is_no_wish_any_more() -> None:
    item = {"orderItemId": "1", "cancellation": {"cancellationRequest": {}, "cancellationExecution": {"x": "y"}}}
    assert not read_order(_bare(orderItems=[item])).cancel_requested


def test_the_parcel_sent_last_is_the_one_to_follow() -> None:
    packages = [
        {"trackingNumber": "second", "shipTime": "2026-11-03T10:00:00Z", "carrier": "B"},
        {"trackingNumber": "first", "shipTime": "2026-11-02T10:00:00Z", "carrier": "A"},
        {"carrier": "C"},
    ]
    order = read_order(_bare(packages=packages))
    assert (order.carrier, order.tracking) == ("B", "second")
    assert order.shipped_at == datetime(2026, 11, 2, 10, tzinfo=UTC)


def _bare(**changes: Any) -> dict[str, Any]:
    return {
        "orderId": ORDER,
        "createdTime": "2026-11-01T10:00:00Z",
        "lastUpdatedTime": "2026-11-01T12:00:00+01:00",
        "salesChannel": {"channelName": "AMAZON"},
        "orderItems": [],
    } | changes


def test_an_order_with_nothing_but_what_is_required_is_read() -> None:
    order = read_order(_bare())
    assert (order.channel, order.state, order.items, order.total) == ("AMAZON", "", (), None)
    assert order.updated_at == datetime(2026, 11, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"orderId": None}, "orderId"),
        ({"orderId": 5}, "orderId"),
        ({"createdTime": "yesterday"}, "createdTime"),
        ({"lastUpdatedTime": None}, "lastUpdatedTime"),
    ],
)
def test_an_order_that_cannot_be_read_names_what_is_missing(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=named):
        read_order(_bare(**changes))


@pytest.mark.parametrize("part", ["buyer", "recipient", "proceeds", "fulfillment", "packages", "orderItems"])
@pytest.mark.parametrize("value", [None, [], {}, "x", 5, [None], [5]])
def test_a_part_of_another_shape_is_as_if_it_were_not_there(part: str, value: Any) -> None:
    assert read_order(_bare(**{part: value})).external_id == ORDER


def test_a_bad_day_keeps_the_cursor(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder
) -> None:
    add_order()
    clock.forward(minutes=5)
    amazon.trouble(Trouble.MALFORMED, path="/orders/")
    with pytest.raises(UnexpectedAnswer):
        list(partner.orders(request("orders")))
    assert SELLER in amazon.sellers


def test_the_shared_bucket_ends_a_scan_quietly_after_twenty_calls(
    amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder, tools: Tools
) -> None:
    shared = replace(tools, quota=RedisQuota("amazon:orders-test"))
    partner = SellingPartner(shared, credentials=amazon.add_seller(SELLER), marketplaces=["FR"])
    _many(add_order, 2150)
    clock.forward(minutes=4)
    amazon.strict = True
    pages = list(partner.orders(request("orders")))
    assert (len(pages), len(_ids(pages))) == (20, 2000)


def test_no_call_is_spent_on_less_than_three_minutes(partner: SellingPartner, amazon: SellingPartnerStandIn) -> None:
    first = list(partner.orders(request("orders")))
    made = len(amazon.calls)
    list(partner.orders(request("orders", first[-1].cursor)))
    assert len(amazon.calls) == made
