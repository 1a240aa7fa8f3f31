"""Every deadline of a ticket as it is stored, in one shape, whichever table holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inbox.deadlines.targets import Targets
from inbox.models import CalendarVersion, Clock, ClockKind, EndReason, PolicyVersion, ResponseCycle, Target, Ticket
from inbox.models.cycle import is_met

ANSWER = "answer"
CLAIM = "claim"
WITH_VERSIONS = (
    *("marketplace_version__policy", "marketplace_calendar__calendar"),
    *("company_version__policy", "company_calendar__calendar"),
)
"""What clocks_of_wait() looks at beside a cycle."""


@dataclass(frozen=True)
class ClockRecord:
    """One deadline.

    clock: whose (Clock). kind: "answer" (the marketplace's), a Target (the company's), a ClockKind, or "claim", which
    the marketplace gives itself. policy, calendar: the versions that gave it; policy None = of before there were
    policies, or the claim's; calendar None = around the clock. due_at None: paused, when it was stored.
    met: True in time, False late, None not decided yet.
    """

    clock: str
    kind: str
    policy: PolicyVersion | None
    calendar: CalendarVersion | None
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    met: bool | None

    def rules(self, ticket: Ticket) -> bool:
        """Whether the list goes by this one: of all that run, the soonest."""
        return self.ended_at is None and self.due_at is not None and self.due_at == ticket.reply_due_at

    @property
    def targets(self) -> Targets:
        """What its policy gives; nothing without one."""
        return Targets.from_spec(self.policy.targets, clock=self.clock) if self.policy else Targets()


def clocks_of_wait(cycle: ResponseCycle, now: datetime) -> Iterator[ClockRecord]:
    """The marketplace's and the company's. cycle: WITH_VERSIONS."""
    if cycle.due_at is not None:
        acknowledged = cycle.marketplace_ended_at not in (None, cycle.ended_at)
        yield ClockRecord(
            Clock.MARKETPLACE,
            ANSWER,
            cycle.marketplace_version,
            cycle.marketplace_calendar,
            cycle.opened_at,
            cycle.due_at,
            cycle.marketplace_ended_at or cycle.ended_at,
            EndReason.ACKNOWLEDGED if acknowledged else cycle.end_reason,
            cycle.met(now),
        )
    company = ClockRecord(
        Clock.COMPANY,
        cycle.target,
        cycle.company_version,
        cycle.company_calendar,
        cycle.opened_at,
        cycle.company_due_at,
        cycle.ended_at,
        cycle.end_reason,
        cycle.company_met(now),
    )
    if company.targets.first if cycle.target == Target.FIRST else company.targets.next:
        yield company


def clocks_of_ticket(ticket: Ticket, now: datetime) -> Iterator[ClockRecord]:
    """Those besides the waits, the oldest first: one query. Without those that no policy asks for any more."""
    rows = ticket.clocks.exclude(end_reason="no_longer").select_related("version__policy", "calendar_version__calendar")
    for row in rows.order_by("started_at", "id"):
        yield ClockRecord(
            CLOCKS[ClockKind(row.kind)],
            row.kind,
            row.version,
            row.calendar_version,
            row.started_at,
            row.due_at,
            row.ended_at,
            row.end_reason,
            row.met(now),
        )


def clocks_of_claims(ticket: Ticket, now: datetime) -> Iterator[ClockRecord]:
    """Deadlines that the marketplace gives itself, copied as they are: one query."""
    for claim in ticket.claims.exclude(respond_by=None).order_by("opened_at", "id"):
        yield ClockRecord(
            Clock.MARKETPLACE,
            CLAIM,
            None,
            None,
            claim.opened_at,
            claim.respond_by,
            claim.ended_at,
            "claim_ended" if claim.ended_at else "",
            is_met(claim.respond_by, claim.ended_at, now),
        )


CLOCKS = {
    ClockKind.ACKNOWLEDGEMENT: Clock.COMPANY,
    ClockKind.RESOLUTION: Clock.COMPANY,
    ClockKind.STATUTORY_ACKNOWLEDGEMENT: Clock.STATUTORY,
    ClockKind.STATUTORY: Clock.STATUTORY,
    ClockKind.MARKETPLACE: Clock.MARKETPLACE,
}
"""Whose each of a ticket's further deadlines is."""
