"""Entries of each seller in the order in which they changed, sorted anew only after a change."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class ByChange(Generic[Entry]):
    """changed_at: when an entry says it was changed."""

    def __init__(self, changed_at: Callable[[Entry], datetime]) -> None:
        self.changed_at = changed_at
        self.entries: dict[str, dict[str, Entry]] = defaultdict(dict)
        self.sorted: dict[str, list[tuple[datetime, Entry]]] = {}

    def put(self, seller: str, key: str, entry: Entry) -> None:
        """Say that an entry is new or has changed."""
        self.entries[seller][key] = entry
        self.sorted.pop(seller, None)

    def between(self, seller: str, since: datetime | None, until: datetime | None) -> Sequence[Entry]:
        """What changed from `since` to `until`, both included."""
        if seller not in self.sorted:
            dated = [(self.changed_at(entry), entry) for entry in self.entries[seller].values()]
            self.sorted[seller] = sorted(dated, key=_at)
        found = self.sorted[seller]
        first = bisect_left(found, since, key=_at) if since else 0
        end = bisect_right(found, until, key=_at) if until else len(found)
        return [entry for _, entry in found[first:end]]


def _at(dated: tuple[datetime, Entry]) -> datetime:
    return dated[0]
