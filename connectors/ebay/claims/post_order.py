"""Searches and single reads of Post-Order v2.

How `offset` counts (rows or pages, from 0 or 1) differs by call and is not documented: the first answer's own
`paginationOutput.offset` decides, and a page that only repeats makes us try the other way once.
Its searches filter by date of creation only and do not exist in eBay's sandbox.
Source: the project's fact sheet, section 7.1, read 2026-11.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.ebay import fields
from connectors.ebay.apis import POST_ORDER
from connectors.ebay.claims.kinds import CANCELLATION, RETURN, Search
from connectors.ebay.orders import written
from connectors.ebay.reader import Reader, Refused
from connectors.ebay.values import objects, part, words
from connectors.errors import TryLater, UnexpectedAnswer

log = logging.getLogger("guichet.ebay")

LIMIT = 25


class PostOrder:
    """Post-Order for one seller on one site."""

    def __init__(self, reader: Reader, site: str) -> None:
        self.reader = reader
        self.site = site

    def visible(self) -> None:
        """Make one small search. Raises NoAccess."""
        self._get("/cancellation/search", {"limit": "1"})

    def found(self, search: Search, *, since: datetime, until: datetime) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Pages of entries created in this time, each entry once."""
        seen: set[str] = set()
        by_page, tried_both, turn = False, False, 0
        window = {search.created_from: written(since), search.created_to: written(until), "limit": str(LIMIT)}
        while True:
            offset = {"offset": str(turn + 1 if by_page else turn * LIMIT)} if turn else {}
            answer = self._get(f"{search.path}/search", window | offset)
            entries = self._entries(answer, search)
            named = {words(entry.get(search.id)) or fields.digest(entry): entry for entry in entries}
            new = [entry for name, entry in named.items() if name not in seen]
            seen |= named.keys()
            yield new
            paging = part(answer, "paginationOutput")
            if not entries or _is_last(paging, seen=len(seen), rows=len(entries)):
                return
            if turn == 0:
                by_page = paging.get("offset") == 1
            elif not new and tried_both:
                log.warning("%s search: its pages repeat; %d entries seen", search.kind, len(seen))
                return
            elif not new:
                by_page, tried_both, turn = not by_page, True, 0
            turn += 1

    def detail(self, search: Search, claim_id: str) -> Mapping[str, Any]:
        """Everything about one claim, empty if eBay does not tell."""
        full = {"fieldgroups": "FULL"} if search.kind in (CANCELLATION, RETURN) else {}
        try:
            return self._get(f"{search.path}/{quote(claim_id, safe='')}", full)
        except Refused as error:
            log.info("%s %s is not shown: %s", search.kind, claim_id, error)
            return {}

    def files(self, return_id: str) -> Sequence[Mapping[str, Any]]:
        """The files shown inside a return, each with its bytes in base64 (`fileData`); none if eBay does not tell."""
        try:
            return objects(self._get(f"/return/{quote(return_id, safe='')}/files", {}), "files")
        except (Refused, TryLater) as error:
            log.info("files of return %s are not shown: %s", return_id, error)
            return ()

    def _entries(self, answer: Mapping[str, Any], search: Search) -> Sequence[Mapping[str, Any]]:
        if not isinstance(answer.get(search.entries, []), list):
            raise UnexpectedAnswer(f"{search.kind} search: {search.entries} is no list")
        return objects(answer, search.entries)

    def _get(self, path: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        return self.reader.get(POST_ORDER, path, params=params, headers={"X-EBAY-C-MARKETPLACE-ID": self.site})


def _is_last(paging: Mapping[str, Any], *, seen: int, rows: int) -> bool:
    """By the answer's own total; where it gives none, a page that is not full is the last."""
    total = paging.get("totalEntries")
    return seen >= total if isinstance(total, int) else rows < LIMIT
