"""Why is each deadline of a ticket what it is: step by step, computed again from the versions that gave it.

The stored rows are what counts. Where the computation does not come to the same (the row is of before there were
policies, or came from elsewhere), no steps are told rather than wrong ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.deadlines.calendar import Step
from inbox.deadlines.clock_records import (
    ANSWER,
    WITH_VERSIONS,
    ClockRecord,
    clocks_of_claims,
    clocks_of_ticket,
    clocks_of_wait,
)
from inbox.deadlines.clocks import Deadline, by_day, with_pauses, without_pauses
from inbox.deadlines.pauses import Pause, in_order
from inbox.deadlines.standing_still import stood_still
from inbox.models import ClockKind, Target, Ticket


@dataclass(frozen=True)
class Explained:
    """steps: from the start to the deadline, pauses among them; empty where they cannot be told."""

    record: ClockRecord
    steps: Sequence[Step] = ()


def explained(ticket: Ticket, now: datetime) -> list[Explained]:
    """Every deadline of the newest wait and of the ticket; the one that rules first. A fixed number of queries."""
    newest = ticket.cycles.select_related(*WITH_VERSIONS).order_by("-number").first()
    records = [
        *clocks_of_claims(ticket, now),
        *(clocks_of_wait(newest, now) if newest else ()),
        *clocks_of_ticket(ticket, now),
    ]
    pauses = stood_still([ticket])[ticket.pk]
    found = [_explained(record, pauses.of(record.clock, record.kind)) for record in records]
    return sorted(found, key=lambda one: (not one.record.rules(ticket), one.record.ended_at is not None))


def _explained(record: ClockRecord, pauses: Sequence[Pause]) -> Explained:
    deadline = _deadline(record, in_order(pauses, until=record.ended_at))
    fits = deadline is not None and deadline.due_at == record.due_at
    return Explained(record, deadline.steps if deadline and fits else ())


def _deadline(record: ClockRecord, pauses: Sequence[Pause]) -> Deadline | None:
    targets, start = record.targets, record.started_at
    calendar = record.calendar.work_calendar() if record.calendar else None
    match record.kind:
        case kind if kind in (ANSWER, ClockKind.MARKETPLACE):
            return without_pauses(calendar, start, targets.hard)
        case Target.FIRST:
            return with_pauses(calendar, start, targets.first, pauses=pauses)
        case Target.NEXT:
            return with_pauses(calendar, start, targets.next, pauses=pauses)
        case ClockKind.ACKNOWLEDGEMENT:
            return with_pauses(calendar, start, targets.acknowledgement, pauses=pauses)
        case ClockKind.RESOLUTION:
            return with_pauses(calendar, start, targets.resolution, pauses=pauses)
        case ClockKind.STATUTORY_ACKNOWLEDGEMENT:
            return without_pauses(None, start, targets.acknowledgement)
        case ClockKind.STATUTORY:
            return by_day(calendar, start, targets.days, past_closed_days=targets.past_closed_days)
    return None  # a claim's, which is copied
