"""Deadlines in words: whose clock, for what, by which policy, and how it ended."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.clock_records import ANSWER, CLAIM, ClockRecord
from inbox.deadlines.ready_made import name_of
from inbox.models import Clock, ClockKind, EndReason, Target
from inbox.words.times import length


def clock_words(record: ClockRecord) -> str:
    """Whose clock."""
    return str(Clock(record.clock).label)


def kind_words(record: ClockRecord) -> str:
    """What is to be done until then."""
    if record.kind == ANSWER:
        return _("answer")
    if record.kind == CLAIM:
        return _("answer to the claim")
    known = Target if record.kind in Target.values else ClockKind
    return str(known(record.kind).label)


def policy_words(record: ClockRecord) -> str:
    """The policy and its version."""
    if record.policy is None:
        return _("given by the marketplace itself") if record.kind == CLAIM else _("of before there were policies")
    words = {"policy": name_of(record.policy.policy), "n": record.policy.number}
    return _("%(policy)s, version %(n)d") % words


def calendar_words(record: ClockRecord) -> str:
    """The calendar and its version."""
    if record.policy is None:
        return ""
    if record.calendar is None:
        return _("around the clock")
    return _("calendar “%(calendar)s”, version %(n)d") % {
        "calendar": name_of_calendar(record.calendar.calendar),
        "n": record.calendar.number,
    }


def end_words(record: ClockRecord) -> str:
    """How it ended; that it runs, or is paused."""
    if record.ended_at is not None:
        return str(EndReason(record.end_reason).label) if record.end_reason in EndReason.values else _("ended")
    return _("running") if record.due_at else _("paused")


def met_words(record: ClockRecord, *, now: datetime) -> str:
    """In time or late, and by how much."""
    if record.due_at is None or record.met is None:
        return ""
    left = record.due_at - (record.ended_at or now)
    if record.met:
        return pgettext("deadline met", "in time, %(length)s before") % {"length": length(left)}
    return _("late by %(length)s") % {"length": length(max(-left, timedelta(0)))}
