"""The waits and further deadlines of a ticket as the API shows them."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel

from inbox.models import ClockKind, EndReason, ResponseCycle, Target, Ticket, TicketClock


class CycleOut(BaseModel):
    """One wait of the buyer. due_at, met: on the marketplace's clock; met is null while it is not decided.

    target: which of the company's two is measured, the first answer or a later one. company_due_at: null without one,
    and while it is paused. acknowledged_at: when the buyer was told that an answer will follow. marketplace_ended_at:
    when the marketplace's clock stopped, where an acknowledgement does that before the wait's end.
    """

    opened_at: datetime
    due_at: datetime | None
    marketplace_ended_at: datetime | None
    target: Target
    company_due_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    met: bool | None
    company_met: bool | None


class ClockOut(BaseModel):
    """A deadline besides the wait. due_at: null while it is paused."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    met: bool | None


def open_cycles(tickets: Iterable[Ticket]) -> dict[int, ResponseCycle]:
    """The wait that lasts, by ticket; one query."""
    return {cycle.ticket_id: cycle for cycle in ResponseCycle.objects.filter(ticket__in=tickets, ended_at=None)}


def cycles_of(ticket: Ticket, now: datetime) -> list[CycleOut]:
    return [_cycle_out(cycle, now) for cycle in ResponseCycle.objects.filter(ticket=ticket).order_by("number")]


def clocks_of(ticket: Ticket, now: datetime) -> list[ClockOut]:
    found = TicketClock.objects.filter(ticket=ticket).order_by("started_at", "id")
    return [
        ClockOut(
            kind=ClockKind(clock.kind),
            started_at=clock.started_at,
            due_at=clock.due_at,
            ended_at=clock.ended_at,
            end_reason=EndReason(clock.end_reason) if clock.end_reason else None,
            met=clock.met(now),
        )
        for clock in found
    ]


def _cycle_out(cycle: ResponseCycle, now: datetime) -> CycleOut:
    return CycleOut(
        opened_at=cycle.opened_at,
        due_at=cycle.due_at,
        marketplace_ended_at=cycle.marketplace_ended_at,
        target=Target(cycle.target),
        company_due_at=cycle.company_due_at,
        acknowledged_at=cycle.acknowledged_at,
        answered_at=cycle.answered_at,
        ended_at=cycle.ended_at,
        end_reason=EndReason(cycle.end_reason) if cycle.end_reason else None,
        met=cycle.met(now),
        company_met=cycle.company_met(now),
    )
