"""Reports as streams: ask for one, look at the next pull whether it is ready, take in its rows. Nothing waits.

The cursor: `until` (all before is stored), `asked_at` (when the last report was asked for), and of the one under way
`report`, `to` (what `until` becomes when it is stored) and `failures` (how often in a row Amazon could not make it).
Source: Reports model 2021-06-30. A report without data ends as CANCELLED; a feedback report was seen to be cancelled
when it names an end (docs issue 1203), so only its beginning is named.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.amazon.marketplaces import Marketplace
from connectors.amazon.spapi import fields
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.rates import CREATE_REPORT, GET_REPORT, GET_REPORT_DOCUMENT, GET_REPORTS
from connectors.amazon.spapi.refusals import OutOfCalls, Refused
from connectors.amazon.spapi.storage import get
from connectors.errors import UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

REFUSED = _("Amazon refused the report %(name)s: %(words)s")


log = logging.getLogger("guichet.amazon")

PATH = "/reports/2021-06-30"
COUNTRIES = "countries"
"""What a row is stored with besides its columns: the countries that the report was asked for."""
ROWS_PER_PAGE = 200
LONGEST_KEY = 120
MOST_FAILURES = 3
GIVEN_UP_AFTER = timedelta(days=1)
"""A report that is still not ready then is asked for anew."""


@dataclass(frozen=True)
class ReportKind:
    """A type of report. kind: of the payloads its rows become; rows: reads them; key: the parts that name a row.

    every: how often it is asked for; overlap: how far a report reaches back into what was stored, since rows change;
    longest: the days one report may cover; names_end: whether the end is named.
    """

    type: str
    kind: str
    every: timedelta
    overlap: timedelta
    longest: timedelta
    names_end: bool
    rows: Callable[[bytes], Iterable[Mapping[str, Any]]]
    key: Sequence[str]


@dataclass(frozen=True)
class Place:
    """A cursor read. report: empty = none is under way."""

    until: datetime
    asked_at: datetime | None = None
    report: str = ""
    to: datetime | None = None
    failures: int = 0

    def as_json(self) -> Mapping[str, Any]:
        return {
            "until": self.until.isoformat(),
            "asked_at": self.asked_at.isoformat() if self.asked_at else None,
            "report": self.report,
            "to": self.to.isoformat() if self.to else None,
            "failures": self.failures,
        }


class Reports:
    """The reports of one seller."""

    def __init__(self, client: SpApiClient, marketplaces: Sequence[Marketplace]) -> None:
        self.client = client
        self.marketplaces = marketplaces

    def visible(self, kinds: Sequence[ReportKind]) -> bool:
        """Whether the application may see reports of these types at all; taken to be so when there is no call left."""
        query = {"reportTypes": ",".join(kind.type for kind in kinds), "pageSize": "1"}
        try:
            self.client.read(GET_REPORTS, "GET", f"{PATH}/reports", params=query)
        except OutOfCalls:
            return True
        except Refused as error:
            return not error.complaint.is_role_missing
        return True

    def pages(self, kind: ReportKind, request: FetchRequest) -> Iterator[Page]:
        """What is ready now. A back-fill yields nothing: it cannot wait for a report."""
        if request.until is not None or not self.marketplaces:
            return
        try:
            yield from self._pages(kind, request)
        except OutOfCalls as error:
            log.info("%s: %s", kind.type, error)
        except Refused as error:
            if not error.complaint.is_role_missing:
                raise UnexpectedAnswer(REFUSED % {"name": kind.type, "words": error.complaint}) from error
            log.info("%s: the role is missing", kind.type)

    def _pages(self, kind: ReportKind, request: FetchRequest) -> Iterator[Page]:
        now = self.client.tools.now()
        place = _place_from(request, now)
        if place.report:
            for page in self._look(kind, place, now):
                place = _place_from(FetchRequest(request.stream, page.cursor, request.since), now)
                yield page
        if not place.report and _due(kind, place, now):
            yield Page((), self._ask(kind, place, now).as_json())

    def _ask(self, kind: ReportKind, place: Place, now: datetime) -> Place:
        start, end = _span(kind, place, now)
        asked: dict[str, Any] = {
            "reportType": kind.type,
            "dataStartTime": _written(start),
            "marketplaceIds": [marketplace.id for marketplace in self.marketplaces],
        }
        if kind.names_end:
            asked["dataEndTime"] = _written(end)
        answer = self.client.read(CREATE_REPORT, "POST", f"{PATH}/reports", json=asked)
        report = fields.text(answer, "reportId")
        if not report:
            raise UnexpectedAnswer(_("Amazon's answer names no reportId"))
        return replace(place, asked_at=now, report=report, to=end)

    def _look(self, kind: ReportKind, place: Place, now: datetime) -> Iterator[Page]:
        """The rows of the report under way if it is ready; nothing while it is not."""
        status, document = self._state(place.report)
        if status in ("IN_QUEUE", "IN_PROGRESS"):
            if place.asked_at is not None and now - place.asked_at > GIVEN_UP_AFTER:
                yield Page((), _failed(place).as_json())
        elif status == "DONE" and document:
            yield from self._rows(kind, place, document)
        elif status == "CANCELLED" or place.failures >= MOST_FAILURES:
            yield Page((), _stored(place).as_json())
        else:
            log.warning("%s: report %s ended as %s", kind.type, place.report, status)
            yield Page((), _failed(place).as_json())

    def _state(self, report: str) -> tuple[str, str]:
        try:
            answer = self.client.read(GET_REPORT, "GET", f"{PATH}/reports/{quote(report, safe='')}")
        except Refused as error:
            if error.complaint.status not in (400, 404):
                raise
            return "LOST", ""
        return fields.text(answer, "processingStatus"), fields.text(answer, "reportDocumentId")

    def _rows(self, kind: ReportKind, place: Place, document: str) -> Iterator[Page]:
        path = f"{PATH}/documents/{quote(document, safe='')}"
        answer = self.client.read(GET_REPORT_DOCUMENT, "GET", path)
        content = get(self.client.tools, fields.text(answer, "url"))
        found = [self._payload(kind, row) for row in kind.rows(content)]
        for start in range(0, len(found), ROWS_PER_PAGE):
            yield Page(tuple(found[start : start + ROWS_PER_PAGE]), place.as_json())
        yield Page((), _stored(place).as_json())

    def _payload(self, kind: ReportKind, row: Mapping[str, Any]) -> RawPayload:
        """A row under the name its own columns give it; without one, under a digest of all it says."""
        named = "/".join(row.get(name, "") for name in kind.key)
        if not row.get(kind.key[0]) or len(named) > LONGEST_KEY:
            said = json.dumps(row, sort_keys=True).encode()
            named = f"row-{hashlib.blake2b(said, digest_size=16).hexdigest()}"
        countries = ",".join(marketplace.country for marketplace in self.marketplaces)
        return RawPayload(kind=kind.kind, key=named, body={**row, COUNTRIES: countries})


def _due(kind: ReportKind, place: Place, now: datetime) -> bool:
    """Whether to ask again: at once while history is still behind, else as often as the kind says."""
    behind = not place.failures and now - place.until >= kind.every
    return place.asked_at is None or behind or now - place.asked_at >= kind.every


def _span(kind: ReportKind, place: Place, now: datetime) -> tuple[datetime, datetime]:
    """From when to when to ask: history piece by piece, and then what is new with the last days before it."""
    start = max(place.until - kind.overlap, min(place.until, now - kind.longest))
    return start, min(start + kind.longest, now)


def _stored(place: Place) -> Place:
    return Place(until=max(place.until, place.to or place.until), asked_at=place.asked_at)


def _failed(place: Place) -> Place:
    return Place(until=place.until, asked_at=place.asked_at, failures=place.failures + 1)


def _place_from(request: FetchRequest, now: datetime) -> Place:
    """A cursor that cannot be read is none: then everything is asked for again."""
    stored = request.cursor or {}
    until = fields.moment_or_none(stored, "until") or request.since
    failures = stored.get("failures")
    return Place(
        until=min(until, now),
        asked_at=fields.moment_or_none(stored, "asked_at"),
        report=fields.text(stored, "report"),
        to=fields.moment_or_none(stored, "to"),
        failures=failures if isinstance(failures, int) else 0,
    )


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
