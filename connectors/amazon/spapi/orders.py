"""Orders v2026-01-01: look one up, and follow what changes. v0 is not used: its reads end in 2027-03.

searchOrders grants 20 calls and then one in three minutes, so a scan may end in the middle for want of calls; the
cursor remembers where, and the next pull goes on. It stands for windows of `lastUpdated`:
`since` (all that changed before is stored), `days` (the length of a window), and inside one `scan`: {after, before,
token, token_at}.
Source: Amazon's model of 2026-07-29 and "Orders API v2026-01-01", read 2026-11 through the project's fact sheet.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.amazon.marketplaces import Marketplace
from connectors.amazon.spapi import fields
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.rates import GET_ORDER, SEARCH_ORDERS
from connectors.amazon.spapi.refusals import OutOfCalls, Refused
from connectors.errors import UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

NO_ORDER = _("Amazon answered the question for an order with: %(words)s")
NO_LIST = _("Amazon refused the list of orders: %(words)s")


log = logging.getLogger("guichet.amazon")

ORDER = "order"
PATH = "/orders/2026-01-01/orders"
INCLUDED = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES"
SETTLED = timedelta(minutes=3)
"""`lastUpdatedBefore` must be at least two minutes in the past."""
STEP = timedelta(minutes=3)
"""The shortest window worth one of the few calls: one is granted in this time."""
OLDEST = timedelta(days=729)
"""Amazon serves no order older than two years."""
WINDOW = timedelta(days=30)
TOKEN_LASTS = timedelta(hours=23)
"""A pagination token is valid for 24 hours."""


@dataclass
class Window:
    """Orders changed from `after` until `before`; token: of the next page, taken at token_at."""

    after: datetime
    before: datetime
    token: str = ""
    token_at: datetime | None = None


class Orders:
    """The orders of one seller."""

    def __init__(self, client: SpApiClient, marketplaces: Sequence[Marketplace]) -> None:
        self.client = client
        self.marketplaces = marketplaces

    def order(self, order_id: str) -> RawPayload | None:
        """One order; None if Amazon does not know it or does not show just this one.

        Raises Refused where the application may see no orders; TryLater, SignInAgain or UnexpectedAnswer.
        """
        try:
            content = self.client.read(
                GET_ORDER, "GET", f"{PATH}/{quote(order_id, safe='')}", params={"includedData": INCLUDED}
            )
        except Refused as error:
            if error.complaint.is_role_missing:
                raise
            if error.complaint.status in (400, 403, 404):
                log.info("order %s is not shown: %s", order_id, error.complaint)
                return None
            raise UnexpectedAnswer(NO_ORDER % {"words": error.complaint}) from error
        order = fields.part(content, "order")
        if not fields.text(order, "orderId"):
            raise UnexpectedAnswer(_("an order has no orderId"))
        return _payload(order)

    def visible(self) -> bool:
        """Whether the application may see orders at all; taken to be so when there is no call left to ask."""
        now = self.client.tools.now()
        query = {"lastUpdatedAfter": written(now - timedelta(hours=1)), "maxResultsPerPage": "1"}
        try:
            self._search(query)
        except OutOfCalls:
            return True
        except Refused as error:
            return not error.complaint.is_role_missing
        return True

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """What changed, page by page, as far as the calls go; nothing if the application has no such role."""
        try:
            yield from self._scan(request)
        except OutOfCalls as error:
            log.info("orders: %s", error)
        except Refused as error:
            if not error.complaint.is_role_missing:
                raise UnexpectedAnswer(NO_LIST % {"words": error.complaint}) from error
            log.info("orders: the role is missing")

    def _scan(self, request: FetchRequest) -> Iterator[Page]:
        now = self.client.tools.now()
        settled = min(request.until or now, now - SETTLED)
        since, days, window = _cursor_from(request, now)
        step = timedelta(0) if request.until else STEP
        while window or settled - since > step:
            window = window or Window(since, min(since + timedelta(days=days), settled))
            try:
                items, token = self._page(window)
            except Refused as error:
                if not window.token or error.complaint.status != 400:
                    raise
                log.info("orders: a pagination token is no longer accepted; the window is read again, halved")
                days, window = max(1, days // 2), None
                continue
            if token:
                window = Window(window.after, window.before, token, now)
            else:
                since, window = window.before, None
            yield Page(items, _cursor(since, days, window))

    def _page(self, window: Window) -> tuple[tuple[RawPayload, ...], str]:
        query = {
            "lastUpdatedAfter": written(window.after),
            "lastUpdatedBefore": written(window.before),
            "maxResultsPerPage": "100",
            "includedData": INCLUDED,
        }
        if window.token:
            query["paginationToken"] = window.token
        return orders_in(self._search(query))

    def _search(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        ids = {"marketplaceIds": ",".join(place.id for place in self.marketplaces)} if self.marketplaces else {}
        return self.client.read(SEARCH_ORDERS, "GET", PATH, params={**query, **ids})


def orders_in(content: Mapping[str, Any]) -> tuple[tuple[RawPayload, ...], str]:
    """The orders of one page, and the token of the next page, "" if there is none."""
    if not isinstance(content.get("orders"), list):
        raise UnexpectedAnswer(_("Amazon's answer has no list of orders"))
    items = tuple(_payload(order) for order in fields.objects(content, "orders"))
    return items, fields.text(fields.part(content, "pagination"), "nextToken")


def written(moment: datetime) -> str:
    """A moment as Amazon wants it: ISO 8601 in UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _payload(order: Mapping[str, Any]) -> RawPayload:
    """One that has no id is kept under its own words, and found unreadable."""
    order_id = order.get("orderId")
    key = order_id if isinstance(order_id, str) and order_id else f"without-id-{_digest(order)}"
    return RawPayload(kind=ORDER, key=key, body=dict(order))


def _digest(order: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(order, sort_keys=True).encode(), digest_size=16).hexdigest()


def _cursor_from(request: FetchRequest, now: datetime) -> tuple[datetime, int, Window | None]:
    """Where to go on. A cursor that cannot be read is none: then everything is read again."""
    stored = request.cursor if request.until is None and request.cursor else {}
    since = max(fields.moment_or_none(stored, "since") or request.since, now - OLDEST)
    days = stored.get("days")
    length = days if isinstance(days, int) and 0 < days <= WINDOW.days else WINDOW.days
    scan = fields.part(stored, "scan")
    token, token_at = fields.text(scan, "token"), fields.moment_or_none(scan, "token_at")
    after, before = fields.moment_or_none(scan, "after"), fields.moment_or_none(scan, "before")
    if not token or token_at is None or after is None or before is None:
        return since, length, None
    if now - token_at > TOKEN_LASTS:
        return since, max(1, length // 2), None
    return since, length, Window(after, before, token, token_at)


def _cursor(since: datetime, days: int, window: Window | None) -> Mapping[str, Any]:
    scan = None
    if window is not None and window.token_at is not None:
        scan = {
            "after": window.after.isoformat(),
            "before": window.before.isoformat(),
            "token": window.token,
            "token_at": window.token_at.isoformat(),
        }
    return {"since": since.isoformat(), "days": days, "scan": scan}
