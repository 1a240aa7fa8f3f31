"""Orders of the Fulfillment API: look one up, and follow what changes.

A pull reads windows of `lastmodifieddate` of at most 30 days, the last one open to the present, and begins an overlap
before the last one did. What was told in that overlap already, unchanged, is left out. The list has no tracking
numbers; for an order with parcels that changed lately they are asked for. A stored payload is
`{"order": …, "fulfillments": […]}`.
The cursor: `since` (all that changed before is stored); inside a window `scan`: {until, offset, total, started};
`told`: {order id: lastModifiedDate} of the overlap.
Source: Fulfillment contract 1.20.7 and the project's fact sheet, section 7.3, read 2026-11.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.ebay import fields
from connectors.ebay.apis import ORDERS
from connectors.ebay.listing import total_of
from connectors.ebay.reader import NoAccess, Reader, Refused
from connectors.ebay.values import objects, part, words
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

NO_LIST = _("eBay refused the list of orders: %(words)s")


ORDER = "order"
PAGE = 50
WINDOW = timedelta(days=30)
OVERLAP = timedelta(minutes=10)
OLDEST = timedelta(days=729)
"""Orders older than two years are not served."""
TRACKED = timedelta(days=14)
"""Parcels are asked for when the order changed since; older ones when somebody looks at the order."""
MOST_TOLD = 500


@dataclass(frozen=True)
class Place:
    """Where a scan is. until: end of the window, None = open; offset, total: in the list of the window."""

    since: datetime
    started: datetime
    until: datetime | None = None
    offset: int = 0
    total: int = 0


class Orders:
    """The orders of one seller."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def order(self, order_id: str) -> RawPayload | None:
        """One order with its parcels; None if eBay does not know it. Raises SignInAgain without access to orders."""
        try:
            content = self.reader.get(ORDERS, f"/order/{quote(order_id, safe='')}")
            if not words(content.get("orderId")):
                raise UnexpectedAnswer(_("an order has no orderId"))
            return self._payload(content, with_parcels=True)
        except Refused:
            return None
        except NoAccess as error:
            raise SignInAgain(str(error)) from error

    def visible(self) -> None:
        """Ask for one order. Raises NoAccess."""
        self.reader.get(ORDERS, "/order", params={"limit": "1"})

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """What changed, page by page; nothing if the consent does not cover orders."""
        try:
            yield from self._scan(request)
        except NoAccess:
            return
        except Refused as error:
            raise UnexpectedAnswer(NO_LIST % {"words": error}) from error

    def _scan(self, request: FetchRequest) -> Iterator[Page]:
        now = self.reader.now()
        end = request.until if request.until and request.until < now - OVERLAP else None
        place, told = _cursor_from(None if request.until else request.cursor, since=request.since, now=now)
        fresh: dict[str, str] = {}
        while True:
            if place.until is None and place.offset == 0:
                place = replace(place, until=_end_of_window(place.since, end=end, now=now))
            answer = self._list(place)
            total = total_of(answer)
            if total < place.total and place.offset:  # some left the window, and the others moved up
                place = replace(place, offset=max(0, place.offset - PAGE), total=total)
                continue
            orders = objects(answer, "orders")
            items = tuple(self._new(order, now) for order in orders if _seen(order) not in told.items())
            fresh |= dict(_seen(order) for order in orders)
            if orders and ("next" in answer or place.offset + PAGE < total):
                place = replace(place, offset=place.offset + PAGE, total=total)
            elif place.until is None or (end is not None and place.until >= end):
                yield Page(items, _cursor(Place(place.started, place.started), _latest(fresh, place.started)))
                return
            else:
                place = Place(place.until, place.started)
            yield Page(items, _cursor(place, told))

    def _list(self, place: Place) -> Mapping[str, Any]:
        until = written(place.until) if place.until else ""
        wanted = f"lastmodifieddate:[{written(place.since)}..{until}]"
        answer = self.reader.get(
            ORDERS, "/order", params={"filter": wanted, "limit": str(PAGE), "offset": str(place.offset)}
        )
        if not isinstance(answer.get("orders", []), list):
            raise UnexpectedAnswer("orders is no list")
        return answer

    def _new(self, order: Mapping[str, Any], now: datetime) -> RawPayload:
        changed_at = fields.moment_or_none(order.get("lastModifiedDate"))
        return self._payload(order, with_parcels=changed_at is not None and now - changed_at < TRACKED)

    def _payload(self, order: Mapping[str, Any], *, with_parcels: bool) -> RawPayload:
        """One that has no id is kept under its own words, and found unreadable."""
        order_id = words(order.get("orderId"))
        parcels = self._parcels(order_id) if order_id and with_parcels and order.get("fulfillmentHrefs") else []
        key = order_id or f"without-id-{fields.digest(order)}"
        return RawPayload(ORDER, key, {"order": dict(order), "fulfillments": [dict(one) for one in parcels]})

    def _parcels(self, order_id: str) -> list[Mapping[str, Any]]:
        try:
            answer = self.reader.get(ORDERS, f"/order/{quote(order_id, safe='')}/shipping_fulfillment")
        except Refused:
            return []
        return objects(answer, "fulfillments")


def written(moment: datetime) -> str:
    """A moment as eBay wants it: UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _end_of_window(since: datetime, *, end: datetime | None, now: datetime) -> datetime | None:
    """None for the last window: one that ends now would by our clock perhaps end in eBay's future, an error."""
    if end is not None:
        return min(since + WINDOW, end)
    return since + WINDOW if since + WINDOW < now - OVERLAP else None


def _seen(order: Mapping[str, Any]) -> tuple[str, str]:
    return str(order.get("orderId", "")), str(order.get("lastModifiedDate", ""))


def _latest(fresh: Mapping[str, str], started: datetime) -> dict[str, str]:
    """What the next pull will meet again within its overlap."""
    recent = {
        order_id: changed
        for order_id, changed in fresh.items()
        if (at := fields.moment_or_none(changed)) is not None and at >= started - OVERLAP
    }
    return dict(sorted(recent.items(), key=lambda one: one[1])[-MOST_TOLD:])


def _cursor(place: Place, told: Mapping[str, str]) -> Mapping[str, Any]:
    scan = {
        "until": place.until.isoformat() if place.until else None,
        "offset": place.offset,
        "total": place.total,
        "started": place.started.isoformat(),
    }
    begun = place.offset > 0 or place.since != place.started
    return {"since": place.since.isoformat(), "scan": scan if begun else None, "told": dict(told)}


def _cursor_from(
    cursor: Mapping[str, Any] | None, *, since: datetime, now: datetime
) -> tuple[Place, Mapping[str, str]]:
    """Where to go on. A cursor that cannot be read is none: then everything is read again."""
    last = fields.moment_or_none(cursor.get("since")) if cursor else None
    if cursor is None or last is None:
        return Place(max(since, now - OLDEST), now), {}
    told = {str(key): str(value) for key, value in part(cursor, "told").items()}
    scan = part(cursor, "scan")
    started = fields.moment_or_none(scan.get("started"))
    if started is None:
        return Place(last - OVERLAP, now), told
    offset, total = scan.get("offset"), scan.get("total")
    if not isinstance(offset, int) or not isinstance(total, int) or offset < 0:
        return Place(last, started), told
    return Place(last, started, fields.moment_or_none(scan.get("until")), offset, total), told
