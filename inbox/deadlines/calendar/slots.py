"""The hours of an ordinary week."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from inbox.deadlines.calendar.wall_clock import DAY_MINUTES

WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True, order=True)
class Slot:
    """One stretch of work, every week.

    weekday: ISO, 1 = Monday … 7 = Sunday; the day on which it begins. begins, ends: minutes since midnight of that
    day; `ends` is above `begins` and passes 24 * 60 for work over midnight. A slot belongs to the day it begins.
    """

    weekday: int
    begins: int
    ends: int


def first_overlap(slots: Iterable[Slot]) -> tuple[Slot, Slot] | None:
    """Return two slots that share a minute, or None; touching is no overlap. Sunday night meets Monday morning."""
    ordered = sorted(slots)
    for earlier, later in pairwise(ordered):
        if _minute_of_week(later) < _minute_of_week(earlier) + earlier.ends - earlier.begins:
            return earlier, later
    if ordered:
        last, first = ordered[-1], ordered[0]
        if _minute_of_week(first) + WEEK_MINUTES < _minute_of_week(last) + last.ends - last.begins:
            return last, first
    return None


def _minute_of_week(slot: Slot) -> int:
    return (slot.weekday - 1) * DAY_MINUTES + slot.begins
