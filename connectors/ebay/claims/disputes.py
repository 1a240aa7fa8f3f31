"""Payment disputes of the Fulfillment API, which lives on the apiz host.

Source: Fulfillment contract 1.20.7, read 2026-11: a span of at most 90 days, at most 18 months back, pages of 200.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.ebay.apis import DISPUTES
from connectors.ebay.listing import total_of
from connectors.ebay.orders import written
from connectors.ebay.reader import Reader, Refused
from connectors.ebay.values import objects

log = logging.getLogger("guichet.ebay")

PAGE = 200
SPAN = timedelta(days=89)


class Disputes:
    """The payment disputes of one seller."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def visible(self) -> None:
        """Ask for one dispute. Raises NoAccess."""
        self.reader.get(DISPUTES, "/payment_dispute_summary", params={"limit": "1"})

    def found(self, *, since: datetime, until: datetime) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Pages of summaries of disputes opened in this time."""
        while since < until:
            end, offset = min(since + SPAN, until), 0
            while True:
                span = {"open_date_from": written(since), "open_date_to": written(end)}
                answer = self.reader.get(
                    DISPUTES, "/payment_dispute_summary", params={**span, "limit": str(PAGE), "offset": str(offset)}
                )
                found = objects(answer, "paymentDisputeSummaries")
                yield found
                offset += PAGE
                if not found or ("next" not in answer and offset >= total_of(answer)):
                    break
            since = end

    def detail(self, dispute_id: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
        """Everything about one dispute, and its history; empty what eBay does not tell."""
        path = f"/payment_dispute/{quote(dispute_id, safe='')}"
        return self._told(path), objects(self._told(f"{path}/activity"), "activity")

    def _told(self, path: str) -> Mapping[str, Any]:
        try:
            return self.reader.get(DISPUTES, path)
        except Refused as error:
            log.info("%s is not shown: %s", path, error)
            return {}
