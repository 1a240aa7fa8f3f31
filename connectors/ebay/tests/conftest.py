"""A simulated eBay with one seller, `my_shop`, and a connector for him."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.simulation import BuyerOrders, BuyerWrites, Happening, Happens, Written
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store, make_tools

SELLER = "my_shop"
IDENTITY: Mapping[str, Any] = {"username": SELLER, "userId": "u1234567890", "names": [SELLER]}

Writes = Callable[..., Written]
Sells = Callable[..., str]
MakeConnector = Callable[..., EbayConnector]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ebay(clock: Clock) -> Iterator[EbaySimulator]:
    simulator = EbaySimulator(now=clock)
    simulator.add_seller(SELLER)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def quota() -> MemoryQuota:
    return MemoryQuota()


@pytest.fixture
def tools(ebay: EbaySimulator, clock: Clock, quota: MemoryQuota) -> Tools:
    return make_tools(ebay.environment(), now=clock, quota=quota, read_seconds=1.0)


@pytest.fixture
def connector(ebay: EbaySimulator, tools: Tools) -> EbayConnector:
    return EbayConnector(credentials=ebay.add_seller(SELLER), identity=IDENTITY, tools=tools)


@pytest.fixture
def store(connector: EbayConnector) -> Store:
    return Store(connector)


@pytest.fixture
def buyer_writes(ebay: EbaySimulator) -> Writes:
    """Let a buyer write; the conversation is new unless `thread_id` is given."""

    def write(text: str = "Où est mon colis ?", **fields: Any) -> Written:
        return ebay.buyer_writes(BuyerWrites(seller=SELLER, text=text, **{"buyer": "anna", **fields}))

    return write


@pytest.fixture
def sold(ebay: EbaySimulator) -> Sells:
    """Let a buyer buy; an order number unless one is given."""
    numbers = iter(range(10_000))

    def sell(**facts: Any) -> str:
        order_id: str = facts.pop("order_id", f"12-00000-{next(numbers):05}")
        ebay.places_order(
            BuyerOrders(
                **{
                    "seller": SELLER,
                    "buyer": "anna",
                    "order_id": order_id,
                    "item_id": "405900000001",
                    "item_title": "Lampe",
                    "price": Decimal("39.90"),
                    "at": NOON - timedelta(hours=3),
                    **facts,
                }
            )
        )
        return order_id

    return sell


@pytest.fixture
def happens(ebay: EbaySimulator) -> Callable[..., None]:
    """Let something happen to an order."""

    def let(what: Happening, order_id: str, **facts: Any) -> None:
        ebay.happens(Happens(what, seller=SELLER, order_id=order_id, **facts))

    return let
