"""A calendar in a few words."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.utils import dateformat
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.calendar.entries import write_minute
from inbox.deadlines.calendar.public_holidays import regions
from inbox.deadlines.calendar.slots import Slot
from inbox.words.countries import country_name

LOOKED_AHEAD = timedelta(days=366)


def weekday_name(weekday: int) -> str:
    """weekday: ISO, 1 = Monday."""
    return str(WEEKDAYS[weekday - 1]).capitalize()


def week_words(calendar: WorkCalendar) -> list[str]:
    """The week, days with the same hours together: "Mon–Fri 09:00–12:30, 14:00–18:00"."""
    days = [(weekday, _hours([slot for slot in calendar.slots if slot.weekday == weekday])) for weekday in range(1, 8)]
    runs = [(hours, [weekday for weekday, _ in run]) for hours, run in groupby(days, key=lambda day: day[1])]
    return [f"{_days(weekdays)} {hours}" for hours, weekdays in runs if hours]


def holiday_words(calendar: WorkCalendar) -> str:
    """Whose public holidays are kept."""
    if not calendar.country:
        return _("No public holidays")
    country = country_name(calendar.country)
    if calendar.region:
        country = f"{country}, {regions(calendar.country).get(calendar.region, calendar.region)}"
    return _("Public holidays: %(country)s") % {"country": country}


def next_closed(calendar: WorkCalendar, today: date) -> str:
    """The next day that is closed although its weekday has hours, with the holiday's name; "" = none for a year."""
    for number in range(LOOKED_AHEAD.days):
        day = today + timedelta(days=number)
        if calendar.slots_on(day) and calendar.why_closed(day):
            name = calendar.holiday_name(day, language=reading_language())
            return f"{full_day(day)} ({name})" if name else full_day(day)
    return ""


def full_day(day: date) -> str:
    """ "Wednesday 11 November 2026"."""
    return dateformat.format(day, pgettext("date format of Django", "l j F Y"))


def day_of_year(day: date) -> str:
    """ "Wednesday 11 November", where the year stands above."""
    return dateformat.format(day, pgettext("date format of Django", "l j F"))


def reading_language() -> str:
    """The reader's language as names of holidays are asked for: "en" also for en-gb."""
    return (get_language() or "").partition("-")[0]


def _hours(slots: Iterable[Slot]) -> str:
    return ", ".join(f"{write_minute(slot.begins)}–{write_minute(slot.ends)}" for slot in slots)


def _days(weekdays: Sequence[int]) -> str:
    first, last = (str(WEEKDAYS_ABBR[weekday - 1]) for weekday in (weekdays[0], weekdays[-1]))
    return first if first == last else f"{first}–{last}"
