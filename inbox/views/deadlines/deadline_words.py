"""The steps of a deadline's computation as sentences for an agent; pages and API use the same."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from inbox.deadlines.calendar import Step, StepCode
from inbox.deadlines.calendar.public_holidays import public_holidays
from inbox.deadlines.pauses import PauseReason
from inbox.words.times import HOUR, MINUTE, weekday_date


def step_sentence(step: Step) -> str:
    """Tell one step in the active language; times in the calendar's zone, which the first step names."""
    return _SENTENCES[StepCode(step.code)](step)


def working_length(duration: timedelta) -> str:
    """A length of working time, never in days, which would be days of 24 hours: "45 min", "3 h 30", "70 h"."""
    hours, minutes = duration // HOUR, duration % HOUR // MINUTE
    if not hours:
        return _("%(n)d min") % {"n": minutes}
    if not minutes:
        return _("%(n)d h") % {"n": hours}
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}


def _start(step: Step) -> str:
    words = {"moment": _whole_moment(step.at, step), "zone": _zone_words(step)}
    if "days" in step.params:
        days = int(step.params["days"])
        return ngettext(
            "Start: %(moment)s (%(zone)s). To count: %(n)d calendar day.",
            "Start: %(moment)s (%(zone)s). To count: %(n)d calendar days.",
            days,
        ) % {**words, "n": days}
    words["length"] = working_length(_seconds(step))
    if "zone" not in step.params:
        return _("Start: %(moment)s (%(zone)s). To count: %(length)s, around the clock.") % words
    return _("Start: %(moment)s (%(zone)s). To count: %(length)s of working time.") % words


def _wait(step: Step) -> str:
    return _("Closed then, until %(moment)s.") % {"moment": _moment(step.until or step.at, step)}


def _work(step: Step) -> str:
    stretches = int(step.params["stretches"])
    words = {"times": _times(step), "length": working_length(_seconds(step)), "n": stretches}
    if stretches == 1:
        return _("%(times)s: %(length)s counted.") % words
    return _("%(times)s: %(length)s counted, in %(n)d stretches of opening hours.") % words


def _closure(step: Step) -> str:
    last = _here(step.until or step.at, step) - timedelta(seconds=1)
    first = _day(step.at, step)
    if last.date() == _here(step.at, step).date():
        return _("%(day)s: closed (closure).") % {"day": first}
    return _("%(first)s to %(last)s: closed (closure).") % {"first": first, "last": weekday_date(last.date())}


def _added(step: Step) -> str:
    return _("%(day)s: closed (added by hand).") % {"day": _day(step.at, step)}


def _holiday(step: Step) -> str:
    return _("%(day)s: closed, public holiday (%(name)s).") % {"day": _day(step.at, step), "name": _name(step.params)}


def _rest(step: Step) -> str:
    return _("%(day)s: no working day.") % {"day": _day(step.at, step)}


def _half_day(step: Step) -> str:
    return _("%(day)s: half day, open until %(time)s.") % {"day": _day(step.at, step), "time": step.params["closes"]}


def _kept_open(step: Step) -> str:
    words = {"day": _day(step.at, step), "name": _name(step.params)}
    return _("%(day)s: public holiday (%(name)s), but this calendar works on it.") % words


def _clocks(step: Step) -> str:
    minutes = int(step.params["minutes"])
    words = {"day": _day(step.at, step), "length": working_length(abs(minutes) * MINUTE)}
    if minutes > 0:
        return _("%(day)s: the clocks go forward by %(length)s, which nobody works.") % words
    return _("%(day)s: the clocks go back by %(length)s, which is worked twice.") % words


def _pause(step: Step) -> str:
    why = _PAUSES[PauseReason(str(step.params["reason"]))]
    if step.until is None:
        return _("From %(moment)s on: paused (%(why)s), nothing is counted.") % {
            "moment": _moment(step.at, step),
            "why": why,
        }
    return _("%(times)s: paused (%(why)s), not counted.") % {"times": _times(step), "why": why}


def _due(step: Step) -> str:
    return _("Due: %(moment)s.") % {"moment": _whole_moment(step.at, step)}


_PAUSES = {
    PauseReason.WAITING: gettext_lazy("waiting for the buyer"),
    PauseReason.SNOOZED: gettext_lazy("snoozed"),
    PauseReason.HOLIDAY: gettext_lazy("holiday mode"),
}
_SENTENCES: Mapping[StepCode, Callable[[Step], str]] = {
    StepCode.START: _start,
    StepCode.WAIT: _wait,
    StepCode.WORK: _work,
    StepCode.CLOSURE: _closure,
    StepCode.ADDED: _added,
    StepCode.HOLIDAY: _holiday,
    StepCode.REST: _rest,
    StepCode.HALF_DAY: _half_day,
    StepCode.KEPT_OPEN: _kept_open,
    StepCode.CLOCKS: _clocks,
    StepCode.PAUSE: _pause,
    StepCode.DUE: _due,
}


def _seconds(step: Step) -> timedelta:
    return timedelta(seconds=int(step.params["seconds"]))


def _name(params: Mapping[str, str | int]) -> str:
    """The holiday's name in the reader's language, if the package has it."""
    day = date.fromisoformat(str(params["day"]))
    language = (get_language() or "").partition("-")[0]
    named = public_holidays(str(params["country"]), str(params["region"]), year=day.year, language=language)
    return named.get(day, "")


def _here(at: datetime, step: Step) -> datetime:
    """The moment on the wall of the calendar's zone; of the reader's where no calendar counts."""
    zone = step.params.get("zone")
    return at.astimezone(ZoneInfo(str(zone)) if zone else timezone.get_current_timezone())


def _zone_words(step: Step) -> str:
    return str(step.params.get("zone") or timezone.get_current_timezone_name()).replace("_", " ")


def _times(step: Step) -> str:
    """From when to when; the second day is named only if it is another."""
    begins, ends = _here(step.at, step), _here(step.until or step.at, step)
    words = {"first": _moment(step.at, step), "last": f"{ends:%H:%M}"}
    if begins.date() != ends.date():
        words["last"] = _moment(step.until or step.at, step)
    return _("%(first)s to %(last)s") % words


def _whole_moment(at: datetime, step: Step) -> str:
    here = _here(at, step)
    day = dateformat.format(here, pgettext("date format of Django", "l j F Y"))
    return pgettext("step of a deadline", "%(date)s, %(time)s") % {"date": day, "time": f"{here:%H:%M}"}


def _moment(at: datetime, step: Step) -> str:
    here = _here(at, step)
    return pgettext("step of a deadline", "%(date)s, %(time)s") % {
        "date": weekday_date(here.date()),
        "time": f"{here:%H:%M}",
    }


def _day(at: datetime, step: Step) -> str:
    return weekday_date(_here(at, step).date())
