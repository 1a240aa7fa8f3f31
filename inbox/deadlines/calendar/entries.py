"""Read what calendars are written in: lists of entries, times of day, days. Each raises BadCalendar.

`of` is the place of the value in what was sent, dotted, as in "slots.0.from".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from inbox.deadlines.calendar.errors import BadCalendar
from inbox.deadlines.calendar.wall_clock import DAY_MINUTES

MOST_ENTRIES = 1000
YEARS = range(1900, 3000)
"""Of days that can be named; the computer's calendar ends in 9999, and nothing may run against that wall."""

_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_SHOWN = 40

Read = TypeVar("Read")


def read_each(value: object, read: Callable[[object, str], Read], *, of: str) -> list[Read]:
    """Read every entry of a list; None is an empty one. `read` takes an entry and its place."""
    if value is None:
        return []
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise BadCalendar(of, _("“%(name)s” must be a list."), name=of)
    if len(value) > MOST_ENTRIES:
        raise BadCalendar(of, _("“%(name)s” is too long: at most %(most)d entries."), name=of, most=MOST_ENTRIES)
    return [read(entry, f"{of}.{place}") for place, entry in enumerate(value)]


def read_parts(value: object, names: Sequence[str], *, of: str) -> list[object]:
    """Take the named parts of an object, in this order; all must be there and no other."""
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise BadCalendar(of, _("“%(name)s” must have exactly: %(parts)s."), name=of, parts=", ".join(names))
    return [value[name] for name in names]


def read_minute(value: object, of: str) -> int:
    """Read "HH:MM", from 00:00 to 24:00, as minutes since midnight."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    minute = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else None
    if minute is None or minute > DAY_MINUTES:
        sentence = _("“%(value)s” is no time of day: write hours and minutes, 00:00 to 24:00.")
        raise BadCalendar(of, sentence, value=shown(value))
    return minute


def read_day(value: object, of: str) -> date:
    """Read "YYYY-MM-DD"."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        sentence = _("“%(value)s” is no date: write year, month and day, such as 2026-12-24.")
        raise BadCalendar(of, sentence, value=shown(value))
    if day.year not in YEARS:
        sentence = _("“%(value)s” is out of reach: name a day from %(first)d to %(last)d.")
        raise BadCalendar(of, sentence, value=day, first=YEARS.start, last=YEARS.stop - 1)
    return day


def write_minute(minute: int) -> str:
    """Write a minute of a day, or of the night after it, as on a clock; the end of the day itself is 24:00."""
    within = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{within // 60:02d}:{within % 60:02d}"


def shown(value: object) -> str:
    """A wrong value as a sentence quotes it."""
    text = str(value)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
