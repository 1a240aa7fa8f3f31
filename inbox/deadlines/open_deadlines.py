"""The deadlines that run on tickets: what waits, since when, until when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from inbox.deadlines.clock_records import CLOCKS
from inbox.models import (
    Claim,
    ClaimState,
    Clock,
    ClockKind,
    DeadlineWarning,
    ResponseCycle,
    Ticket,
    TicketClock,
    Waiting,
)


@dataclass(frozen=True)
class OpenDeadline:
    """One deadline that runs. seen_at: when we learnt that somebody waits.

    clock: whose (Clock). version_id, calendar_version_id: what gave it; None of a claim's, and of before there were
    policies.
    """

    ticket: Ticket
    waiting: Waiting
    opened_at: datetime
    due_at: datetime
    seen_at: datetime
    clock: Clock
    version_id: int | None = None
    calendar_version_id: int | None = None

    @property
    def key(self) -> tuple[int, str, datetime]:
        """By what it is known among the warnings."""
        return self.ticket.pk, self.waiting, self.opened_at


def open_deadlines(tickets: Sequence[Ticket]) -> list[OpenDeadline]:
    """Return every one of these tickets: a query for each sort, however many there are. Paused ones are left out."""
    due = {ticket.pk: ticket for ticket in tickets if ticket.reply_due_at is not None}
    return list(chain(_of_cycles(due), _of_clocks(due), _of_claims(due))) if due else []


def still_open(warnings: Iterable[DeadlineWarning]) -> set[int]:
    """The ids of those warnings (with their tickets) whose wait has not ended since."""
    warnings = list(warnings)
    tickets = {warning.ticket_id: warning.ticket for warning in warnings}
    keys = {one.key for one in open_deadlines(list(tickets.values()))}
    return {one.pk for one in warnings if (one.ticket_id, one.waiting, one.opened_at) in keys}


def _of_cycles(tickets: dict[int, Ticket]) -> Iterator[OpenDeadline]:
    rows = ResponseCycle.objects.filter(ticket__in=tickets, ended_at=None).select_related("opened_by")
    for cycle in rows:
        seen_at = (cycle.opened_by.fetched_at if cycle.opened_by else None) or cycle.opened_at
        ticket, there = tickets[cycle.ticket_id], cycle.marketplace_ended_at is None
        if there and cycle.due_at is not None:
            yield OpenDeadline(
                *(ticket, Waiting.MARKETPLACE, cycle.opened_at, cycle.due_at, seen_at, Clock.MARKETPLACE),
                *(cycle.marketplace_version_id, cycle.marketplace_calendar_id),
            )
        if cycle.company_due_at is not None:
            yield OpenDeadline(
                *(ticket, Waiting.COMPANY, cycle.opened_at, cycle.company_due_at, seen_at, Clock.COMPANY),
                *(cycle.company_version_id, cycle.company_calendar_id),
            )


def _of_clocks(tickets: dict[int, Ticket]) -> Iterator[OpenDeadline]:
    for clock in TicketClock.objects.filter(ticket__in=tickets, ended_at=None, due_at__isnull=False):
        if clock.due_at is not None:
            seen_at = max(clock.started_at, tickets[clock.ticket_id].created_at)
            kind = ClockKind(clock.kind)
            yield OpenDeadline(
                *(tickets[clock.ticket_id], _OF_KIND[kind], clock.started_at, clock.due_at, seen_at, CLOCKS[kind]),
                *(clock.version_id, clock.calendar_version_id),
            )


_OF_KIND = {
    ClockKind.ACKNOWLEDGEMENT: Waiting.ACKNOWLEDGEMENT,
    ClockKind.RESOLUTION: Waiting.RESOLUTION,
    ClockKind.STATUTORY_ACKNOWLEDGEMENT: Waiting.STATUTORY_ACKNOWLEDGEMENT,
    ClockKind.STATUTORY: Waiting.STATUTORY,
    ClockKind.MARKETPLACE: Waiting.MARKETPLACE,
}


def _of_claims(tickets: dict[int, Ticket]) -> Iterator[OpenDeadline]:
    """Those of a ticket whose claims wait; a person may have said that no answer is needed."""
    claimed = [pk for pk, ticket in tickets.items() if ticket.claim_due_at is not None]
    rows = Claim.objects.filter(ticket__in=claimed, state=ClaimState.SELLER, ended_at=None, respond_by__isnull=False)
    for claim in rows if claimed else ():
        ticket = tickets[claim.ticket_id]
        if claim.respond_by is not None:
            seen_at = max(claim.opened_at, ticket.created_at)
            yield OpenDeadline(ticket, Waiting.CLAIM, claim.opened_at, claim.respond_by, seen_at, Clock.MARKETPLACE)
