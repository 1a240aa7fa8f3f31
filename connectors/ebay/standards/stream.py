"""The stream "standards": once a day every figure by which eBay judges the seller, each a payload of its own.

A stored payload of kind "standard" is `{"profile", "metric"}`, without `metric` for the level itself; one of kind
"service" `{"type", "marketplace", "cycle", "dimension", "metrics"}`; all as eBay gives them. The version is the day of
the evaluation with the content, since eBay computes PROJECTED anew at every call. The cursor is empty: a pull is whole.
What eBay does not evaluate (204, 409/54200, a site it has no such figures for: 400/54401) is no figure and no error.
Source: Sell Analytics contract 1.3.2, and eBay's page on the type ssp:Metric, which that contract mixes up with another
of the same name; read 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from connectors.ebay import fields
from connectors.ebay.apis import SERVICE, STANDARDS
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.values import objects, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload

STANDARD, RATED = "standard", "service"
TYPES, CYCLES = ("ITEM_NOT_AS_DESCRIBED", "ITEM_NOT_RECEIVED"), ("CURRENT", "PROJECTED")
NOT_EVALUATED = frozenset({54200, 54401})


class SellerStandards:
    """The figures about one seller. sites: eBay's marketplace ids he sells on; the first one says the language."""

    def __init__(self, reader: Reader, *, sites: Sequence[str]) -> None:
        self.reader = reader
        self.sites = sites

    def visible(self) -> None:
        """Ask for the rating of one service metric, of which there are more calls. Raises NoAccess."""
        self._rated(TYPES[0], CYCLES[0], self.sites[0])

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """All figures as they stand; nothing if the consent does not cover them, or for a time gone by."""
        if request.until is not None:
            return
        try:
            yield Page(tuple(self._levels()), {})
            for kind, cycle, site in product(TYPES, CYCLES, self.sites):
                yield Page(tuple(_payloads(kind, self._rated(kind, cycle, site))), {})
        except NoAccess:
            return

    def _levels(self) -> Iterator[RawPayload]:
        try:
            headers = {"X-EBAY-C-MARKETPLACE-ID": self.sites[0]}
            answer = self.reader.get(STANDARDS, "/seller_standards_profile", headers=headers)
        except Refused as error:
            raise UnexpectedAnswer(f"eBay refused the seller standards: {error}") from error
        for profile in objects(answer, "standardsProfiles"):
            about = {name: value for name, value in profile.items() if name != "metrics"}
            place = f"{words(profile.get('program'))}/{words(part(profile, 'cycle').get('cycleType'))}"
            day = words(part(profile, "cycle").get("evaluationDate"))[:10]
            yield _payload(STANDARD, place, {"profile": about}, day=day)
            for metric in objects(profile, "metrics"):
                if key := words(metric.get("metricKey")):
                    yield _payload(STANDARD, f"{place}/{key}", {"profile": about, "metric": dict(metric)}, day=day)

    def _rated(self, kind: str, cycle: str, site: str) -> Mapping[str, Any]:
        try:
            return self.reader.get(
                SERVICE, f"/customer_service_metric/{kind}/{cycle}", params={"evaluation_marketplace_id": site}
            )
        except Refused as error:
            if NOT_EVALUATED & set(error.complaint.error_ids):
                return {}
            raise UnexpectedAnswer(f"eBay refused a service metric: {error}") from error


def _payloads(kind: str, answer: Mapping[str, Any]) -> Iterator[RawPayload]:
    cycle, site = part(answer, "evaluationCycle"), words(answer.get("marketplaceId"))
    for rated in objects(answer, "dimensionMetrics"):
        dimension, metrics = part(rated, "dimension"), objects(rated, "metrics")
        place = f"{kind}/{words(cycle.get('evaluationType'))}/{site}/{words(dimension.get('value'))}"
        about = {"type": kind, "marketplace": site, "cycle": dict(cycle), "dimension": dict(dimension)}
        body = about | {"metrics": [dict(metric) for metric in metrics]}
        yield _payload(RATED, place, body, day=words(cycle.get("evaluationDate"))[:10])


def _payload(kind: str, key: str, body: Mapping[str, Any], *, day: str) -> RawPayload:
    metric = {name: value for name, value in part(body, "metric").items() if not name.startswith("lookback")}
    said = [part(body, "profile").get("standardsLevel"), metric, body.get("metrics")]
    return RawPayload(kind, key, dict(body), version=f"{day} {fields.digest(said)}")
