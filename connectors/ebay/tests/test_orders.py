"""Orders of the Fulfillment API."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import IDENTITY_SCOPE, MESSAGE_SCOPE
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells, Writes
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.incoming import IncomingOrder, Money, RawPayload
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, Store

ORDER = "12-34567-89012"


def orders(store: Store) -> list[IncomingOrder]:
    return [item for item in store.items() if isinstance(item, IncomingOrder)]


def test_an_order_arrives_whole(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    sold(order_id=ORDER, quantity=2, buyer_name="Anna Ide", town="Lille", language="fr", at=NOON - timedelta(days=3))
    store.pull("orders")
    [order] = orders(store)
    assert (order.external_id, order.channel, order.state) == (ORDER, "EBAY_FR", "FULFILLED")
    assert (order.buyer_handle, order.buyer_name, order.city, order.country) == ("anna", "Anna Ide", "Lille", "FR")
    assert order.total == Money(Decimal("39.90"), "EUR")
    [item] = order.items
    assert (item.item_id, item.title, item.quantity, item.price) == ("405900000001", "Lampe", 2, order.total)
    assert (order.placed_at, order.shipped_at) == (NOON - timedelta(days=3), NOON - timedelta(days=2))
    assert order.ship_by == NOON - timedelta(days=1)
    assert (order.carrier, order.tracking[:2]) == ("Transpost", "TP")
    assert not order.cancel_requested


def test_a_change_of_an_order_is_seen_and_nothing_else_is_fetched_again(
    store: Store, sold: Sells, ebay: EbaySimulator, clock: Clock
) -> None:
    first, second = sold(), sold(buyer="bert")
    store.pull("orders")
    clock.forward(minutes=10)
    ebay.change_order(first, shipped_at=clock().isoformat())
    store.pages.clear()
    store.pull("orders")
    assert sum(store.pages) == 1
    assert {order.external_id: order.state for order in orders(store)} == {first: "FULFILLED", second: "NOT_STARTED"}


def test_what_was_told_within_the_overlap_is_not_told_again(store: Store, sold: Sells, clock: Clock) -> None:
    sold(at=NOON - timedelta(minutes=1))
    store.pull("orders")
    clock.forward(minutes=2)
    store.pages.clear()
    store.pull("orders")
    assert sum(store.pages) == 0


def test_a_buyer_who_wants_to_cancel_is_noted(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    order_id = sold()
    ebay.change_order(order_id, cancel_state="IN_PROGRESS", note="Klingeln bitte")
    store.pull("orders")
    [order] = orders(store)
    assert order.cancel_requested
    assert order.buyer_note == "Klingeln bitte"


def test_a_lively_buyers_order_of_last_week_is_learnt_of_though_made_up_only_now(
    store: Store, sold: Sells, ebay: EbaySimulator, clock: Clock
) -> None:
    ebay.lively = True
    store.pull("orders")
    clock.forward(minutes=30)
    order_id = sold(at=NOON - timedelta(days=7))
    store.pull("orders")
    assert [order.external_id for order in orders(store)] == [order_id]


def test_the_buyers_note_comes_with_the_order(store: Store, sold: Sells) -> None:
    sold(note="Klingeln bitte")
    sold()
    store.pull("orders")
    assert sorted(order.buyer_note for order in orders(store)) == ["", "Klingeln bitte"]


def test_an_order_reads_alike_from_the_list_and_alone_though_only_alone_it_has_cancel_requests(
    store: Store, connector: EbayConnector, sold: Sells, ebay: EbaySimulator
) -> None:
    order_id = sold()
    ebay.change_order(order_id, cancel_state="IN_PROGRESS")
    store.pull("orders")
    alone = connector.fetch_order(order_id)

    assert alone is not None
    assert alone.body["order"]["cancelStatus"]["cancelRequests"]
    assert store.raws["order", order_id].body["order"]["cancelStatus"]["cancelRequests"] == []
    assert [connector.read(alone)] == orders(store)


def test_history_goes_as_far_back_as_asked_in_windows_of_a_month(
    store: Store, sold: Sells, ebay: EbaySimulator, clock: Clock
) -> None:
    for days in (5, 40, 100, 300):
        sold(order_id=f"{days}", at=NOON - timedelta(days=days))
    store.pull("orders", since=NOON - timedelta(days=200))
    assert {order.external_id for order in orders(store)} == {"5", "40", "100"}
    store.pull("orders", since=NOON - timedelta(days=400), until=NOON - timedelta(days=200))
    assert "300" in {order.external_id for order in orders(store)}


def test_an_interrupted_scan_goes_on_where_it_stopped(store: Store, sold: Sells, ebay: EbaySimulator) -> None:
    for number in range(120):
        sold(order_id=f"o{number}", at=NOON - timedelta(hours=1, minutes=number))
    ebay.trouble(Trouble.UNAVAILABLE, path="/shipping_fulfillment")
    pages = store.connector.fetch(store.request("orders", since=NOON - timedelta(days=30)))
    store.keep("orders", next(pages))
    before = len(ebay.calls)
    store.pull("orders")
    assert len(orders(store)) == 120
    assert len(ebay.calls) - before == 2


def test_an_order_that_leaves_the_window_makes_no_other_one_be_missed(
    store: Store, sold: Sells, ebay: EbaySimulator, clock: Clock
) -> None:
    for number in range(110):
        sold(order_id=f"o{number}", at=NOON - timedelta(days=50, minutes=number))
    pages = store.connector.fetch(store.request("orders", since=NOON - timedelta(days=60)))
    store.keep("orders", next(pages))
    for number in range(0, 20):
        ebay.change_order(f"o{number}", note="changed")
    for page in pages:
        store.keep("orders", page)
    assert len(orders(store)) == 110


def test_one_order_can_be_looked_up(connector: EbayConnector, sold: Sells) -> None:
    order_id = sold(at=NOON - timedelta(days=40))
    raw = connector.fetch_order(order_id)
    assert raw is not None
    read = connector.read(raw)
    assert isinstance(read, IncomingOrder)
    assert (read.external_id, bool(read.tracking)) == (order_id, True)
    assert connector.fetch_order("99-99999-99999") is None


def test_an_old_consent_goes_on_with_messages_and_says_what_is_missing(
    ebay: EbaySimulator, tools: Tools, sold: Sells, buyer_writes: Writes
) -> None:
    order_id = sold()
    buyer_writes()
    credentials = ebay.add_seller(SELLER, scopes=frozenset({MESSAGE_SCOPE, IDENTITY_SCOPE}))
    old = EbayConnector(credentials=credentials, identity=IDENTITY, tools=tools)
    store = Store(old)
    for stream in old.streams:
        store.pull(stream.name)
    assert len(store.messages()) == len(store.items()) == 1
    missing = " ".join(old.check().missing)
    assert "Orders are not fetched" in missing
    assert "Messages" not in missing
    with pytest.raises(SignInAgain):
        old.fetch_order(order_id)


def test_too_many_calls_for_orders_do_not_touch_messages(
    store: Store, ebay: EbaySimulator, buyer_writes: Writes
) -> None:
    buyer_writes()
    ebay.trouble(Trouble.TOO_MANY, path="/order")
    with pytest.raises(TryLater):
        store.pull("orders")
    store.pull("messages")
    assert len(store.messages()) == 1


@pytest.mark.parametrize("body", [None, [], {}, {"order": {}}, {"order": {"orderId": "1"}}])
def test_an_order_without_id_or_dates_is_unreadable(connector: EbayConnector, body: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        connector.read(RawPayload("order", "1", body))


def test_odd_values_in_an_order_are_left_out(connector: EbayConnector) -> None:
    order = {
        "orderId": "1",
        "creationDate": "2026-11-01T10:00:00.000Z",
        "lastModifiedDate": "2026-11-01T10:00:00.000Z",
        "lineItems": [{"quantity": "three", "lineItemCost": {"value": "NaN"}}, None, 7],
        "pricingSummary": [],
        "buyer": "anna",
        "cancelStatus": {"cancelState": 1},
    }
    read = connector.read(RawPayload("order", "1", {"order": order, "fulfillments": [{"shippedDate": "soon"}]}))
    assert isinstance(read, IncomingOrder)
    assert (read.total, read.buyer_handle, read.items[0].quantity, read.items[0].price) == (None, "", 1, None)
