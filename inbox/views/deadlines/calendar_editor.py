"""The page of one calendar: what was typed, and what stands around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.calendar_users import users_of
from inbox.errors import InboxError
from inbox.forms.calendar import CalendarDraft, draft_of
from inbox.models import CalendarVersion
from inbox.people.permissions import may_manage_deadlines
from inbox.people.zones import zone_choices
from inbox.views.deadlines.calendar_cards import version_lines
from inbox.views.deadlines.calendar_holidays import holidays_context
from inbox.views.deadlines.calendar_trial import Trial, untried
from inbox.views.deadlines.calendar_words import weekday_name
from inbox.views.request import Request


@dataclass(frozen=True)
class WeekdayRow:
    """One weekday of the grid. slots: (from, to) as typed. problem: something about them is wrong."""

    number: int
    name: str
    slots: Sequence[tuple[str, str]]
    problem: bool


def editor(
    request: Request,
    version: CalendarVersion | None,
    draft: CalendarDraft,
    *,
    problem: InboxError | None = None,
    trial: Trial | None = None,
    preview: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Render the page. version: the newest one, None for a new calendar. problem: why the draft cannot be kept.

    preview: what it would change (preview_context).
    """
    context = {
        **_context(draft, version, now=timezone.now(), problem=problem),
        **(preview or {}),
        "editable": may_manage_deadlines(request.user),
        "trial": trial or untried(draft, now=timezone.now()),
        "based_on": version.number if version else 0,
        "title": name_of_calendar(version.calendar) if version else _("New calendar"),
    }
    return render(request, "inbox/calendar.html", context, status=422 if problem else 200)


def old_version(request: Request, version: CalendarVersion) -> HttpResponse:
    """Render a version of the past, to read only."""
    draft = draft_of(version)
    context = {
        **_context(draft, version, now=timezone.now()),
        "old": version,
        "title": name_of_calendar(version.calendar),
    }
    return render(request, "inbox/calendar.html", context)


def _context(
    draft: CalendarDraft, version: CalendarVersion | None, *, now: datetime, problem: InboxError | None = None
) -> dict[str, Any]:
    return {
        "draft": draft,
        "spec": draft.spec,
        "problem": problem,
        "wrong": problem.field.partition(".")[0] if problem else "",
        "week": _week(draft.spec["slots"], problem.field if problem else ""),
        "zones": _with(draft.spec["zone"], zone_choices()),
        "version": version,
        "versions": version_lines(version.calendar, now=now) if version else [],
        "users": users_of([version.calendar_id])[version.calendar_id] if version else [],
        **holidays_context(draft, now=now),
    }


def _week(slots: Sequence[Mapping[str, Any]], wrong: str) -> list[WeekdayRow]:
    """wrong: the part that is, such as "slots.2.from"."""
    place = wrong.split(".")[1] if wrong.startswith("slots.") else ""
    bad = slots[int(place)]["weekday"] if place else 0
    return [
        WeekdayRow(
            number=weekday,
            name=weekday_name(weekday),
            slots=[(slot["from"], slot["to"]) for slot in slots if slot["weekday"] == weekday],
            problem=weekday == bad,
        )
        for weekday in range(1, 8)
    ]


def _with(value: str, choices: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The choices, and what is chosen though it is none of them, such as an old name of a zone."""
    return choices if not value or value in dict(choices) else [(value, value), *choices]
