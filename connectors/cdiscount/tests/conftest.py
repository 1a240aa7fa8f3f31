"""A simulated Octopia with one seller, `ma_boutique`, and a connector for him."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.collaborators import Tools
from connectors.simulation import BuyerWrites, Written
from tests.connectors.tools import Clock, MemoryQuota, Store, make_tools

SELLER = "ma_boutique"

Writes = Callable[..., Written]
Connects = Callable[..., CdiscountConnector]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def octopia(clock: Clock) -> Iterator[CdiscountSimulator]:
    simulator = CdiscountSimulator(now=clock)
    simulator.add_seller(SELLER)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def tools(octopia: CdiscountSimulator, clock: Clock) -> Tools:
    return make_tools(octopia.environment(), now=clock, quota=MemoryQuota(), read_seconds=1.0)


@pytest.fixture
def connects(octopia: CdiscountSimulator, tools: Tools) -> Connects:
    """A connector with other settings than usual."""

    def connect(**settings: str) -> CdiscountConnector:
        given = {**tools.settings, **settings}
        return CdiscountConnector(
            credentials=octopia.add_seller(SELLER), identity={}, tools=replace(tools, settings=given)
        )

    return connect


@pytest.fixture
def connector(connects: Connects) -> CdiscountConnector:
    return connects()


@pytest.fixture
def store(connector: CdiscountConnector) -> Store:
    return Store(connector)


@pytest.fixture
def buyer_writes(octopia: CdiscountSimulator) -> Writes:
    """Let a buyer write; the discussion is new unless `thread_id` is given."""

    def write(text: str = "Où est mon colis ?", **fields: Any) -> Written:
        return octopia.buyer_writes(BuyerWrites(seller=SELLER, text=text, **{"buyer": "0000000403YZ", **fields}))

    return write
