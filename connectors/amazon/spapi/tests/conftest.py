"""A stand-in of the Selling Partner API with one seller in France, and his application."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.simulator.spapi_state import StandInOrder
from connectors.amazon.spapi import SellingPartner
from connectors.amazon.spapi.tests.models import MODELS
from connectors.collaborators import Tools
from connectors.incoming import FetchRequest, Page
from tests.connectors.tools import NOON, Clock, MemoryQuota, make_tools

SELLER = "boutique"
ORDER = "403-1234567-1234567"

AddOrder = Callable[..., StandInOrder]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def amazon(clock: Clock) -> Iterator[SellingPartnerStandIn]:
    stand_in = SellingPartnerStandIn(now=clock, models=MODELS if MODELS.exists() else None)
    stand_in.add_seller(SELLER)
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def quota() -> MemoryQuota:
    return MemoryQuota()


@pytest.fixture
def tools(amazon: SellingPartnerStandIn, clock: Clock, quota: MemoryQuota) -> Tools:
    return make_tools(amazon.environment(), now=clock, quota=quota, read_seconds=1.0)


@pytest.fixture
def partner(amazon: SellingPartnerStandIn, tools: Tools) -> SellingPartner:
    return SellingPartner(tools, credentials=amazon.add_seller(SELLER), marketplaces=["FR"])


@pytest.fixture
def add_order(amazon: SellingPartnerStandIn) -> AddOrder:
    """Put an order of the seller down; a merchant's unshipped one of now unless told otherwise."""

    def add(order_id: str = ORDER, **changes: Any) -> StandInOrder:
        return amazon.add_order(order_id, seller=SELLER, **changes)

    return add


def request(stream: str, cursor: Any = None, *, since: datetime = NOON - timedelta(days=20)) -> FetchRequest:
    return FetchRequest(stream, cursor, since=since)


def last_cursor(pages: list[Page]) -> Any:
    return pages[-1].cursor
