"""Read the parts of a calendar as the API and stored versions give them. Each raises BadCalendar with a sentence."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inbox.deadlines.calendar.closed_days import Closure, HalfDay
from inbox.deadlines.calendar.entries import read_day, read_each, read_minute, read_parts, shown, write_minute
from inbox.deadlines.calendar.errors import BadCalendar
from inbox.deadlines.calendar.public_holidays import countries, region_code
from inbox.deadlines.calendar.slots import Slot, first_overlap
from inbox.deadlines.calendar.wall_clock import DAY_MINUTES

LONGEST_CLOSURE = 366
"""Days."""


def read_zone(value: object) -> str:
    """Read the name of a time zone: an IANA name such as "Europe/Paris"."""
    if not isinstance(value, str) or value not in _zones():
        sentence = _("“%(value)s” is no time zone: name one such as Europe/Paris.")
        raise BadCalendar("zone", sentence, value=shown(value))
    return value


def read_slots(value: object) -> tuple[Slot, ...]:
    """Read `[{weekday, from, to}]`, sorted; at least one, none overlapping."""
    slots = tuple(sorted(read_each(value, _slot, of="slots")))
    if not slots:
        raise BadCalendar("slots", _("This calendar never opens: give it at least one slot a week."))
    if overlap := first_overlap(slots):
        sentence = _("Two slots overlap: %(one)s and %(other)s.")
        raise BadCalendar("slots", sentence, one=_in_words(overlap[0]), other=_in_words(overlap[1]))
    return slots


def read_holidays(value: object) -> tuple[str, str]:
    """Read `{country, region?}` as codes; nothing, or nothing in it, = ("", ""): no public holidays."""
    if value is None:
        return "", ""
    given = {"country": None, "region": None, **value} if isinstance(value, Mapping) else value
    country, region = read_parts(given, ["country", "region"], of="holidays")
    if not country and not region:
        return "", ""
    if not isinstance(country, str) or country not in countries():
        sentence = _("“%(value)s” is no country whose holidays are known: use a code such as FR.")
        raise BadCalendar("holidays.country", sentence, value=shown(country))
    if not region:
        return country, ""
    code = region_code(country, region) if isinstance(region, str) else None
    if code is None:
        sentence = _("“%(value)s” is no region of %(country)s whose holidays are known.")
        raise BadCalendar("holidays.region", sentence, value=shown(region), country=country)
    return country, code


def read_days(value: object, of: str) -> frozenset[date]:
    """Read `["2026-12-24", …]`; naming a day twice is naming it once."""
    return frozenset(read_each(value, read_day, of=of))


def read_closures(value: object) -> tuple[Closure, ...]:
    """Read `[{from, to}]`, both days included; sorted. They may overlap."""
    return tuple(sorted(set(read_each(value, _closure, of="closures"))))


def read_half_days(value: object) -> tuple[HalfDay, ...]:
    """Read `[{date, until}]`, sorted; each day once."""
    half_days = tuple(sorted(read_each(value, _half_day, of="half_days")))
    if len({half_day.day for half_day in half_days}) < len(half_days):
        raise BadCalendar("half_days", _("A day is named twice among the half days."))
    return half_days


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _slot(value: object, of: str) -> Slot:
    """Read `{weekday, from, to}`; a `to` before `from` is on the next day."""
    weekday, begins, ends = read_parts(value, ["weekday", "from", "to"], of=of)
    if isinstance(weekday, bool) or not isinstance(weekday, int) or not 1 <= weekday <= 7:
        sentence = _("“%(value)s” is no weekday: use 1 for Monday up to 7 for Sunday.")
        raise BadCalendar(f"{of}.weekday", sentence, value=shown(weekday))
    start, end = read_minute(begins, f"{of}.from"), read_minute(ends, f"{of}.to")
    if start == DAY_MINUTES:
        raise BadCalendar(f"{of}.from", _("A slot cannot begin at 24:00: begin it at 00:00 of the next day."))
    if start == end:
        sentence = _("A slot begins and ends at %(time)s: for a whole day write 00:00 to 24:00.")
        raise BadCalendar(of, sentence, time=begins)
    return Slot(weekday, start, end if end > start else end + DAY_MINUTES)


def _closure(value: object, of: str) -> Closure:
    begins, ends = read_parts(value, ["from", "to"], of=of)
    first, last = read_day(begins, f"{of}.from"), read_day(ends, f"{of}.to")
    if last < first:
        sentence = _("A closure ends before it begins: from %(first)s to %(last)s.")
        raise BadCalendar(of, sentence, first=first, last=last)
    if (last - first).days >= LONGEST_CLOSURE:
        raise BadCalendar(of, _("A closure may last at most %(days)d days."), days=LONGEST_CLOSURE)
    return Closure(first, last)


def _half_day(value: object, of: str) -> HalfDay:
    day, until = read_parts(value, ["date", "until"], of=of)
    minute = read_minute(until, f"{of}.until")
    if minute == 0:
        raise BadCalendar(f"{of}.until", _("A half day cannot end at 00:00: close the whole day instead."))
    return HalfDay(read_day(day, f"{of}.date"), minute)


def _in_words(slot: Slot) -> object:
    return format_lazy("{} {}–{}", WEEKDAYS[slot.weekday - 1], write_minute(slot.begins), write_minute(slot.ends))
