"""What the log, the policies and the clocks of tickets come to, compared with what is stored. Nothing is written here.

The same computation serves whatever arrives, the recomputation after a change, and the page that shows what a change
would do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from inbox.deadlines.clock_rows import changed_rows, impossible, new_rows, wanted_clocks
from inbox.deadlines.cycle_rows import cycle_rows
from inbox.deadlines.holidays import holiday_pauses
from inbox.deadlines.log import logs_of
from inbox.deadlines.matching import TicketFacts, facts_of, with_open_claims
from inbox.deadlines.response import Entry
from inbox.deadlines.rules import RuleBook
from inbox.models import ResponseCycle, Ticket, TicketClock
from inbox.models.ticket import queue_position

NOTHING: Mapping[int, Sequence[Entry]] = {}


@dataclass
class Plan:
    """Rows to insert, to update and to delete. The tickets' own columns are set on the objects already."""

    new_cycles: list[ResponseCycle] = field(default_factory=list)
    changed_cycles: list[ResponseCycle] = field(default_factory=list)
    gone_cycles: list[ResponseCycle] = field(default_factory=list)
    new_clocks: list[TicketClock] = field(default_factory=list)
    changed_clocks: list[TicketClock] = field(default_factory=list)
    gone_clocks: list[TicketClock] = field(default_factory=list)

    def touched(self) -> set[int]:
        """The ids of the tickets of which a row would be another one."""
        cycles = chain(self.new_cycles, self.changed_cycles, self.gone_cycles)
        clocks = chain(self.new_clocks, self.changed_clocks, self.gone_clocks)
        return {row.ticket_id for row in chain[ResponseCycle | TicketClock](cycles, clocks)}


def planned(
    tickets: Sequence[Ticket], now: datetime, *, book: RuleBook, arriving: Mapping[int, Sequence[Entry]] = NOTHING
) -> Plan:
    """tickets: with their account. arriving: entries that are not stored yet, by ticket id."""
    ids = [ticket.id for ticket in tickets if not ticket._state.adding]
    logs, cycles, clocks = logs_of(ids), _cycles(ids), _clocks(ids)
    claimed = with_open_claims(ids, book.current)
    holidays = holiday_pauses({ticket.account_id for ticket in tickets})
    plan = Plan()
    for ticket in tickets:
        log = logs[ticket.id]
        log.entries += arriving.get(ticket.id, ())
        closed = holidays.get(ticket.account_id, ())
        facts = facts_of(ticket, log, book.current, has_claim=ticket.id in claimed, holidays=closed)
        _plan_ticket(facts, cycles[ticket.id], clocks[ticket.id], plan, book=book, now=now)
    return plan


def _plan_ticket(
    facts: TicketFacts,
    stored_cycles: list[ResponseCycle],
    stored_clocks: list[TicketClock],
    plan: Plan,
    *,
    book: RuleBook,
    now: datetime,
) -> None:
    cycles = list(cycle_rows(facts, stored_cycles, book))
    plan.new_cycles += [cycle.row for cycle in cycles if cycle.row._state.adding]
    plan.changed_cycles += [cycle.row for cycle in cycles if cycle.is_changed and not cycle.row._state.adding]
    plan.gone_cycles += stored_cycles[len(cycles) :]
    clocks = {(clock.kind, clock.number): clock for clock in stored_clocks}
    gone = impossible(clocks.keys(), facts)
    plan.gone_clocks += [clocks.pop(key) for key in gone]
    wanted = wanted_clocks(facts, cycles)
    started = list(new_rows(facts.ticket, wanted, clocks))
    plan.new_clocks += started
    plan.changed_clocks += changed_rows(clocks, wanted, now)
    _show(facts.ticket, cycles[-1].row if cycles else None, [*clocks.values(), *started], now)


def _show(ticket: Ticket, last: ResponseCycle | None, clocks: Iterable[TicketClock], now: datetime) -> None:
    """The ticket's own columns: the sooner of all that run rules the list."""
    waiting = last if last and last.ended_at is None else None
    running = waiting if waiting and waiting.marketplace_ended_at is None else None
    due = [
        running.due_at if running else None,
        waiting.company_due_at if waiting else None,
        ticket.claim_due_at,
        *(clock.due_at for clock in clocks if clock.ended_at is None),
    ]
    ticket.soft_due_at = running.soft_due_at if running else None
    ticket.reply_due_at = min((at for at in due if at is not None), default=None)
    ticket.needs_reply = waiting is not None or ticket.claim_due_at is not None or ticket.woken_at is not None
    since = waiting.opened_at if waiting else ticket.woken_at or ticket.last_message_at
    ticket.waits_since = since if ticket.needs_reply else None
    ticket.queue_at = queue_position(ticket.reply_due_at or ticket.woken_at, ticket.last_message_at)
    ticket.warned_for = None  # one of its clocks may be another now, though the soonest is the same
    ticket.updated_at = now


def _cycles(ticket_ids: Collection[int]) -> dict[int, list[ResponseCycle]]:
    found: dict[int, list[ResponseCycle]] = defaultdict(list)
    if ticket_ids:
        for cycle in ResponseCycle.objects.filter(ticket_id__in=ticket_ids).order_by("ticket_id", "number"):
            found[cycle.ticket_id].append(cycle)
    return found


def _clocks(ticket_ids: Collection[int]) -> dict[int, list[TicketClock]]:
    found: dict[int, list[TicketClock]] = defaultdict(list)
    if ticket_ids:
        for clock in TicketClock.objects.filter(ticket_id__in=ticket_ids):
            found[clock.ticket_id].append(clock)
    return found
