"""The points before a deadline at which people are warned: when they are, and which have been reached. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.clocks import left_of
from inbox.deadlines.pauses import Pause

AT_THE_DEADLINE = timedelta(0)
Points = Mapping[timedelta, datetime]
"""When each point is, by how much is left then."""


def points(
    opened_at: datetime,
    due_at: datetime,
    *,
    before: Iterable[timedelta],
    calendar: WorkCalendar | None = None,
    pauses: Sequence[Pause] = (),
) -> Points:
    """Return the points of one deadline. before: how much is left, in the same hours as the deadline is counted in.

    So a point of a calendar's deadline lies in its hours, and in no pause. One that would lie before the wait began is
    none; the deadline itself always is one.
    """
    found = {length: left_of(calendar, due_at, length, since=opened_at, pauses=pauses) for length in before if length}
    return {length: at for length, at in found.items() if at is not None} | {AT_THE_DEADLINE: due_at}


def reached(points: Points, *, now: datetime, warned: Iterable[timedelta]) -> tuple[timedelta, ...]:
    """Return those that were reached by now and not warned of, the longest first.

    The deadline itself is reached when it has passed: exactly at it is in time. Once a point was warned of, those that
    lie further from the deadline are over: a deadline that moved away is not warned of twice.
    """
    open_ones = _not_warned_of(points, warned)
    return tuple(sorted((one for one, at in open_ones.items() if _is_reached(one, at, now)), reverse=True))


def next_at(points: Points, *, now: datetime, warned: Iterable[timedelta]) -> datetime | None:
    """When the next one will be; None = there is none to come."""
    open_ones = _not_warned_of(points, warned)
    return min((at for one, at in open_ones.items() if not _is_reached(one, at, now)), default=None)


def is_history(opened_at: datetime, *, connected_at: datetime, seen_at: datetime, reached_at: datetime) -> bool:
    """Whether a point was over before the shop could have known: written before the account was connected."""
    return opened_at < connected_at and reached_at <= seen_at


def _not_warned_of(points: Points, warned: Iterable[timedelta]) -> Points:
    last_warned = min(warned, default=None)
    return {one: at for one, at in points.items() if last_warned is None or one < last_warned}


def _is_reached(length: timedelta, at: datetime, now: datetime) -> bool:
    return at < now if length == AT_THE_DEADLINE else at <= now
