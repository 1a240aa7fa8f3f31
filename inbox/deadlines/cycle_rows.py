"""The rows of a ticket's response cycles, brought in line with its waits. Nothing is written here.

A wait that is open goes by the policies of now. One that has ended keeps the versions that it went by, and with them
its due times, unless the log itself was corrected: then the same versions are applied to what really happened.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.bulk import values_getter
from inbox.deadlines.clocks import with_pauses, without_pauses
from inbox.deadlines.matching import TicketFacts
from inbox.deadlines.pauses import in_order
from inbox.deadlines.response import Wait, first_answer_at
from inbox.deadlines.rules import Rule, RuleBook
from inbox.models import ResponseCycle, Target

FIELDS = [
    *("target", "opened_at", "opened_by", "soft_due_at", "due_at", "marketplace_version", "marketplace_calendar"),
    *("marketplace_ended_at", "company_due_at", "company_version", "company_calendar", "late_at_arrival"),
    *("acknowledged_at", "answered_at", "answered_by", "ended_at", "end_reason"),
]
"""What follows the log."""
_values = values_getter(ResponseCycle, FIELDS)


@dataclass(frozen=True)
class CycleRow:
    """A row as it is to be. rule: the company's policy that it goes by; None too if the row stays as it was."""

    row: ResponseCycle
    wait: Wait
    is_changed: bool
    rule: Rule | None


def cycle_rows(facts: TicketFacts, stored: Sequence[ResponseCycle], book: RuleBook) -> Iterator[CycleRow]:
    """One row for each wait, in order. stored: the rows there are, by number; those beyond the waits are left over."""
    answered_at = first_answer_at(facts.log.entries)
    stopped = {wait.opened_at: wait.ended_at for wait in facts.there}
    for number, wait in enumerate(facts.waits, start=1):
        is_first = answered_at is None or answered_at > wait.opened_at
        target = Target.FIRST if is_first else Target.NEXT
        told = _told(wait, target, stopped.get(wait.opened_at, wait.ended_at))
        if number > len(stored):
            row = ResponseCycle(ticket_id=facts.ticket.id, number=number)
        elif _is_settled(row := stored[number - 1], told):
            yield CycleRow(row, wait, is_changed=False, rule=None)
            continue
        yield _brought_in_line(row, wait, told, facts, book)


def _told(wait: Wait, target: Target, stopped_at: datetime | None) -> dict[str, object]:
    """The columns that say what happened."""
    return {
        "target": target,
        "opened_at": wait.opened_at,
        "opened_by_id": wait.opened_by,
        "marketplace_ended_at": stopped_at,
        "acknowledged_at": wait.acknowledged_at,
        "answered_at": wait.answered_at,
        "answered_by_id": wait.answered_by,
        "ended_at": wait.ended_at,
        "end_reason": wait.end_reason,
    }


def _is_settled(row: ResponseCycle, told: dict[str, object]) -> bool:
    return row.ended_at is not None and all(getattr(row, name) == value for name, value in told.items())


def _brought_in_line(
    row: ResponseCycle, wait: Wait, told: dict[str, object], facts: TicketFacts, book: RuleBook
) -> CycleRow:
    before = _values(row)
    was_history = row.ended_at is not None and wait.ended_at is not None
    marketplace, company = facts.marketplace, facts.company
    if was_history:
        marketplace = book.as_used(row.marketplace_version_id, row.marketplace_calendar_id)
        company = book.as_used(row.company_version_id, row.company_calendar_id)
    if was_history and marketplace is None:
        _shift(row, wait)
    else:
        _set_marketplace(row, wait, marketplace)
    for name, value in told.items():
        setattr(row, name, value)
    _set_company(row, wait, company, facts)
    row.late_at_arrival = row.due_at is not None and wait.seen_at > row.due_at
    return CycleRow(row, wait, is_changed=row._state.adding or _values(row) != before, rule=company)


def _set_marketplace(row: ResponseCycle, wait: Wait, rule: Rule | None) -> None:
    soft = rule.targets.soft if rule else None
    due = without_pauses(rule.calendar, wait.opened_at, rule.targets.hard) if rule else None
    row.soft_due_at = wait.opened_at + soft if soft else None
    row.due_at = due.due_at if due else None
    row.marketplace_version_id = rule.version_id if rule else None
    row.marketplace_calendar_id = rule.calendar_version_id if rule else None


def _shift(row: ResponseCycle, wait: Wait) -> None:
    """Of before there were policies: the length that was given then, from the start as it is known now."""
    moved = wait.opened_at - row.opened_at
    row.soft_due_at = row.soft_due_at + moved if row.soft_due_at else None
    row.due_at = row.due_at + moved if row.due_at else None


def _set_company(row: ResponseCycle, wait: Wait, rule: Rule | None, facts: TicketFacts) -> None:
    length = (rule.targets.first if row.target == Target.FIRST else rule.targets.next) if rule else None
    pauses = in_order(facts.pauses, until=wait.ended_at)
    due = with_pauses(rule.calendar, wait.opened_at, length, pauses=pauses) if rule else None
    row.company_due_at = due.due_at if due else None
    row.company_version_id = rule.version_id if rule else None
    row.company_calendar_id = rule.calendar_version_id if rule else None
