"""From a time on a wall clock to the instant it means, and the changes of the clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ClockChange:
    """at: the first instant (UTC) by the new time. forward: how much later the clock shows from then on."""

    at: datetime
    forward: timedelta


def instant_of(day: date, minute: int, *, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) at which a clock in the zone has reached this minute of this day.

    minute: since midnight by the clock; may be up to twice 24 * 60, which is a time of the following day.
    A time that comes twice in autumn means its first coming; one that is skipped in spring means the moment of
    the jump. So later times never mean earlier instants, and slots that touch on paper touch in fact.
    """
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    offset = _steady_offset(day, zone)
    if offset is not None:
        return midnight + minute * MINUTE - offset
    wall = (midnight + minute * MINUTE).replace(tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    change = clock_change(wall.replace(fold=1).astimezone(UTC), instant, zone=zone)
    return change.at if change else instant


def day_bounds(day: date, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when this day begins in the zone and when the next one does."""
    return instant_of(day, 0, zone=zone), instant_of(day, DAY_MINUTES, zone=zone)


def clock_change(after: datetime, until: datetime, *, zone: ZoneInfo) -> ClockChange | None:
    """Return the change of the clocks between two instants (UTC) that lie no further apart than one change does."""
    old, new = _offset(after, zone), _offset(until, zone)
    if old == new:
        return None
    seconds = 0, (until - after) // SECOND
    while seconds[1] - seconds[0] > 1:
        middle = sum(seconds) // 2
        is_old = _offset(after + middle * SECOND, zone) == old
        seconds = (middle, seconds[1]) if is_old else (seconds[0], middle)
    return ClockChange(after + seconds[1] * SECOND, new - old)


@lru_cache(maxsize=10_000)
def _steady_offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """The zone's offset if it stays the same on this day and the next; None where the clocks change."""
    first, last = (datetime.combine(day + timedelta(days=days), time(), tzinfo=zone) for days in (0, 3))
    return first.utcoffset() if first.utcoffset() == last.utcoffset() else None


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).replace(tzinfo=UTC) - instant
