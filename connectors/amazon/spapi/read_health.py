"""Account health: what Amazon holds a seller to in each country, and what it says of him -> IncomingIndicator.

A stored payload of kind "health" is `{"name", "marketplace", "metric", "told"}`, one for each metric and country, as
Amazon tells it. Rates are shares there and per cent here. An order defect rate is told twice, for orders that the
seller ships (mfn) and for those that Amazon ships (afn); the A-to-z claims in the first stand as a figure of their own,
of all countries together, since a claim in our log does not say of which it is.
Source: accountHealthReport-2020-11-18.json among Amazon's models, of GET_V2_SELLER_PERFORMANCE_REPORT, read 2026-11.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from connectors.amazon.marketplaces import of_id
from connectors.amazon.spapi import fields
from connectors.amazon.spapi.reports import ReportKind
from connectors.amazon.spapi.table import text_of
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingIndicator, Standing
from connectors.text import marked as _

A_TO_Z = "aToZClaims"
"""The name of the claims among orders shipped by the seller; Amazon has none of its own for it."""
STANDINGS = {"GOOD": Standing.GOOD, "BAD": Standing.BAD}
ACCOUNT_STANDINGS = {
    **dict.fromkeys(("NORMAL", "GREAT", "GOOD"), Standing.GOOD),
    **dict.fromkeys(("AT_RISK", "WARNED"), Standing.WATCH),
    **dict.fromkeys(("CRITICAL", "SUSPENDED", "DEACTIVATED"), Standing.BAD),
}
STATUS_WORDS = {
    "NORMAL": _("in order"),
    "GREAT": _("great"),
    "AT_RISK": _("at risk"),
    "WARNED": _("warned"),
    "CRITICAL": _("critical"),
    "SUSPENDED": _("suspended"),
    "DEACTIVATED": _("deactivated"),
}
LABELS = {
    "accountStatus": _("Account status"),
    "accountHealthRating": _("Account health"),
    "orderDefectRate/mfn": _("Orders with a defect, shipped by the seller"),
    "orderDefectRate/afn": _("Orders with a defect, shipped by Amazon"),
    A_TO_Z: _("A-to-z claims, shipped by the seller"),
    "lateShipmentRate": _("Late shipments"),
    "preFulfillmentCancellationRate": _("Cancelled before shipping"),
    "onTimeDeliveryRate": _("Delivered on time"),
    "validTrackingRate": _("Valid tracking"),
    "invoiceDefectRate": _("Invoices missing or late"),
    "listingPolicyViolations": _("Violations of listing policy"),
    "productAuthenticityCustomerComplaints": _("Complaints about authenticity"),
    "productConditionCustomerComplaints": _("Complaints about condition"),
    "productSafetyCustomerComplaints": _("Complaints about safety"),
}
EVERYWHERE = _("all countries")
CONDITIONS = {"LESS_THAN": "<", "GREATER_THAN": ">", "EQUALS": "="}


def health_rows(document: bytes) -> Iterator[dict[str, Any]]:
    """Yield what the report says, metric by metric. Raises UnexpectedAnswer if it is no such report."""
    try:
        report = json.loads(text_of(document))
    except ValueError as error:
        raise UnexpectedAnswer(_("the account health report is no JSON")) from error
    if not isinstance(report, dict) or "performanceMetrics" not in report:
        raise UnexpectedAnswer(_("the account health report has no performanceMetrics"))
    metrics = report["performanceMetrics"]
    found = [one for one in (metrics if isinstance(metrics, list) else [metrics]) if isinstance(one, dict)]
    for told in found:
        yield from _metrics(told)
    if claims := _claims([fields.part(told, "orderDefectRate", "mfn") for told in found]):
        yield {**_row("", A_TO_Z, claims), "name": A_TO_Z}
    for status in fields.objects(report, "accountStatuses"):
        place = fields.text(status, "marketplaceId")
        yield _row(place, "accountStatus", {**status, "reportingDateRange": _last_days(found, place)})


def read_health(body: Any) -> IncomingIndicator:
    """Read one metric. Raises UnexpectedAnswer naming what is missing."""
    if not isinstance(body, dict):
        raise UnexpectedAnswer(_("a metric of the account health report is no object"))
    told, metric, place = fields.part(body, "told"), fields.text(body, "metric"), fields.text(body, "marketplace")
    if not metric or not told:
        raise UnexpectedAnswer(_("a metric of the account health report says nothing"))
    site = of_id(place)
    status = fields.text(told, "status") or fields.text(told, "ahrStatus")
    return IncomingIndicator(
        name="/".join(filter(None, (metric, place))),
        label=f"{LABELS.get(metric, metric)} · {f'amazon.{site.domain}' if site else place or EVERYWHERE}",
        value=_value(told, status),
        evaluated_at=fields.moment(fields.part(told, "reportingDateRange"), "reportingDateTo"),
        threshold=_limit(told),
        standing=STANDINGS.get(status) or ACCOUNT_STANDINGS.get(status),
    )


HEALTH = ReportKind(
    type="GET_V2_SELLER_PERFORMANCE_REPORT",
    kind="health",
    every=timedelta(days=1),
    overlap=timedelta(0),
    longest=timedelta(days=3650),
    names_end=False,
    rows=health_rows,
    key=("name",),
)


def _metrics(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Of one country: what has a period of its own, which is every metric that is judged."""
    place = fields.text(told, "marketplaceId")
    for metric, value in told.items():
        if not isinstance(value, dict):
            continue
        if "reportingDateRange" in value:
            yield _row(place, metric, value)
        for kind in ("mfn", "afn"):
            if inner := fields.part(value, kind):
                yield _row(place, f"{metric}/{kind}", inner)


