"""The slow and simple truth: walk minute by minute and look at the clock on the wall.

Written from the rules alone, over the calendar as it was sent; it shares no code with the product.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Walker:
    """Goes through the minutes of a calendar from an instant on.

    reached: the latest time that the clock on the wall has shown. The clock may be put back; a time that has been
    reached once is not reached again, so a slot begins and ends when the clock first shows its times, or passes them.
    """

    def __init__(self, spec: dict[str, Any], start: datetime) -> None:
        self.spec, self.zone = spec, ZoneInfo(spec["zone"])
        self.hours: dict[date, list[tuple[datetime, datetime]]] = {}
        self.offset: timedelta | None = None
        self.at = start - 2 * DAY
        self.reached = datetime.min  # noqa: DTZ901
        self._look()
        while self.at < start:
            self._step()

    def work(self, minutes: int, *, at_most: timedelta) -> datetime | None:
        """The instant when so many minutes have been worked; None if that takes longer than looked at."""
        last = self.at + at_most
        while minutes and self.at < last:
            minutes -= self.is_open()
            self._step()
        return None if minutes else self.at

    def worked_until(self, end: datetime) -> timedelta:
        worked = 0
        while self.at < end:
            worked += self.is_open()
            self._step()
        return worked * MINUTE

    def is_open(self) -> bool:
        """Whether the minute that begins now is inside a slot that began today or yesterday."""
        today = self.reached.date()
        return any(begins <= self.reached < ends for day in (today, today - DAY) for begins, ends in self._hours(day))

    def _hours(self, day: date) -> list[tuple[datetime, datetime]]:
        """From when to when it is worked on the wall, for the slots that begin on this day."""
        if day not in self.hours:
            self.hours[day] = [] if self._is_closed(day) else list(self._slots(day))
        return self.hours[day]

    def _slots(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        midnight = datetime.combine(day, time())
        half = [midnight + clock(one["until"]) for one in self.spec["half_days"] if one["date"] == day.isoformat()]
        for slot in self.spec["slots"]:
            if slot["weekday"] == day.isoweekday():
                begins, ends = midnight + clock(slot["from"]), midnight + clock(slot["to"])
                yield begins, min([ends if ends > begins else ends + DAY, *half])

    def _is_closed(self, day: date) -> bool:
        named = day.isoformat()
        if named in self.spec["added"]:
            return True
        if any(closure["from"] <= named <= closure["to"] for closure in self.spec["closures"]):
            return True
        place = self.spec["holidays"]
        if not place or named in self.spec["not_observed"]:
            return False
        return day in holidays.country_holidays(place["country"], subdiv=place.get("region"), years=day.year)

    def _step(self) -> None:
        self.at += MINUTE
        self._look()

    def _look(self) -> None:
        """Look at the wall: closely every quarter of an hour, since no clock is changed in between."""
        if self.offset is None or self.at.minute % 15 == 0:
            self.offset = self.at.astimezone(self.zone).utcoffset()
        self.reached = max(self.reached, self.at.replace(tzinfo=None) + (self.offset or timedelta(0)))


def clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
