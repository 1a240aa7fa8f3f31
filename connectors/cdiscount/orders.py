"""Fetch orders that changed, and one order by the reference under which discussions name it.

`GET /orders` is known with pageIndex, pageSize (at most 100) and `sort=updatedAt`; that it takes the same two bounds as
the list of discussions, and `reference` as a filter, is assumed, so answers are checked.
"""

import logging
from collections.abc import Iterator

from connectors.cdiscount.changes import Changes, Entry
from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.cursor import cursor_from
from connectors.cdiscount.fields import key_of, text
from connectors.cdiscount.problems import Refused
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.text import marked as _

log = logging.getLogger("guichet.cdiscount")

ORDER = "order"
PATH = "/orders"


class Orders:
    """The orders of one seller."""

    def __init__(self, client: OctopiaClient) -> None:
        self.client = client
        self.changes = Changes(client, PATH, what="orders", query={})

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """What changed; nothing where the account shows no orders, since its messages go on."""
        cursor = cursor_from(None if request.until else request.cursor)
        now = min(request.until or self.client.tools.now(), self.client.tools.now())
        place = cursor.first_place(request.since, now)
        while True:
            cursor.place = place
            try:
                entries, following = self.changes.page(place)
            except SignInAgain as error:
                log.info("orders: %s", error)
                return
            following = following or cursor.next_window(place, now)
            items = tuple(_payload(entry) for entry in entries)
            if following is None:
                cursor.finish(place)
                yield Page(items, cursor.as_json())
                return
            place = following
            cursor.go_on(place)
            yield Page(items, cursor.as_json())

    def order(self, reference: str) -> RawPayload | None:
        """One order as it stands; None if Octopia does not show it."""
        try:
            content = self.client.get(PATH, {"reference": reference, "pageIndex": "1", "pageSize": "1"}).json()
        except Refused as error:
            if error.problem.status in (400, 404):
                return None
            raise no_access(error, "orders") from error
        entries = content.get("items") if isinstance(content, dict) else None
        if not isinstance(entries, list):
            raise UnexpectedAnswer(_("Octopia's answer has no list of orders"))
        found = [entry for entry in entries if isinstance(entry, dict) and text(entry, "reference") == reference]
        return _payload(found[0]) if found else None

    def number_of(self, reference: str) -> str:
        """The `orderId` of an order; "" if Octopia does not show it. Raises what `order` raises."""
        found = self.order(reference)
        return text(found.body, "orderId") if found else ""

    def visible(self) -> bool:
        """Whether this account shows orders at all."""
        try:
            self.client.get(PATH, {"pageIndex": "1", "pageSize": "1"})
        except Refused:
            return False
        return True


def _payload(entry: Entry) -> RawPayload:
    return RawPayload(ORDER, key_of(entry, "reference"), dict(entry))
