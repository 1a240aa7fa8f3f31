"""When the company's own clocks stand still. The marketplace's and the law's never do.

A pause that a person began ends at its time, with the next thing done to the ticket's status, or when the buyer writes
something that the person had not seen yet: a changed status alone hides nobody who waits.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.deadlines.marks import Mark, TicketLog
from inbox.deadlines.response import Entry, EntryKind, Wait
from inbox.models import EndReason, EventKind, Status


class PauseReason(StrEnum):
    WAITING = "waiting"
    SNOOZED = "snoozed"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Pause:
    """end None: it lasts."""

    start: datetime
    end: datetime | None
    reason: str


def pauses_by_hand(log: TicketLog) -> list[Pause]:
    """While a person had set the ticket to waiting for the buyer, or to sleep."""
    marks = [mark for mark in log.marks if mark.kind in _MOVES]
    found = []
    for place, mark in enumerate(marks):
        if reason := _reason(mark):
            following = marks[place + 1].at if place + 1 < len(marks) else None
            end = _soonest(mark.until, following, _woken_by_buyer(log.entries, mark.at))
            found.append(Pause(mark.at, end, reason))
    return found


def pauses_between_waits(log: TicketLog, waits: Sequence[Wait]) -> list[Pause]:
    """While the buyer had his answer and it was his turn. Whoever reopens the ticket by hand ends it."""
    found = []
    for wait in waits:
        if wait.ended_at is not None and wait.end_reason not in _OVER:
            opened = (other.opened_at for other in waits if other.opened_at > wait.ended_at)
            moved = (mark.at for mark in log.marks if mark.kind in _MOVES and mark.at > wait.ended_at)
            found.append(Pause(wait.ended_at, _soonest(*opened, *moved), PauseReason.WAITING))
    return found


def in_order(pauses: Iterable[Pause], *, until: datetime | None) -> list[Pause]:
    """Pauses as stretches that do not overlap, oldest first; those that last end at `until`, if anything does."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: (pause.start, pause.end is None, pause.end or pause.start)):
        end = _soonest(pause.end, until)
        start = max(pause.start, found[-1].end or pause.start) if found else pause.start
        if found and found[-1].end is None:
            break
        if end is None or end > start:
            found.append(Pause(start, end, pause.reason))
    return found


_MOVES = (EventKind.STATUS, EventKind.SNOOZED, EventKind.WOKEN, EventKind.SOLVED, EventKind.ANSWER_NEEDED)
_REASONS = {Status.WAITING: PauseReason.WAITING, Status.SNOOZED: PauseReason.SNOOZED}
_OVER = (EndReason.SOLVED, EndReason.MERGED, EndReason.SPAM, EndReason.CLAIM_ENDED)


def _reason(mark: Mark) -> str:
    if mark.kind == EventKind.SNOOZED:
        return PauseReason.SNOOZED
    return _REASONS.get(mark.after, "") if mark.kind == EventKind.STATUS else ""


def _woken_by_buyer(entries: Collection[Entry], start: datetime) -> datetime | None:
    unseen = (entry for entry in entries if entry.kind == EntryKind.BUYER and entry.seen_at > start)
    return min((max(entry.at, start) for entry in unseen), default=None)


def _soonest(*moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)
