"""Moments and lengths in words, in the agent's language and zone. See also inbox/templatetags/words.py."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from django.utils import dateformat, timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

SOON = timedelta(hours=2)
"""From here on a deadline is counted down and painted."""
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Urgency(StrEnum):
    """How a deadline is painted; the words say it too."""

    LATE = "late"
    SOON = "soon"
    FINE = "fine"
    ANSWERED = "answered"


@dataclass(frozen=True)
class TimeLeft:
    """What the list says about a deadline. exact: the instant with its zone, or empty."""

    words: str
    urgency: Urgency
    due_at: datetime | None = None
    exact: str = ""

    @property
    def iso(self) -> str:
        return self.due_at.isoformat() if self.due_at else ""


def time_left(due_at: datetime, *, now: datetime) -> TimeLeft:
    """Say how long there is to answer; exactly at the deadline is not late."""
    return TimeLeft(
        words=_late_words(now - due_at) if now > due_at else _left_words(due_at, now=now),
        urgency=_urgency(due_at, now=now),
        due_at=due_at,
        exact=exact(due_at),
    )


def moment(at: datetime, *, now: datetime) -> str:
    """A moment in the past or future as a list shows it: "14:02", "yesterday 14:02", "3 Nov 14:02"."""
    here, today = timezone.localtime(at), timezone.localtime(now).date()
    clock = clock_time(at)
    days = (here.date() - today).days
    if days == 0:
        return clock
    if days == -1:
        return pgettext("moment", "yesterday %(time)s") % {"time": clock}
    if days == 1:
        return pgettext("moment", "tomorrow %(time)s") % {"time": clock}
    return pgettext("moment", "%(date)s, %(time)s") % {"date": short_date(at, now=now), "time": clock}


def at_moment(at: datetime, *, now: datetime) -> str:
    """A moment inside a sentence, where French says "à 14:02"."""
    words = moment(at, now=now)
    return pgettext("at that time today", "%(time)s") % {"time": words} if words == clock_time(at) else words


def clock_time(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def short_date(at: datetime, *, now: datetime) -> str:
    """ "3 Nov", with the year if it is another one."""
    here = timezone.localtime(at)
    same_year = here.year == timezone.localtime(now).year
    written = pgettext("date format of Django", "j M") if same_year else pgettext("date format of Django", "j M Y")
    return _written(here.date(), written, get_language())


def weekday_date(day: date) -> str:
    """ "Mon 23 Nov": never relative, for days that are compared with one another."""
    return _written(day, pgettext("date format of Django", "D j M"), get_language())


def weekday_moment(at: datetime) -> str:
    """ "Mon 23 Nov, 09:00"."""
    day = weekday_date(timezone.localtime(at).date())
    return pgettext("moment", "%(date)s, %(time)s") % {"date": day, "time": clock_time(at)}


def day_heading(at: datetime, *, now: datetime) -> str:
    """What separates the days of a conversation."""
    here, today = timezone.localtime(at), timezone.localtime(now).date()
    days = (today - here.date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    words = dateformat.format(here, "l j F" if here.year == today.year else "l j F Y")
    return words[:1].upper() + words[1:]


def exact(at: datetime) -> str:
    """The exact instant and the zone it is told in."""
    return _exact(timezone.localtime(at), timezone.get_current_timezone_name(), get_language())


@lru_cache(maxsize=4096)
def _exact(here: datetime, zone: str, language: str | None) -> str:
    """A list shows the same deadlines over and over."""
    return pgettext("exact instant", "%(date)s, %(time)s (%(zone)s)") % {
        "date": _written(here.date(), "l j F Y", language),
        "time": f"{here:%H:%M:%S}",
        "zone": zone.replace("_", " "),
    }


def length(duration: timedelta) -> str:
    """A length in its one or two largest units: "38 min", "3 h 10", "2 d"."""
    if duration < HOUR:
        return _("%(n)d min") % {"n": max(duration // MINUTE, 0)}
    hours, rest = divmod(duration, HOUR)
    minutes = rest // MINUTE
    if hours < 10 and minutes:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}
    if duration < 2 * DAY:
        return _("%(n)d h") % {"n": hours}
    return pgettext("days", "%(n)d d") % {"n": duration // DAY}


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str | None) -> str:
    """A date in the active language; a list shows the same few days over and over."""
    del language
    return dateformat.format(day, pattern)


def _urgency(due_at: datetime, *, now: datetime) -> Urgency:
    if now > due_at:
        return Urgency.LATE
    return Urgency.SOON if due_at - now <= SOON else Urgency.FINE


def _late_words(late: timedelta) -> str:
    if late < MINUTE:
        return _("late by less than 1 min")
    if late < HOUR:
        return _("late by %(n)d min") % {"n": late // MINUTE}
    if late < 2 * DAY:
        return _("late by %(n)d h") % {"n": late // HOUR}
    return _("late by %(n)d d") % {"n": late // DAY}


def ago(past: timedelta) -> str:
    """How long ago something was."""
    if past < MINUTE:
        return _("less than a minute ago")
    return _("%(length)s ago") % {"length": length(past)}


def _left_words(due_at: datetime, *, now: datetime) -> str:
    """Never a bare time: beside a message that would read as the time at which it came."""
    left = due_at - now
    if left < MINUTE:
        return _("less than 1 min left")
    if left < SOON:
        return _("%(length)s left") % {"length": length(left)}
    here, today = timezone.localtime(due_at), timezone.localtime(now).date()
    clock, days = clock_time(due_at), (here.date() - today).days
    if days == 0:
        return pgettext("deadline", "by %(time)s") % {"time": clock}
    if days == 1:
        return pgettext("deadline", "by tomorrow %(time)s") % {"time": clock}
    if days < 7:
        weekday = dateformat.format(here, "D")
        return pgettext("deadline", "by %(weekday)s %(time)s") % {"weekday": weekday, "time": clock}
    return pgettext("deadline", "by %(date)s") % {"date": short_date(due_at, now=now)}
