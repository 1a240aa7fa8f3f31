"""Why a deadline: the explanation of each clock of a ticket as sentences. The page and the API say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.deadlines.clock_records import CLAIM
from inbox.deadlines.explained import Explained
from inbox.models import Ticket
from inbox.views.deadlines.clock_words import (
    calendar_words,
    clock_words,
    end_words,
    kind_words,
    met_words,
    policy_words,
)
from inbox.views.deadlines.deadline_words import step_sentence
from inbox.views.writing.acknowledging_words import stopped_by_acknowledging
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class WhyClock:
    """One clock explained. due: its deadline in words, exact: the instant; "" without one.

    state: "late", "fine" or "done".
    """

    title: str
    due: str
    exact: str
    state: str
    rules: bool
    lines: Sequence[str]


def why_clock(one: Explained, ticket: Ticket, *, now: datetime) -> WhyClock:
    """In the active language."""
    record = one.record
    state = "late" if record.met is False else "done" if record.ended_at else "fine"
    return WhyClock(
        title=_("%(clock)s: %(what)s") % {"clock": clock_words(record), "what": kind_words(record)},
        due=moment(record.due_at, now=now) if record.due_at else "",
        exact=exact(record.due_at) if record.due_at else "",
        state=state,
        rules=record.rules(ticket),
        lines=list(why_sentences(one, ticket, now=now)),
    )


def why_sentences(one: Explained, ticket: Ticket, *, now: datetime) -> Iterator[str]:
    """What it goes by, each step to the deadline, what became of it, and whether an acknowledgement stops it."""
    record = one.record
    if record.kind == CLAIM:
        yield _("The marketplace gave this deadline itself; it is copied, never computed.")
    else:
        yield _("Policy: %(policy)s.") % {"policy": " · ".join(filter(None, _by(one)))}
    for step in one.steps:
        yield step_sentence(step)
    if not one.steps:
        yield _("Start: %(moment)s.") % {"moment": moment(record.started_at, now=now)}
        if record.due_at:
            yield _("Due: %(moment)s.") % {"moment": moment(record.due_at, now=now)}
    yield from _became(one, now=now)
    if told := stopped_by_acknowledging(record, ticket):
        yield told


def _by(one: Explained) -> tuple[str, str]:
    return policy_words(one.record), calendar_words(one.record)


def _became(one: Explained, *, now: datetime) -> Iterator[str]:
    record, met = one.record, met_words(one.record, now=now)
    if record.ended_at is not None:
        words = {"moment": moment(record.ended_at, now=now), "how": end_words(record), "met": met}
        yield (_("Ended %(moment)s: %(how)s, %(met)s.") if met else _("Ended %(moment)s: %(how)s.")) % words
    elif met:
        yield _("Now %(met)s.") % {"met": met}
