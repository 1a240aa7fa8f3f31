"""Signing in, who the seller is, and his orders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import SELLER, Connects, Writes
from connectors.collaborators import Tools
from connectors.errors import SignInAgain, TryLater
from connectors.incoming import IncomingOrder
from connectors.simulation import BuyerOrders
from tests.connectors.tools import NOON, Clock, MemoryTokens, Store

ORDER = BuyerOrders(
    SELLER, "0000000403YZ", "2310171354KBDRE", "AUC1", "Lampe", Decimal("19.90"), town="Lille", at=NOON - timedelta(5)
)


def test_one_token_serves_every_call(
    store: Store, octopia: CdiscountSimulator, tools: Tools, buyer_writes: Writes
) -> None:
    buyer_writes()
    for _ in range(5):
        store.pull()
    assert isinstance(tools.shared_tokens, MemoryTokens)
    assert list(tools.shared_tokens.renewed.values()) == [1]


def test_a_token_is_renewed_before_its_two_hours_are_over(
    store: Store, octopia: CdiscountSimulator, clock: Clock
) -> None:
    store.pull()
    clock.forward(hours=1, minutes=56)
    store.pull()
    assert len(octopia.desk.tokens) == 2


def test_a_token_belongs_to_client_id_and_secret_together(octopia: CdiscountSimulator, tools: Tools) -> None:
    credentials = octopia.add_seller(SELLER)
    purposes = {
        CdiscountConnector(credentials={**credentials, **given}, identity={}, tools=tools).client.purpose
        for given in ({}, {"client_secret": "other"}, {"client_id": "other"}, {"seller_id": "1"})
    }
    assert len(purposes) == 3


def test_the_limit_of_token_creation_is_a_wait(connector: CdiscountConnector, octopia: CdiscountSimulator) -> None:
    octopia.desk.per_hour = 0
    with pytest.raises(TryLater):
        connector.check()


def test_a_seller_who_has_not_delegated_is_told_so(octopia: CdiscountSimulator, tools: Tools) -> None:
    credentials = {**octopia.add_seller(SELLER), "seller_id": "98979"}
    with pytest.raises(SignInAgain, match="delegate"):
        CdiscountConnector(credentials=credentials, identity={}, tools=tools).check()


@pytest.mark.parametrize("missing", ["client_id", "client_secret", "seller_id"])
def test_missing_credentials_are_named(octopia: CdiscountSimulator, tools: Tools, missing: str) -> None:
    credentials = {**octopia.add_seller(SELLER), missing: ""}
    with pytest.raises(SignInAgain, match=missing.replace("_", " ")):
        CdiscountConnector(credentials=credentials, identity={}, tools=tools).check()


def test_a_shop_without_a_name_is_called_by_its_number(
    connector: CdiscountConnector, octopia: CdiscountSimulator
) -> None:
    octopia.hidden = frozenset({"sellers"})
    facts = connector.check()
    assert facts.name == f"Cdiscount {connector.client.seller_id}"


@pytest.mark.parametrize(
    ("name", "value"),
    [("OCTOPIA_REPLY_SHAPE", "both"), ("OCTOPIA_PATCH_KEY", "add"), ("OCTOPIA_PAGE_SIZE", "0")],
)
def test_a_wrong_setting_is_named(connects: Connects, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        connects(**{name: value})


def test_orders_arrive_under_the_reference_that_discussions_name(store: Store, octopia: CdiscountSimulator) -> None:
    octopia.places_order(ORDER)
    store.pull("orders")
    [order] = store.items()
    assert isinstance(order, IncomingOrder)
    assert (order.external_id, order.channel, order.state) == ("2310171354KBDRE", "CDISFR", "Shipped")
    assert (order.items[0].title, order.items[0].price, order.city) == ("Lampe", order.total, "Lille")
    assert order.total and order.total.amount == Decimal("19.9")


def test_one_order_is_found_by_its_reference(connector: CdiscountConnector, octopia: CdiscountSimulator) -> None:
    octopia.places_order(ORDER)
    octopia.places_order(replace(ORDER, order_id="2310171354KBDRF"))
    found = connector.fetch_order("2310171354KBDRF")
    assert found and found.key == "2310171354KBDRF"
    assert connector.fetch_order("2310171354KBDRG") is None


def test_without_access_to_orders_messages_go_on(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, connector: CdiscountConnector
) -> None:
    octopia.hidden = frozenset({"orders"})
    buyer_writes()
    store.pull("orders")
    store.pull()
    assert len(store.messages()) == 1
    assert len(connector.check().missing) == 1
    with pytest.raises(SignInAgain):
        connector.fetch_order("2310171354KBDRE")
