"""Days, weeks and months as charts and tables call them."""

from datetime import date, timedelta

from django.utils import dateformat
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.figures.question import Question


def step_short(step: str, start: date) -> str:
    """Below a chart: "12 Nov", "Nov 26"."""
    if step == "month":
        return dateformat.format(start, "M y")
    return dateformat.format(start, "j M")


def step_long(step: str, start: date) -> str:
    """On hover and in tables: "Thursday 12 November 2026", "week of 9 November 2026"."""
    if step == "month":
        return dateformat.format(start, "F Y")
    day = dateformat.format(start, pgettext("date format of Django", "j F Y"))
    return _("week of %(day)s") % {"day": day} if step == "week" else day


def period_words(question: Question) -> str:
    """Its first and its last day."""
    return days_between(question.since, question.until - timedelta(days=1))


def days_between(first: date, last: date) -> str:
    """Both included."""
    pattern = pgettext("date format of Django", "j F Y")
    days = {"first": dateformat.format(first, pattern), "last": dateformat.format(last, pattern)}
    return days["last"] if first == last else _("%(first)s to %(last)s") % days


def hour_words(hour: int) -> str:
    """An hour of the week, 0 = Monday from midnight to one: "Tuesday 13:00"."""
    day, of_day = divmod(hour, 24)
    return f"{WEEKDAYS[day]} {of_day:02}:00"
