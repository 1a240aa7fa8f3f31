"""How eBay judges the seller."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.simulator.sign_in import KNOWN_SCOPES, PREFIX
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import IncomingIndicator, RawPayload, Standing
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store

IN_FRANCE = {**IDENTITY, "marketplace": "EBAY_FR"}


@pytest.fixture
def connector(ebay: EbaySimulator, tools: Tools) -> EbayConnector:
    return EbayConnector(credentials=ebay.add_seller(SELLER), identity=IN_FRANCE, tools=tools)


def figures(store: Store) -> dict[str, IncomingIndicator]:
    return {item.name: item for item in store.items() if isinstance(item, IncomingIndicator)}


def test_level_and_service_are_told_for_both_evaluations(store: Store, sold: Sells) -> None:
    sold(language="fr")
    store.pull("standards")
    found = figures(store)
    level, late = found["PROGRAM_GLOBAL/CURRENT"], found["PROGRAM_GLOBAL/CURRENT/LATE_SHIPMENT_RATE"]
    assert level.label == "Seller level · France and all other countries · last evaluation"
    assert level.value in ("top rated", "above standard")
    assert (level.standing, late.standing) == (Standing.GOOD, Standing.GOOD)
    assert (late.threshold, late.value.endswith("/1000)")) == ("≤ 3.00", True)
    assert found["PROGRAM_GLOBAL/PROJECTED/MIN_TXN_COUNT"].threshold == "≥ 100"
    missing = found["ITEM_NOT_RECEIVED/CURRENT/EBAY_FR/DOMESTIC"]
    assert missing.label == "Items not received · Domestic · ebay.fr · last evaluation"
    assert (missing.threshold, missing.peers, missing.standing is not None) == ("", "1.10", True)
    assert missing.rating in ("Low", "Average", "High", "Very high")
    assert missing.evaluated_at == datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_site_without_sales_has_no_service_metric_and_that_is_no_error(store: Store) -> None:
    store.pull("standards")
    assert {name.partition("/")[0] for name in figures(store)} == {"PROGRAM_GLOBAL"}


def test_a_day_costs_five_calls_within_ebays_own_limits(store: Store, sold: Sells, quota: MemoryQuota) -> None:
    sold(language="fr")
    store.pull("standards")
    assert quota.taken["sell.analytics.seller_standards"] == 1
    assert quota.taken["sell.analytics.customer_service_metric"] == 4


def test_each_day_is_told_once(store: Store, sold: Sells, clock: Clock) -> None:
    sold(language="fr")
    store.pull("standards")
    first = {place: raw.version for place, raw in store.raws.items()}
    clock.forward(hours=2)
    store.pull("standards")
    assert {place: raw.version for place, raw in store.raws.items()} == first
    clock.forward(days=1)
    store.pull("standards")
    changed = {key for (_kind, key), raw in store.raws.items() if first[_kind, key] != raw.version}
    assert changed and all("PROJECTED" in key for key in changed)


def test_an_older_consent_has_no_figures_and_says_what_to_do(ebay: EbaySimulator, tools: Tools) -> None:
    credentials = ebay.add_seller(SELLER, scopes=KNOWN_SCOPES - {f"{PREFIX}/sell.analytics.readonly"})
    store = Store(EbayConnector(credentials=credentials, identity=IN_FRANCE, tools=tools))
    store.pull("standards")
    assert store.items() == []
    [missing] = store.connector.check().missing
    assert "sell.analytics.readonly" in missing and "Sign in again" in missing


def test_a_bad_moment_of_ebay_is_tried_again(store: Store, ebay: EbaySimulator) -> None:
    ebay.trouble(Trouble.UNAVAILABLE, path="seller_standards_profile")
    with pytest.raises(TryLater):
        store.pull("standards")
    store.pull("standards")
    assert figures(store)


def test_nothing_is_told_of_a_time_gone_by(store: Store) -> None:
    store.pull("standards", until=NOON - timedelta(days=30))
    assert store.items() == []


def test_a_level_below_standard_is_bad_and_an_unknown_one_says_nothing(connector: EbayConnector) -> None:
    cycle = {"cycleType": "CURRENT", "evaluationDate": "2026-11-20T07:00:00.000Z"}
    profile = {"program": "PROGRAM_MARS", "cycle": cycle, "standardsLevel": "BELOW_STANDARD"}
    below = connector.read(RawPayload("standard", "1", {"profile": profile}))
    unknown = connector.read(RawPayload("standard", "1", {"profile": {**profile, "standardsLevel": "HEAVENLY"}}))
    assert isinstance(below, IncomingIndicator) and isinstance(unknown, IncomingIndicator)
    assert (below.standing, below.value) == (Standing.BAD, "below standard")
    assert below.label == "Seller level · PROGRAM_MARS · last evaluation"
    assert (unknown.standing, unknown.value) == (None, "HEAVENLY")


@pytest.mark.parametrize(
    ("rating", "standing", "said"),
    [
        ("LOW", Standing.GOOD, "Low"),
        ("HIGH", Standing.WATCH, "High"),
        ("VERY HIGH", Standing.BAD, "Very high"),
        ("VERY_HIGH", Standing.BAD, "Very high"),
        ("NOT_APPLICABLE", None, "NOT_APPLICABLE"),
    ],
)
def test_a_low_rating_is_good_and_the_average_of_others_is_no_limit(
    connector: EbayConnector, rating: str, standing: Standing | None, said: str
) -> None:
    cycle = {"evaluationType": "CURRENT", "evaluationDate": "2026-11-20T07:00:00.000Z"}
    rate = {"metricKey": "RATE", "value": "0.5", "benchmark": {"rating": rating, "metadata": {"average": "1.1"}}}
    body = {"type": "ITEM_NOT_RECEIVED", "cycle": cycle, "metrics": [rate]}
    read = connector.read(RawPayload("service", "1", body))
    assert isinstance(read, IncomingIndicator)
    assert (read.standing, read.rating, read.peers, read.threshold) == (standing, said, "1.1", "")


@pytest.mark.parametrize("body", [None, {}, {"profile": {}}, {"type": "X", "metrics": []}])
def test_what_is_no_figure_is_unreadable(connector: EbayConnector, body: Any) -> None:
    for kind in ("standard", "service"):
        with pytest.raises(UnexpectedAnswer):
            connector.read(RawPayload(kind, "1", body))
