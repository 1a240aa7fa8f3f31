"""Deadlines of a ticket besides the buyer's wait, as its log and the policies give them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.deadlines.clocks import Deadline, by_day, with_pauses, without_pauses
from inbox.deadlines.marks import Mark, TicketLog
from inbox.deadlines.pauses import Pause, in_order, pauses_between_waits
from inbox.deadlines.response import Entry, EntryKind, Wait
from inbox.deadlines.rules import Rule
from inbox.deadlines.stretches import final_marks, stretches
from inbox.models import ClockKind, EndReason, EventKind


@dataclass(frozen=True)
class FurtherClock:
    """One such deadline. kind, number: as of TicketClock."""

    kind: str
    number: int
    rule: Rule
    started_at: datetime
    due: Deadline
    ended_at: datetime | None = None
    end_reason: str = ""


def acknowledgement(number: int, wait: Wait, rule: Rule | None, pauses: Sequence[Pause]) -> FurtherClock | None:
    """Until when the buyer is to be told that his answer will follow, if the policy of the wait asks for it."""
    if rule is None:
        return None
    told, length = wait.acknowledged_at, rule.targets.acknowledgement
    ended_at, reason = (told, EndReason.ACKNOWLEDGED) if told else (wait.ended_at, wait.end_reason)
    still = in_order(pauses, until=ended_at)
    due = with_pauses(rule.calendar, wait.opened_at, length, pauses=still)
    if due is None:
        return None
    return FurtherClock(ClockKind.ACKNOWLEDGEMENT, number, rule, wait.opened_at, due, ended_at, reason)


def further_questions(waits: Sequence[Wait], there: Sequence[Wait], rule: Rule | None) -> Iterator[FurtherClock]:
    """Questions after an acknowledgement that the marketplace took for an answer: there its clock starts again."""
    if rule is None:
        return
    for number, wait in enumerate(further_waits(waits, there), start=1):
        if due := without_pauses(rule.calendar, wait.opened_at, rule.targets.hard):
            reason = _reason(wait, waits)
            yield FurtherClock(ClockKind.MARKETPLACE, number, rule, wait.opened_at, due, wait.ended_at, reason)


def further_waits(waits: Sequence[Wait], there: Sequence[Wait]) -> list[Wait]:
    """Waits at the marketplace that lie within one of ours."""
    opened = {wait.opened_at for wait in waits}
    return [wait for wait in there if wait.opened_at not in opened]


def resolutions(
    log: TicketLog, waits: Sequence[Wait], rule: Rule | None, pauses: Sequence[Pause]
) -> Iterator[FurtherClock]:
    """Until when the ticket is to be solved, each time that it was open."""
    if rule is None or rule.targets.resolution is None:
        return
    still = [*pauses, *pauses_between_waits(log, waits)]
    for number, stretch in enumerate(stretches(waits, log.marks), start=1):
        at, end = stretch.opened_at, stretch.ended_at
        if due := with_pauses(rule.calendar, at, rule.targets.resolution, pauses=in_order(still, until=end)):
            yield FurtherClock(ClockKind.RESOLUTION, number, rule, at, due, end, stretch.end_reason)


def statutory(log: TicketLog, rule: Rule | None, closed_at: datetime | None) -> Iterator[FurtherClock]:
    """What the law gives from the message on that named the matter. closed_at: None while the ticket is open.

    That is the message somebody pointed at when he gave the ticket its topic, else the buyer's first: the stricter one.
    Our own "solved" ends these clocks; a ticket that is open again goes on with the old deadline.
    """
    started_at = _told_at(log)
    if rule is None or started_at is None:
        return
    law = rule.policy_id or 0
    final = final_marks(log.marks)
    reason = str(final[-1].kind) if closed_at and final else (EndReason.SOLVED if closed_at else "")
    if due := without_pauses(None, started_at, rule.targets.acknowledgement):
        told_at = _acknowledged_at(log.entries, started_at)
        ended_at, how = (told_at, EndReason.ACKNOWLEDGED) if told_at else (closed_at, reason)
        yield FurtherClock(ClockKind.STATUTORY_ACKNOWLEDGEMENT, law, rule, started_at, due, ended_at, how)
    if due := by_day(rule.calendar, started_at, rule.targets.days, past_closed_days=rule.targets.past_closed_days):
        yield FurtherClock(ClockKind.STATUTORY, law, rule, started_at, due, closed_at, reason)


def _told_at(log: TicketLog) -> datetime | None:
    questions = [entry for entry in log.entries if entry.kind == EntryKind.BUYER and entry.of_buyer]
    named = _message_named(log.marks)
    about = [entry.at for entry in questions if entry.message_id == named] if named else []
    return min(about or [entry.at for entry in questions], default=None)


def _message_named(marks: Sequence[Mark]) -> int | None:
    topics = [mark for mark in marks if mark.kind == EventKind.TOPIC]
    return topics[-1].message_id if topics else None


def _acknowledged_at(entries: Sequence[Entry], since: datetime) -> datetime | None:
    told = (EntryKind.ACKNOWLEDGEMENT, EntryKind.ANSWER, EntryKind.OUTSIDE)
    answers = (
        entry.at
        for entry in entries
        if entry.of_buyer and entry.at >= since and (entry.kind in told or entry.reason == EndReason.CALL)
    )
    return min(answers, default=None)


def _reason(wait: Wait, waits: Sequence[Wait]) -> str:
    """An answer that ends no wait of ours was an acknowledgement."""
    if wait.ended_at is None or any(other.ended_at == wait.ended_at for other in waits):
        return wait.end_reason
    return EndReason.ACKNOWLEDGED
