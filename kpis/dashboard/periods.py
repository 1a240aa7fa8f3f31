"""Stretches of time that people ask about, and in which steps a chart shows them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
DAILY_UP_TO, WEEKLY_UP_TO = 45, 200
"""Days of a period up to which a chart shows days, then weeks, then months."""


@dataclass(frozen=True)
class Preset:
    """until: the day after the last one."""

    label: Promise
    since: date
    until: date


def presets(today: date) -> tuple[Preset, ...]:
    """The last days with today in them, and calendar months, so far and whole."""
    tomorrow, this_month = today + DAY, today.replace(day=1)
    return (
        Preset(_("7 days"), tomorrow - 7 * DAY, tomorrow),
        Preset(_("30 days"), tomorrow - 30 * DAY, tomorrow),
        Preset(_("90 days"), tomorrow - 90 * DAY, tomorrow),
        Preset(_("This month"), this_month, tomorrow),
        Preset(_("Last month"), (this_month - DAY).replace(day=1), this_month),
        Preset(_("This year"), today.replace(month=1, day=1), tomorrow),
        Preset(_("12 months"), _a_year_before(this_month), this_month),
    )


def step_for(days: int) -> str:
    """Of a chart over so many days: day, week or month."""
    if days <= DAILY_UP_TO:
        return "day"
    return "week" if days <= WEEKLY_UP_TO else "month"


def end_of(step: str, start: date, *, until: date) -> date:
    """The day after the last one of the step that begins (or is cut off) at `start`, within the period."""
    if step == "day":
        end = start + DAY
    elif step == "week":
        end = start + (7 - start.weekday()) * DAY
    else:
        end = (start.replace(day=1) + 32 * DAY).replace(day=1)
    return min(end, until)


def _a_year_before(first_of_month: date) -> date:
    return first_of_month.replace(year=first_of_month.year - 1)
