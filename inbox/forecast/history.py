"""What is known of the past, as the forecast takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
LEAST_TIME = timedelta(days=7)
LEAST_ANSWERS = 20


@dataclass(frozen=True)
class History:
    """Counts by hour, each hour named by its beginning in UTC; hours in which nothing was are left out.

    start, end: what the counts cover, at full hours. arrivals: waits that began. answers: waits that somebody of the
    shop answered. agents: how many gave at least one answer in that hour. window: how long a new wait
    usually may last; None if nothing is ever due.
    """

    start: datetime
    end: datetime
    arrivals: Mapping[datetime, int]
    answers: Mapping[datetime, int]
    agents: Mapping[datetime, int]
    window: timedelta | None

    @property
    def is_enough(self) -> bool:
        """Whether it says anything: a week, and some answers in it."""
        return self.end - self.start >= LEAST_TIME and sum(self.answers.values()) >= LEAST_ANSWERS

    def hours(self) -> Iterator[datetime]:
        """Every hour that it covers."""
        at = self.start
        while at < self.end:
            yield at
            at += HOUR


def hour_of_week(at: datetime, zone: ZoneInfo) -> int:
    """0 = Monday from midnight to one, on the wall of the zone; 167 = the last hour of Sunday."""
    here = at.astimezone(zone)
    return here.weekday() * 24 + here.hour
