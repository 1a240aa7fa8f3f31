"""The figures by which Cdiscount judges a seller, once a day."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.read_indicator import indicator_from
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingIndicator
from tests.connectors.tools import NOON, Clock, Store

STREAM = "indicators"
NAMES = ["order_acceptation", "product_shipping", "deadline_compliance", "order_claims", "order_refunds"]


def figures(store: Store) -> list[IncomingIndicator]:
    return [item for item in store.items() if isinstance(item, IncomingIndicator)]


def read(figure: Any, name: str = "order_claims") -> IncomingIndicator:
    return indicator_from({"name": name, "figure": figure, "asked_at": "2026-11-20T12:00:00.000Z"})


@pytest.mark.parametrize("shape", ["named", "listed"])
def test_every_figure_arrives_in_words(store: Store, octopia: CdiscountSimulator, shape: str) -> None:
    octopia.contract.figures = shape
    store.pull(STREAM)
    assert [figure.name for figure in figures(store)] == NAMES
    assert all(figure.value.endswith(" %") and figure.evaluated_at == NOON for figure in figures(store))
    assert [figure.threshold for figure in figures(store)] == ["≥ 97.5 %", "≥ 97.5 %", "≥ 96 %", "", ""]
    assert figures(store)[0].label == "Orders accepted"


def test_a_figure_is_taken_once_a_day(store: Store, clock: Clock) -> None:
    store.pull(STREAM)
    first = {raw.version for raw in store.raws.values()}
    clock.forward(hours=3)
    store.pull(STREAM)
    assert {raw.version for raw in store.raws.values()} == first == {"2026-11-20"}
    clock.forward(hours=21)
    store.pull(STREAM)
    assert {raw.version for raw in store.raws.values()} == {"2026-11-21"}


def test_no_standing_is_made_up_of_thresholds_that_are_not_verified(store: Store) -> None:
    store.pull(STREAM)
    assert {figure.standing for figure in figures(store)} == {None}


def test_a_backfill_asks_for_none(store: Store, octopia: CdiscountSimulator) -> None:
    store.pull(STREAM, until=NOON)
    assert octopia.calls.count("GET /seller/v2/sellers/indicators") == 0


def test_without_access_the_rest_goes_on_and_the_account_says_so(
    store: Store, octopia: CdiscountSimulator, connector: CdiscountConnector
) -> None:
    octopia.hidden = frozenset({"sellers/indicators"})
    store.pull(STREAM)
    assert figures(store) == []
    [missing] = connector.check().missing
    assert "indicators" in missing


@pytest.mark.parametrize(
    ("figure", "value"),
    [(1.5, "1.5"), (0, "0"), ("2,5", ""), ("2.50", "2.5"), ({"rate": 100, "unit": "%"}, "100 %"), ({}, "")],
)
def test_a_figure_is_read_in_any_shape(figure: Any, value: str) -> None:
    if value:
        assert read(figure).value == value
        return
    with pytest.raises(UnexpectedAnswer, match="order_claims"):
        read(figure)


def test_what_octopia_says_of_date_and_threshold_comes_before_our_own() -> None:
    found = read({"value": 98, "threshold": 99, "evaluatedAt": "2026-11-18T00:00:00Z"}, "product_shipping")
    assert (found.threshold, found.evaluated_at) == ("99", datetime(2026, 11, 18, tzinfo=UTC))
