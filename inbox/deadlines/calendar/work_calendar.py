"""A working calendar: what each day is, and when it is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from inbox.deadlines.calendar.closed_days import Closure, HalfDay, WhyClosed
from inbox.deadlines.calendar.entries import write_minute
from inbox.deadlines.calendar.errors import BadCalendar
from inbox.deadlines.calendar.public_holidays import public_holidays
from inbox.deadlines.calendar.reading import (
    read_closures,
    read_days,
    read_half_days,
    read_holidays,
    read_slots,
    read_zone,
)
from inbox.deadlines.calendar.slots import Slot
from inbox.deadlines.calendar.wall_clock import instant_of

PARTS = ("zone", "slots", "holidays", "added", "not_observed", "closures", "half_days")


@dataclass(frozen=True)
class WorkCalendar:
    """When the shop works. Two with the same rules are equal.

    zone: IANA name. slots: sorted, none overlapping, at least one. country, region: whose public holidays are closed,
    "" = nobody's. added: closed besides. not_observed: open although the country keeps them. A closure, and an added
    day, close a day whatever else is said of it.
    """

    zone: str
    slots: tuple[Slot, ...]
    country: str = ""
    region: str = ""
    added: frozenset[date] = frozenset()
    not_observed: frozenset[date] = frozenset()
    closures: tuple[Closure, ...] = ()
    half_days: tuple[HalfDay, ...] = ()

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        """Read a calendar as the API has it, without its name; what as_spec() wrote is read as the same calendar.

        Raises BadCalendar, whose text is a sentence for the person who wrote it.
        """
        for name in set(spec) - set(PARTS):
            raise BadCalendar(name, _("“%(part)s” is no part of a calendar."), part=name)
        country, region = read_holidays(spec.get("holidays"))
        calendar = cls(
            zone=read_zone(spec.get("zone")),
            slots=read_slots(spec.get("slots")),
            country=country,
            region=region,
            added=read_days(spec.get("added"), "added"),
            not_observed=read_days(spec.get("not_observed"), "not_observed"),
            closures=read_closures(spec.get("closures")),
            half_days=read_half_days(spec.get("half_days")),
        )
        for day in sorted(calendar.added & calendar.not_observed):
            raise BadCalendar("added", _("%(day)s cannot be closed (added) and open (not observed)."), day=day)
        return calendar

    def as_spec(self) -> dict[str, Any]:
        """Write the calendar as JSON values, always in the same order: what a version stores and the API shows."""
        holidays = {"country": self.country} | ({"region": self.region} if self.region else {})
        return {
            "zone": self.zone,
            "slots": [
                {"weekday": slot.weekday, "from": write_minute(slot.begins), "to": write_minute(slot.ends)}
                for slot in self.slots
            ],
            "holidays": holidays if self.country else None,
            "added": [day.isoformat() for day in sorted(self.added)],
            "not_observed": [day.isoformat() for day in sorted(self.not_observed)],
            "closures": [{"from": one.first.isoformat(), "to": one.last.isoformat()} for one in self.closures],
            "half_days": [{"date": one.day.isoformat(), "until": write_minute(one.until)} for one in self.half_days],
        }

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def day_of(self, instant: datetime) -> date:
        """The day that a wall calendar in the zone shows."""
        return instant.astimezone(self.zone_info).date()

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The slots of an ordinary week that begin on such a day."""
        return self._slots_by_weekday[day.weekday()]

    @cached_property
    def _slots_by_weekday(self) -> tuple[tuple[Slot, ...], ...]:
        return tuple(tuple(slot for slot in self.slots if slot.weekday == weekday) for weekday in range(1, 8))

    def why_closed(self, day: date) -> WhyClosed | None:
        """Why nothing begins on this day whatever the week says; None = it is as its weekday."""
        if any(one.first <= day <= one.last for one in self.closures):
            return WhyClosed.CLOSURE
        if day in self.added:
            return WhyClosed.ADDED
        if day not in self.not_observed and self.holiday_name(day):
            return WhyClosed.HOLIDAY
        return None

    def holiday_name(self, day: date, *, language: str = "") -> str:
        """The public holiday of that day, observed or not; "" = none. language: see public_holidays."""
        if not self.country:
            return ""
        return public_holidays(self.country, self.region, year=day.year, language=language).get(day, "")

    def open_until(self, day: date) -> int | None:
        """The minute at which a half day ends; None = no half day."""
        return next((one.until for one in self.half_days if one.day == day), None)

    def hours_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The stretches that begin on this day, as instants (UTC), in order; they may end on the next day.

        A slot belongs to the day it begins: one over midnight into a holiday is worked to its end, and none that
        begins on the holiday is worked, not even after midnight. What falls into a skipped hour is left out.
        """
        if not self.slots_on(day) or self.why_closed(day) is not None:
            return []
        until = self.open_until(day)
        stretches = []
        for slot in self.slots_on(day):
            ends = slot.ends if until is None else min(slot.ends, until)
            if ends > slot.begins:
                start = instant_of(day, slot.begins, zone=self.zone_info)
                end = instant_of(day, ends, zone=self.zone_info)
                if end > start:
                    stretches.append((start, end))
        return stretches
