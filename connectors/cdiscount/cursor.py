"""How far a list of changes has been read, as JSON. One cursor per stream, moved with every stored page.

`watermark`: everything changed before it was seen. `place`: where a scan under way goes on. `seen`: what was seen last
of each entry, for the time of the overlap. `claims`: the state of discussions that have become claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.cdiscount.fields import moment_or_none, part, text
from connectors.errors import UnexpectedAnswer

VERSION = 1
OVERLAP = timedelta(hours=2)
"""What a production program used (fact sheet, 2.1): stamps go back, and entries turn up late."""
WINDOW = timedelta(days=150)
"""\"The searched period may not exceed 6 months.\" """
MOST_CLAIMS = 1000


@dataclass(frozen=True)
class Place:
    """A page of a window: entries changed from `after` to `before`, both fixed. link: the page's address, if named."""

    after: datetime
    before: datetime
    page: int = 1
    link: str = ""


@dataclass
class Cursor:
    """stumbled: the entry that could not be read, and how often in a row. since: how far back history goes."""

    watermark: datetime | None = None
    since: datetime | None = None
    place: Place | None = None
    seen: dict[str, str] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    stumbled: tuple[str, int] = ("", 0)

    def first_place(self, since: datetime, now: datetime) -> Place:
        """Where to begin: in the middle of the last scan, else an overlap before its end, else at `since`."""
        after = self.watermark - OVERLAP if self.watermark else since
        return self.place or Place(after, min(after + WINDOW, now))

    def next_window(self, place: Place, now: datetime) -> Place | None:
        """The window after this one; None if it ends where a scan begun now would."""
        if place.before >= now:
            return None
        return Place(place.before, min(place.before + WINDOW, now))

    def go_on(self, place: Place) -> None:
        """A page is complete, and the scan goes on at `place`."""
        self.place = place
        self._forget_before(place.after - OVERLAP)

    def finish(self, place: Place) -> None:
        """A scan is complete."""
        self.watermark, self.place = place.before, None
        self._forget_before(place.before - OVERLAP)

    def _forget_before(self, recent: datetime) -> None:
        """What was changed before will not be listed again; if it is, it is only asked for once more."""
        self.seen = {name: seen for name, seen in self.seen.items() if _stamp(seen) >= recent}
        self.claims = dict(list(self.claims.items())[-MOST_CLAIMS:])

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "watermark": self.watermark.isoformat() if self.watermark else None,
            "since": self.since.isoformat() if self.since else None,
            "place": _place_json(self.place) if self.place else None,
            "seen": dict(self.seen),
            "claims": dict(self.claims),
            "stumbled": list(self.stumbled),
        }


def cursor_from(stored: Mapping[str, Any] | None) -> Cursor:
    """Read a stored cursor. One that cannot be read is an empty one: then everything is read again."""
    if not stored or stored.get("version") != VERSION:
        return Cursor()
    try:
        return Cursor(
            watermark=moment_or_none(stored["watermark"]),
            since=moment_or_none(stored["since"]),
            place=_place_from(part(stored, "place")),
            seen={str(name): str(seen) for name, seen in stored["seen"].items()},
            claims={str(name): str(state) for name, state in stored["claims"].items()},
            stumbled=(str(stored["stumbled"][0]), int(stored["stumbled"][1])),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, UnexpectedAnswer):
        return Cursor()


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "after": place.after.isoformat(),
        "before": place.before.isoformat(),
        "page": place.page,
        "link": place.link,
    }


def _place_from(stored: Mapping[str, Any]) -> Place | None:
    after, before = moment_or_none(stored.get("after")), moment_or_none(stored.get("before"))
    if after is None or before is None:
        return None
    return Place(after, before, int(stored["page"]), text(stored, "link"))


def _stamp(seen: str) -> datetime:
    """When an entry says it was changed; one that does not is seen once and forgotten."""
    return moment_or_none(seen.partition("|")[0]) or datetime.min.replace(tzinfo=UTC)
