"""The rows of a ticket's further clocks, brought in line with what log and policies want. Nothing is written here.

A clock that ended stays as it is. One that no policy asks for any more is not deleted, it ends without being met or
missed. Only what the log no longer holds, since it was corrected, goes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from inbox.bulk import values_getter
from inbox.deadlines.cycle_rows import CycleRow
from inbox.deadlines.further_clocks import (
    FurtherClock,
    acknowledgement,
    further_questions,
    further_waits,
    resolutions,
    statutory,
)
from inbox.deadlines.matching import TicketFacts
from inbox.deadlines.stretches import final_marks, stretches
from inbox.models import ClockKind, EndReason, Ticket, TicketClock
from inbox.models.ticket import OVER

FIELDS = ["version", "calendar_version", "started_at", "due_at", "ended_at", "end_reason"]
"""What follows the log."""
_values = values_getter(TicketClock, FIELDS)
Key = tuple[str, int]


def wanted_clocks(facts: TicketFacts, cycles: Iterable[CycleRow]) -> dict[Key, FurtherClock]:
    """What there is to be, besides what has ended and stays. cycles: of the same ticket."""
    found = [acknowledgement(cycle.row.number, cycle.wait, cycle.rule, facts.pauses) for cycle in cycles]
    wanted = [
        *(clock for clock in found if clock),
        *further_questions(facts.waits, facts.there, facts.marketplace),
        *resolutions(facts.log, facts.waits, facts.company, facts.pauses),
        *statutory(facts.log, facts.statutory, _closed_at(facts)),
    ]
    return {(clock.kind, clock.number): clock for clock in wanted}


def new_rows(
    ticket: Ticket, wanted: Mapping[Key, FurtherClock], stored: Mapping[Key, TicketClock]
) -> Iterator[TicketClock]:
    """Clocks that start. What was over before it could be watched is none; only the cycle's acknowledgement is."""
    for key, clock in wanted.items():
        if key not in stored and (clock.ended_at is None or clock.kind == ClockKind.ACKNOWLEDGEMENT):
            row = TicketClock(ticket_id=ticket.id, kind=clock.kind, number=clock.number)
            _set(row, clock)
            yield row


def changed_rows(
    stored: Mapping[Key, TicketClock], wanted: Mapping[Key, FurtherClock], now: datetime
) -> Iterator[TicketClock]:
    """Stored rows that are to say something else."""
    for key, row in stored.items():
        clock = wanted.get(key)
        if clock is None:
            if row.ended_at is None:
                row.ended_at, row.end_reason = now, EndReason.NO_LONGER
                yield row
        elif not _is_settled(row, clock):
            before = _values(row)
            _set(row, clock)
            if _values(row) != before:
                yield row


def impossible(stored: Collection[Key], facts: TicketFacts) -> set[Key]:
    """Those that the log has no ground for any more, since something older came to light."""
    if not stored:
        return set()
    most = {
        ClockKind.ACKNOWLEDGEMENT: len(facts.waits),
        ClockKind.MARKETPLACE: len(further_waits(facts.waits, facts.there)),
        ClockKind.RESOLUTION: len(stretches(facts.waits, facts.log.marks)),
    }
    return {(kind, number) for kind, number in stored if number > most.get(ClockKind(kind), number)}


def _is_settled(row: TicketClock, clock: FurtherClock) -> bool:
    told = (clock.started_at, clock.ended_at, clock.end_reason)
    return row.ended_at is not None and (row.started_at, row.ended_at, row.end_reason) == told


def _set(row: TicketClock, clock: FurtherClock) -> None:
    row.version_id, row.calendar_version_id = clock.rule.version_id, clock.rule.calendar_version_id
    row.started_at, row.due_at = clock.started_at, clock.due.due_at
    row.ended_at, row.end_reason = clock.ended_at, clock.end_reason


def _closed_at(facts: TicketFacts) -> datetime | None:
    """Since when the ticket as a whole is done with; None while it is open, also if it is about to be opened again."""
    waits_again = bool(facts.waits) and facts.waits[-1].ended_at is None
    if waits_again or facts.ticket.status not in OVER:
        return None
    final = final_marks(facts.log.marks)
    return final[-1].at if final else facts.ticket.solved_at or facts.ticket.last_message_at
