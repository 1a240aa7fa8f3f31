"""The open stretches of one year with running totals: any instant or amount is found by bisection."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from inbox.deadlines.calendar.work_calendar import WorkCalendar

NOTHING = timedelta(0)


@dataclass(frozen=True)
class WorkingYear:
    """What begins on the days of one year in the calendar's zone; instants are UTC, in order, never overlapping.

    totals: worked when the stretch of the same place ends.
    """

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    totals: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        return self.totals[-1] if self.totals else NOTHING

    def worked_before(self, instant: datetime) -> timedelta:
        """How much of the year's work lies before this instant."""
        begun = bisect_right(self.starts, instant)
        if not begun:
            return NOTHING
        return self.totals[begun - 1] - max(NOTHING, self.ends[begun - 1] - instant)

    def instant_when(self, worked: timedelta) -> datetime:
        """The first instant at which so much of the year's work is done; above nothing, at most the total."""
        place = bisect_left(self.totals, worked)
        return self.ends[place] - (self.totals[place] - worked)

    def last_instant_when(self, worked: timedelta) -> datetime:
        """The last instant at which no more than so much of the year's work is done; less than the total."""
        place = bisect_right(self.totals, worked)
        return self.starts[place] + (worked - (self.totals[place - 1] if place else NOTHING))


@lru_cache(maxsize=128)
def working_year(calendar: WorkCalendar, year: int) -> WorkingYear:
    """Lay out one year of a calendar: some milliseconds, once."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))
    stretches = [stretch for day in days for stretch in calendar.hours_of(day)]
    return WorkingYear(
        starts=tuple(start for start, _ in stretches),
        ends=tuple(end for _, end in stretches),
        totals=tuple(accumulate(end - start for start, end in stretches)),
    )
