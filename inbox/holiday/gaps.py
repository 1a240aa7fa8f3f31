"""When the shop is closed for long: the coming weekend and public holidays. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from inbox.deadlines.calendar import WorkCalendar

LONG = timedelta(hours=20)
"""A night is no gap."""
ONE_DAY = timedelta(days=1)


def gaps(calendar: WorkCalendar, start: datetime, *, days: int) -> list[tuple[datetime, datetime]]:
    """Return the closed stretches (UTC) that begin within so many days from `start` and are long, in order.

    One that lasts at `start` begins there; one that reaches further than the days do ends when work begins again,
    or at twice the days if it does not.
    """
    horizon = start + timedelta(days=days)
    found = []
    closed_since = start
    for opens, closes in _open_stretches(calendar, start, start + timedelta(days=2 * days)):
        if closes <= start:
            continue
        if opens - closed_since >= LONG and closed_since < horizon:
            found.append((closed_since, opens))
        closed_since = max(closed_since, closes)
    last = start + timedelta(days=2 * days)
    if closed_since < horizon and last - closed_since >= LONG:
        found.append((closed_since, last))
    return found


def _open_stretches(calendar: WorkCalendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = calendar.day_of(start) - ONE_DAY
    while day <= calendar.day_of(end):
        yield from calendar.hours_of(day)
        day += ONE_DAY
