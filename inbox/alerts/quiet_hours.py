"""Quiet hours: a stretch of every day, by one person's clock, in which nothing rings. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox.deadlines.calendar.wall_clock import instant_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """begins, ends: times of day; an end at or before the beginning is on the next day. The same time twice: never."""

    begins: time
    ends: time

    def end_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet that lasts at `now` ends (UTC); None if it is not quiet. The end itself is not quiet."""
        today = now.astimezone(zone).date()
        for day in (today - ONE_DAY, today):
            start, end = self._of(day, zone)
            if start <= now < end:
                return end
        return None

    def _of(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The stretch that begins on this day."""
        last = day + ONE_DAY if self.ends < self.begins else day
        return instant_of(day, _minute(self.begins), zone=zone), instant_of(last, _minute(self.ends), zone=zone)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
