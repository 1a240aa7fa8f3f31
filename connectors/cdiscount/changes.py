"""One list of Octopia's, in the order in which its entries changed: pages of a window of time.

Lists answer `{"itemsPerPage": n, "items": […]}` without a total and are paged by number; other resources name the next
page in a `Link` header (fact sheet, 2.1). Both are followed. By number, entries that change meanwhile leave the window
and all later ones move up, so that a page would be skipped over: instead the window's lower end moves up to just before
the last entry, as long as the entries really come in the order of their changes. An entry may come twice.
A link that was kept from an earlier pull may have expired: then its window begins anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.cursor import Place
from connectors.cdiscount.fields import moment_or_none
from connectors.cdiscount.problems import Refused
from connectors.errors import UnexpectedAnswer
from connectors.http import Answer
from connectors.text import marked as _

ELSEWHERE = _("Octopia's next page of %(names)s lies elsewhere")
NO_LIST = _("Octopia's answer has no list of %(names)s")
COMES_AGAIN = _("Octopia's next page of %(names)s comes again")


Entry = Mapping[str, Any]

NEXT = re.compile(r'<([^<>]{1,4000})>\s*;[^,<]*?\brel="?next"?', re.IGNORECASE)
EXPIRED = (400, 404, 410)
STEP_BACK = timedelta(milliseconds=50)
"""Stamps have two or three decimals. Whatever lies within it is read twice, so that mass changes made a second slow."""


class Changes:
    """A list that can be asked for what changed in a window. what: its name in error texts."""

    def __init__(self, client: OctopiaClient, path: str, *, what: str, query: Mapping[str, str]) -> None:
        self.client = client
        self.path = path
        self.what = what
        self.query = query
        self.named: set[str] = set()
        """The links that Octopia has named in this pull."""

    def page(self, place: Place) -> tuple[list[Entry], Place | None]:
        """The entries of a page and where the next one is, None if this was the last.

        Raises SignInAgain where the account has no access, TryLater, or UnexpectedAnswer.
        """
        is_old = bool(place.link) and place.link not in self.named
        anew = replace(place, link="", page=1)
        if is_old and not self.client.is_ours(place.link):
            return [], anew
        try:
            answer = self.client.get(place.link) if place.link else self.client.get(self.path, self._asked(place))
        except Refused as error:
            if is_old and error.problem.status in EXPIRED:
                return [], anew
            raise no_access(error, self.what) from error
        entries, full = _entries(answer, self.what, size=self.client.settings.page_size)
        if link := self._link(answer):
            return entries, replace(place, link=link, page=place.page + 1) if entries else None
        return entries, _after(place, entries) if full and not place.link else None

    def _asked(self, place: Place) -> dict[str, str]:
        return {
            "updatedAtMin": written(place.after),
            "updatedAtMax": written(place.before),
            "sort": "updatedAt",
            "pageIndex": str(place.page),
            "pageSize": str(self.client.settings.page_size),
            **self.query,
        }

    def _link(self, answer: Answer) -> str:
        found = NEXT.search(answer.headers.get("link", ""))
        if found is None:
            return ""
        link: str = urljoin(f"{self.client.settings.api}{self.path}", found[1])
        if not self.client.is_ours(link):
            raise UnexpectedAnswer(ELSEWHERE % {"names": self.what})
        if link in self.named:
            raise UnexpectedAnswer(COMES_AGAIN % {"names": self.what})
        self.named.add(link)
        return link


def written(moment: datetime) -> str:
    """A moment as Octopia writes it: UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def changed_at(entry: Entry) -> datetime | None:
    return moment_or_none(entry.get("updatedAt"))


def _entries(answer: Answer, what: str, *, size: int) -> tuple[list[Entry], bool]:
    """The entries, and whether there may be more: "stop when a page is shorter than pageSize".

    What is no object is told as one that has nothing but it, so that it is kept as unreadable.
    """
    if answer.status == 204:
        return [], False
    content = answer.json()
    items = content.get("items") if isinstance(content, dict) else content
    if not isinstance(items, list):
        raise UnexpectedAnswer(NO_LIST % {"names": what})
    granted = content.get("itemsPerPage") if isinstance(content, dict) else None
    if isinstance(granted, int) and 0 < granted < size:
        size = granted
    return [entry if isinstance(entry, dict) else {"entry": entry} for entry in items], len(items) >= size


def _after(place: Place, entries: Sequence[Entry]) -> Place:
    stamps = [changed_at(entry) for entry in entries]
    known = [stamp for stamp in stamps if stamp is not None]
    if len(known) == len(stamps) and known == sorted(known):
        after = min(known[-1], place.before) - STEP_BACK
        if after > place.after:
            return replace(place, after=after, page=1)
    return replace(place, page=place.page + 1)
