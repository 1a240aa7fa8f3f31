"""How often and how long a ticket was open: from a buyer's message to the solution. Pure.

A solution taken back by hand was none: the same stretch goes on. A buyer who writes again after it begins another.
Waits that were over before we saw them begin none, since nobody here could have solved anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.deadlines.marks import Mark
from inbox.deadlines.response import Wait
from inbox.models import EventKind, Status


@dataclass(frozen=True)
class Stretch:
    """ended_at None: it is open. end_reason: an EndReason."""

    opened_at: datetime
    ended_at: datetime | None
    end_reason: str


def stretches(waits: Sequence[Wait], marks: Sequence[Mark]) -> list[Stretch]:
    """Oldest first; only the last one can be open."""
    ends = final_marks(marks)
    found: dict[datetime | None, Stretch] = {}
    for wait in waits:
        if wait.ended_at is None or wait.ended_at > wait.seen_at:
            end = next((mark for mark in ends if mark.at >= max(wait.opened_at, wait.seen_at)), None)
            at, reason = (end.at, str(end.kind)) if end else (None, "")
            opened_at = min(wait.opened_at, found[at].opened_at) if at in found else wait.opened_at
            found[at] = Stretch(opened_at, at, reason)
    return sorted(found.values(), key=lambda stretch: (stretch.ended_at is None, stretch.ended_at or stretch.opened_at))


def final_marks(marks: Sequence[Mark]) -> list[Mark]:
    """Endings of the ticket as a whole that nobody has taken back."""
    found: list[Mark] = []
    for mark in marks:
        if mark.kind in _FINAL:
            found.append(mark)
        elif found and (_reopens(mark, found[-1])):
            found.pop()
    return found


_FINAL = (EventKind.SOLVED, EventKind.MERGED, EventKind.SPAM)


def _reopens(mark: Mark, last: Mark) -> bool:
    if mark.kind == EventKind.NOT_SPAM:
        return last.kind == EventKind.SPAM
    if mark.kind == EventKind.ANSWER_NEEDED:
        return last.kind == EventKind.SOLVED
    return mark.kind == EventKind.STATUS and mark.before == Status.SOLVED and last.kind == EventKind.SOLVED
