"""The simulated account health report: how Amazon holds a seller to its limits, in each country where he sold.

Sellers get their figures from their name; what one seller is told stays the same from day to day.
Source: accountHealthReport-2020-11-18.json among Amazon's models, read 2026-11.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from connectors.amazon.marketplaces import MARKETPLACES

ORDERS = 1000
LESS, MORE = "LESS_THAN", "GREATER_THAN"


def account_health(seller: str, places: Iterable[str], *, now: datetime) -> bytes | None:
    """The document; None where he sold nowhere, since such a report is cancelled. places: ids of marketplaces."""
    sold = set(places)
    known = [place.id for place in MARKETPLACES if place.id in sold]
    if not known:
        return None
    statuses = [{"marketplaceId": place, "status": "NORMAL"} for place in known]
    metrics = [_metrics(seller, place, now) for place in known]
    return json.dumps({"accountStatuses": statuses, "performanceMetrics": metrics}).encode()


def _metrics(seller: str, place: str, now: datetime) -> dict[str, Any]:
    claims, late = _number("claims", seller, place) % 9, _number("late", seller, place) % 45
    defects = claims + _number("blamed", seller, place) % 5
    cancelled, tracked = _number("cancelled", seller, place) % 20, 955 + _number("tracked", seller, place) % 45
    counts = {"claims": claims, "chargebacks": 0, "negativeFeedback": defects - claims}
    own = {
        **_rate(defects, now, days=60, target=0.01, condition=LESS),
        "orderWithDefects": {"count": defects, "status": "GOOD" if defects < 10 else "BAD"},
        **{name: {"count": count, "status": "NONE"} for name, count in counts.items()},
        "fulfillmentType": "mfn",
    }
    return {
        "marketplaceId": place,
        "orderDefectRate": {"mfn": own},
        "lateShipmentRate": _rate(late, now, days=30, target=0.04, condition=LESS),
        "preFulfillmentCancellationRate": _rate(cancelled, now, days=7, target=0.025, condition=LESS),
        "validTrackingRate": _rate(tracked, now, days=30, target=0.95, condition=MORE),
        "listingPolicyViolations": {
            **_period(now, days=180),
            "defectsCount": 0,
            "status": "GOOD",
            "targetValue": 0,
            "targetCondition": "EQUALS",
        },
        "accountHealthRating": {**_period(now, days=180), "ahrStatus": "GREAT"},
        "warningStates": [],
    }


def _rate(count: int, now: datetime, *, days: int, target: float, condition: str) -> dict[str, Any]:
    rate = count / ORDERS
    kept = rate < target if condition == LESS else rate > target
    return {
        **_period(now, days=days),
        "orderCount": ORDERS,
        "status": "GOOD" if kept else "BAD",
        "rate": rate,
        "targetValue": target,
        "targetCondition": condition,
    }


def _period(now: datetime, *, days: int) -> dict[str, Any]:
    first = now - timedelta(days=days)
    return {
        "reportingDateRange": {
            "reportingDateFrom": f"{first:%Y-%m-%d}T00:00Z",
            "reportingDateTo": f"{now - timedelta(days=1):%Y-%m-%d}T23:59Z",
        }
    }


def _number(*parts: str) -> int:
    return int.from_bytes(sha256("/".join(parts).encode()).digest()[:4])
