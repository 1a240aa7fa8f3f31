"""Trying out what stands on the page of a calendar, before or without keeping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from inbox.deadlines.calendar import add_working
from inbox.errors import InboxError
from inbox.forms.calendar import CalendarDraft
from inbox.forms.calendar_trial import TrialForm
from inbox.views.deadlines.deadline_words import step_sentence


@dataclass(frozen=True)
class Trial:
    """steps: how the deadline came about, the last one being the deadline. problem: why there is none."""

    form: TrialForm
    steps: Sequence[str] = ()
    problem: str = ""


def untried(draft: CalendarDraft, *, now: datetime) -> Trial:
    """The form alone, ready for a first try."""
    return Trial(TrialForm(zone=_zone(draft), now=now))


def tried(draft: CalendarDraft, typed: QueryDict, *, now: datetime) -> Trial:
    """What the draft would do with what was asked."""
    form = TrialForm(typed, zone=_zone(draft), now=now)
    if not form.is_valid():
        return Trial(form, problem=_("Say from when, and how many hours of work."))
    try:
        due = add_working(draft.rules(), form.cleaned_data["start"], form.length)
    except InboxError as error:
        return Trial(form, problem=str(error))
    return Trial(form, steps=[step_sentence(step) for step in due.steps])


def _zone(draft: CalendarDraft) -> ZoneInfo:
    """The draft's zone; UTC while it is none."""
    try:
        return ZoneInfo(draft.spec["zone"])
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
