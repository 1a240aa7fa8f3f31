"""The simulated Reports API: returns, seller feedback and account health, ready a while after they were asked for."""

import gzip
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.amazon.simulator.spapi_refusals import invalid, no_role, unknown
from connectors.amazon.simulator.spapi_state import Report, StandInSeller
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/reports/2021-06-30/"
DOCUMENTS = "/report-documents/"
RETURNS = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"
FEEDBACK = "GET_SELLER_FEEDBACK_DATA"
HEALTH = "GET_V2_SELLER_PERFORMANCE_REPORT"
LONGEST = timedelta(days=60)


class ReportDesk:
    """Makes reports of rows that were put down before. ready_after: how long a report takes.

    rows: of each type and seller, as lists of columns; headers: of each type. health: makes the document of a seller.
    """

    def __init__(self, health: Callable[[str], bytes | None]) -> None:
        self.health = health
        self.ready_after = timedelta(minutes=2)
        self.fail_next = 0
        self.headers: dict[str, Sequence[str]] = {}
        self.rows: dict[tuple[str, str], list[Sequence[str]]] = {}
        self.reports: dict[str, Report] = {}

    def handle(self, request: Request, seller: StandInSeller, *, now: datetime, url: str) -> Reply:
        if "reports" not in seller.roles:
            raise no_role()
        part, _, name = request.path.removeprefix(PATH).partition("/")
        if part == "reports" and request.method == "POST" and not name:
            return self._create(request, seller, now)
        if part == "reports" and request.method == "GET":
            return self._report(self._own(name, seller), now) if name else json_reply(200, {"reports": []})
        if part == "documents" and request.method == "GET":
            report = self._own(name.removeprefix("document-"), seller)
            content = {"reportDocumentId": name, "url": f"{url}{DOCUMENTS}{report.id}"}
            return json_reply(200, content | self._compression(report))
        raise unknown("The resource")

    def document(self, request: Request) -> Reply:
        """What the pre-signed address gives: nobody signs in here."""
        report = self.reports.get(request.path.removeprefix(DOCUMENTS))
        if report is None or report.document is None:
            return Reply(403, b"<Error><Code>AccessDenied</Code></Error>", content_type="application/xml")
        return Reply(200, report.document, content_type="text/plain")

    def _create(self, request: Request, seller: StandInSeller, now: datetime) -> Reply:
        asked = _specification(request)
        kind, start, end = asked["reportType"], asked.get("dataStartTime", ""), asked.get("dataEndTime", "")
        if kind == RETURNS and start and end and _moment(end) - _moment(start) > LONGEST:
            raise invalid("A report may cover at most 60 days.")
        report = Report(secrets.token_hex(6), kind, seller.name, now, start, end, self._document(kind, seller.name))
        if self.fail_next:
            self.fail_next -= 1
            report.failed = True
        self.reports[report.id] = report
        return json_reply(202, {"reportId": report.id})

    def _document(self, kind: str, seller: str) -> bytes | None:
        if kind == HEALTH:
            return self.health(seller)
        rows = self.rows.get((kind, seller), [])
        if not rows:
            return None
        text = "\r\n".join("\t".join(line) for line in [self.headers[kind], *rows]) + "\r\n"
        return gzip.compress(text.encode()) if kind == RETURNS else text.encode("cp1252", "replace")

    def _report(self, report: Report, now: datetime) -> Reply:
        content: dict[str, Any] = {
            "reportId": report.id,
            "reportType": report.type,
            "createdTime": report.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "processingStatus": self._status(report, now),
        }
        if content["processingStatus"] == "DONE":
            content["reportDocumentId"] = f"document-{report.id}"
        return json_reply(200, content)

    def _status(self, report: Report, now: datetime) -> str:
        waited = now - report.created_at
        if waited < self.ready_after:
            return "IN_QUEUE" if waited < self.ready_after / 2 else "IN_PROGRESS"
        if report.failed:
            return "FATAL"
        return "DONE" if report.document is not None else "CANCELLED"

    def _compression(self, report: Report) -> dict[str, str]:
        return {"compressionAlgorithm": "GZIP"} if report.type == RETURNS else {}

    def _own(self, report_id: str, seller: StandInSeller) -> Report:
        report = self.reports.get(report_id)
        if report is None or report.seller != seller.name:
            raise unknown("The report")
        return report


def _specification(request: Request) -> Mapping[str, Any]:
    try:
        asked = request.json()
    except ValueError as error:
        raise invalid() from error
    if not isinstance(asked, dict) or asked.get("reportType") not in (RETURNS, FEEDBACK, HEALTH):
        raise invalid("Invalid input", details="reportType")
    if not asked.get("marketplaceIds"):
        raise invalid("Invalid input", details="marketplaceIds")
    return asked


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError as error:
        raise invalid("Invalid input", details="date") from error