def _claims(rates: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims in the order defect rates as one rate of their own; empty where there were no orders."""
    told = [one for one in rates if one.get("orderCount") and isinstance(fields.part(one, "claims").get("count"), int)]
    orders, count = sum(one["orderCount"] for one in told), sum(one["claims"]["count"] for one in told)
    last = max((dict(fields.part(one, "reportingDateRange")) for one in told), key=_last_day, default={})
    return {"rate": count / orders, "count": count, "orderCount": orders, "reportingDateRange": last} if told else {}


def _row(place: str, metric: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": f"{place}/{metric}", "marketplace": place, "metric": metric, "told": dict(told)}


def _last_days(found: list[dict[str, Any]], place: str) -> Mapping[str, Any]:
    """Until when the metrics of a country reach: a status names no day."""
    ranges = [
        dict(fields.part(value, "reportingDateRange"))
        for told in found
        if told.get("marketplaceId") == place
        for value in told.values()
        if isinstance(value, dict)
    ]
    return max(ranges, key=_last_day, default={})


def _last_day(days: Mapping[str, Any]) -> str:
    return str(days.get("reportingDateTo", ""))


def _value(told: Mapping[str, Any], status: str) -> str:
    rate, defects = told.get("rate"), told.get("defectsCount")
    if isinstance(rate, int | float):
        count, orders = told.get("count", fields.part(told, "orderWithDefects").get("count")), told.get("orderCount")
        basis = f" ({count}/{orders})" if isinstance(count, int) and isinstance(orders, int) else ""
        return f"{_percent(rate)}{basis}"
    if isinstance(defects, int):
        return str(defects)
    if not status:
        raise UnexpectedAnswer(_("a metric of the account health report has no value"))
    return STATUS_WORDS.get(status, status)


def _limit(told: Mapping[str, Any]) -> str:
    target, sign = told.get("targetValue"), CONDITIONS.get(fields.text(told, "targetCondition"), "")
    if not isinstance(target, int | float) or not sign:
        return ""
    return f"{sign} {_percent(target) if 'rate' in told else f'{target:g}'}"


def _percent(rate: float) -> str:
    """A share as per cent, to two places at most: 0.009 is `0.9 %`."""
    return f"{round(100 * rate, 2):g} %"
