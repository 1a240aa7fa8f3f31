"""Days, weeks and months as charts and tables call them."""

from datetime import date, timedelta

from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.figures.question import Question

TIMES = ("day", "week", "month")
HOURLY = ("arrivals_by_hour", "staffing_by_hour")
"""Figures whose parts are hours of the week."""


def step_short(step: str, start: date) -> str:
    """Below a chart: "12 Nov", "Nov 26"."""
    if step == "month":
        return dateformat.format(start, pgettext("date format of Django", "M y"))
    return dateformat.format(start, pgettext("date format of Django", "j M"))


def step_long(step: str, start: date) -> str:
    """On hover and in tables: "Thursday 12 November 2026", "week of 9 November 2026"."""
    if step == "month":
        return dateformat.format(start, "F Y")
    day = _written(start, pgettext("date format of Django", "j F Y"))
    return _("week of %(day)s") % {"day": day} if step == "week" else day


def period_words(question: Question) -> str:
    """Its first and its last day; and whose days they are, where they are not the reader's own."""
    days = days_between(question.since, question.until - timedelta(days=1))
    if question.zone == timezone.get_current_timezone_name():
        return days
    return _("%(days)s (days of %(zone)s)") % {"days": days, "zone": question.zone.replace("_", " ")}


def days_between(first: date, last: date) -> str:
    """Both included; what they have in common is said once."""
    pattern = pgettext("date format of Django", "j F Y")
    if first == last:
        return _written(last, pattern)
    if (first.year, first.month) == (last.year, last.month):
        opening = _written(first, "j")
    elif first.year == last.year:
        opening = _written(first, pgettext("date format of Django", "j F"))
    else:
        opening = _written(first, pattern)
    return _("%(first)s to %(last)s") % {"first": opening, "last": _written(last, pattern)}


def _written(day: date, pattern: str) -> str:
    """Some languages count the first day of a month, and no other."""
    words = dateformat.format(day, pattern)
    return words.replace("1", pgettext("first day of a month", "1"), 1) if day.day == 1 else words


def hour_words(hour: int) -> str:
    """An hour of the week, 0 = Monday from midnight to one: "Tuesday 13:00"."""
    day, of_day = divmod(hour, 24)
    return f"{WEEKDAYS[day]} {of_day:02}:00"
