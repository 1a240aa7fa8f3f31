"""Account health: what Amazon holds the seller to, read from its report."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.amazon.simulator.spapi import SellingPartnerStandIn
from connectors.amazon.spapi import A_TO_Z, SellingPartner, read_health
from connectors.amazon.spapi.read_health import health_rows
from connectors.amazon.spapi.tests.conftest import AddOrder, request
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingIndicator, RawPayload, Standing
from tests.connectors.tools import Clock

FRANCE = "A13V1IB3VIYZZH"
DAYS = {"reportingDateRange": {"reportingDateFrom": "2026-09-20T00:00Z", "reportingDateTo": "2026-11-18T23:59Z"}}
DEFECTS = {
    **DAYS,
    "orderCount": 2000,
    "orderWithDefects": {"count": 18, "status": "GOOD"},
    "claims": {"count": 5, "status": "NONE"},
    "chargebacks": {"count": 1, "status": "NONE"},
    "negativeFeedback": {"count": 12, "status": "NONE"},
    "fulfillmentType": "mfn",
    "status": "GOOD",
    "rate": 0.009,
    "targetValue": 0.01,
    "targetCondition": "LESS_THAN",
}
LATE = {
    **DAYS,
    "orderCount": 1000,
    "lateShipmentCount": 52,
    "status": "BAD",
    "rate": 0.052,
    "targetValue": 0.04,
    "targetCondition": "LESS_THAN",
}
VIOLATIONS = {**DAYS, "defectsCount": 3, "status": "BAD", "targetValue": 0, "targetCondition": "EQUALS"}
METRICS: dict[str, Any] = {
    "marketplaceId": FRANCE,
    "orderDefectRate": {"mfn": DEFECTS, "afn": {**DEFECTS, "orderCount": 0, "rate": 0, "status": "NONE"}},
    "lateShipmentRate": LATE,
    "listingPolicyViolations": VIOLATIONS,
    "accountHealthRating": {**DAYS, "ahrStatus": "GREAT"},
    "warningStates": [],
}


def told(**changes: Any) -> dict[str, IncomingIndicator]:
    report = {
        "accountStatuses": [{"marketplaceId": FRANCE, "status": "AT_RISK"}],
        "performanceMetrics": [{**METRICS, **changes}],
    }
    read = [read_health(row) for row in health_rows(json.dumps(report).encode())]
    return {one.name.partition("/")[0] if "afn" not in one.name else "afn": one for one in read}


def test_a_rate_is_told_in_per_cent_with_its_basis_and_the_limit_amazon_sets() -> None:
    defects = told()["orderDefectRate"]
    assert (defects.value, defects.threshold, defects.standing) == ("0.9 % (18/2000)", "< 1 %", Standing.GOOD)
    assert defects.label == "Orders with a defect, shipped by the seller · amazon.fr"
    assert defects.evaluated_at.isoformat() == "2026-11-18T23:59:00+00:00"


def test_what_is_beyond_its_limit_is_bad_as_amazon_says() -> None:
    found = told()
    assert (found["lateShipmentRate"].value, found["lateShipmentRate"].standing) == ("5.2 %", Standing.BAD)
    assert (found["listingPolicyViolations"].value, found["listingPolicyViolations"].threshold) == ("3", "= 0")
    assert found["listingPolicyViolations"].standing is Standing.BAD


def test_claims_in_the_defect_rate_are_a_figure_of_their_own_without_a_limit() -> None:
    claims = told()[A_TO_Z]
    assert (claims.value, claims.threshold, claims.standing) == ("0.25 % (5/2000)", "", None)
    assert claims.label == "A-to-z claims, shipped by the seller · all countries"


def test_claims_of_several_countries_are_one_figure() -> None:
    there = {"marketplaceId": "A1PA6795UKMFR9", "orderDefectRate": {"mfn": {**DEFECTS, "orderCount": 8000}}}
    report = {"accountStatuses": [], "performanceMetrics": [METRICS, there]}
    read = [read_health(row) for row in health_rows(json.dumps(report).encode())]
    assert [one.value for one in read if one.name == A_TO_Z] == ["0.1 % (10/10000)"]


def test_without_orders_there_is_no_rate_of_claims() -> None:
    assert A_TO_Z not in told(orderDefectRate={"mfn": {**DEFECTS, "orderCount": 0}})


def test_what_amazon_does_not_judge_has_no_standing() -> None:
    assert told()["afn"].standing is None


def test_the_status_of_the_account_is_of_the_last_day_of_its_metrics() -> None:
    found = told()
    assert (found["accountStatus"].value, found["accountStatus"].standing) == ("at risk", Standing.WATCH)
    assert found["accountStatus"].evaluated_at == found["orderDefectRate"].evaluated_at
    assert (found["accountHealthRating"].value, found["accountHealthRating"].standing) == ("great", Standing.GOOD)


@pytest.mark.parametrize("document", [b"", b"no json", b"[]", b"{}"])
def test_what_is_no_such_report_is_said_to_be_none(document: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        list(health_rows(document))


@pytest.mark.parametrize("body", [None, {}, {"metric": "x", "told": {}}, {"metric": "x", "told": DAYS}])
def test_a_metric_that_says_nothing_is_unreadable(body: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        read_health(body)


def pulled(partner: SellingPartner, cursor: Any) -> Iterator[RawPayload | Any]:
    for page in partner.health(request("health", cursor)):
        yield from page.items
        yield page.cursor


def test_the_report_is_asked_for_once_a_day_and_says_each_day_anew(
    partner: SellingPartner, amazon: SellingPartnerStandIn, clock: Clock, add_order: AddOrder
) -> None:
    add_order()
    cursor: Any = None
    days: list[set[str]] = []
    for minutes in (0, 5, 30, 24 * 60, 5):
        clock.forward(minutes=minutes)
        found = list(pulled(partner, cursor))
        cursor = next((one for one in reversed(found) if not isinstance(one, RawPayload)), cursor)
        raws = [one for one in found if isinstance(one, RawPayload)]
        if raws:
            days.append({f"{read_health(raw.body).evaluated_at:%d}" for raw in raws})
    assert len([call for call in amazon.calls if call == "POST /reports/2021-06-30/reports"]) == 2
    assert len(days) == 2 and days[0] != days[1]


def test_who_sold_nothing_has_no_account_health(partner: SellingPartner, clock: Clock) -> None:
    cursor = list(pulled(partner, None))[-1]
    clock.forward(minutes=5)
    assert [one for one in pulled(partner, cursor) if isinstance(one, RawPayload)] == []
