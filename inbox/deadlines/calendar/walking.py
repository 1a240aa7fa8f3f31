"""Deadlines in working time. A calendar of None works around the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from inbox.deadlines.calendar.errors import NeverDue
from inbox.deadlines.calendar.explaining import steps_of_days, steps_of_work
from inbox.deadlines.calendar.steps import Step
from inbox.deadlines.calendar.wall_clock import SECOND, day_bounds
from inbox.deadlines.calendar.work_calendar import WorkCalendar
from inbox.deadlines.calendar.working_year import NOTHING, working_year

MOST_YEARS = 100
LAST_YEAR = 9990
"""Of the computer's calendar, with some to spare."""


@dataclass(frozen=True)
class Due:
    """When, and how that came about. due_at: aware UTC."""

    due_at: datetime
    _explain: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step from the start to the deadline. Worked out when first asked for: most deadlines never are."""
        return self._explain()


def add_working(calendar: WorkCalendar | None, start: datetime, length: timedelta) -> Due:
    """Return the first instant at which `length` has been worked since `start` (aware).

    A length of nothing is due at the start itself, open or not. What is done when a slot ends is due at that end, not
    at the next opening. Raises ValueError on a negative length; NeverDue if a hundred years do not hold so much work.
    """
    if length < NOTHING:
        raise ValueError("a deadline lies after its start")
    start = start.astimezone(UTC)
    due_at = start + length if calendar is None or not length else _when_worked(calendar, start, length)
    return Due(due_at, partial(steps_of_work, calendar, start, length=length, due_at=due_at))


def working_between(calendar: WorkCalendar | None, start: datetime, end: datetime) -> timedelta:
    """Return how much is worked from `start` to `end` (aware); nothing if the end is not after the start."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return NOTHING
    if calendar is None:
        return end - start
    years = range(_first_year(calendar, start), calendar.day_of(end).year + 1)
    tables = [working_year(calendar, year) for year in years]
    return sum((table.worked_before(end) - table.worked_before(start) for table in tables), NOTHING)


def last_before(calendar: WorkCalendar | None, end: datetime, length: timedelta) -> datetime:
    """Return the last instant from which `length` (more than nothing) is worked until `end` (aware).

    It is one at which somebody works: where a slot ends and another begins later, it is the later opening.
    Raises NeverDue if a hundred years before do not hold so much work.
    """
    end = end.astimezone(UTC)
    if calendar is None:
        return end - length
    last, left = calendar.day_of(end).year, length
    for year in range(last, last - MOST_YEARS, -1):
        table = working_year(calendar, year)
        worked = table.worked_before(end)
        if left <= worked:
            return table.last_instant_when(worked - left)
        left -= worked
    raise NeverDue


def add_days(calendar: WorkCalendar | None, start: datetime, days: int, *, roll: bool) -> Due:
    """Return the last second of the day that is `days` calendar days after the day of `start` (aware).

    Days are those of the calendar's zone; of UTC without a calendar. roll: if that day is closed (nothing begins on
    it), go on to the next one that is not. Raises ValueError on negative days; NeverDue if none opens in a hundred
    years.
    """
    if days < 0:
        raise ValueError("a deadline lies after its start")
    start = start.astimezone(UTC)
    closed: list[date] = []
    if calendar is None:
        day, zone = start.date() + timedelta(days=days), ZoneInfo("UTC")
    else:
        day, zone = calendar.day_of(start) + timedelta(days=days), calendar.zone_info
        closed = _closed_from(calendar, day) if roll else []
    _, end = day_bounds(day + timedelta(days=len(closed)), zone=zone)
    due_at = end - SECOND
    return Due(due_at, partial(steps_of_days, calendar, start, days=days, closed=closed, due_at=due_at))


def _when_worked(calendar: WorkCalendar, start: datetime, length: timedelta) -> datetime:
    first = _first_year(calendar, start)
    left = length
    for year in range(first, min(first + MOST_YEARS, LAST_YEAR)):
        table = working_year(calendar, year)
        before = table.worked_before(start)
        if left <= table.total - before:
            return table.instant_when(before + left)
        left -= table.total - before
    raise NeverDue


def _closed_from(calendar: WorkCalendar, day: date) -> list[date]:
    """The days from this one on that are closed, up to the first open one."""
    closed: list[date] = []
    while not calendar.hours_of(day + timedelta(days=len(closed))):
        closed.append(day + timedelta(days=len(closed)))
        if len(closed) > MOST_YEARS * 366:
            raise NeverDue
    return closed


def _first_year(calendar: WorkCalendar, start: datetime) -> int:
    """The first year whose stretches can reach past the start: that of the day before, for work over midnight."""
    return (calendar.day_of(start) - timedelta(days=1)).year
