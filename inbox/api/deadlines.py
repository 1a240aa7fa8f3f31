"""Why a ticket is due when it is due."""

from datetime import datetime

from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.one_ticket import ticket_or_404
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.clock_records import ClockRecord
from inbox.deadlines.explained import Explained, explained
from inbox.deadlines.ready_made import name_of
from inbox.models import Ticket
from inbox.people.permissions import may_answer
from inbox.views.deadlines.why_lines import why_sentences

router = Router(tags=["tickets"])


class VersionOut(BaseModel):
    """A policy or a calendar as it was when it gave the deadline."""

    id: int
    name: str
    version: int


class ClockOut(BaseModel):
    """clock: "marketplace", "company" or "statutory". kind: what is to be done: "answer", "first" or "next" (answer),
    "acknowledgement", "resolution", "statutory_acknowledgement", "statutory", "marketplace" (a further question),
    "claim".

    policy: null for a deadline that the marketplace gave itself. version: of the policy. calendar: null = around the
    clock. due_at: null while paused. met: true in time, false late, null not decided yet.
    """

    clock: str
    kind: str
    policy: VersionOut | None
    version: int | None
    calendar: VersionOut | None
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    met: bool | None


class ExplainedClockOut(ClockOut):
    """why: the steps as sentences, in the language asked for (Accept-Language)."""

    why: list[str]


class DeadlineOut(BaseModel):
    """rules: the clock that due_at is of, the soonest of those that run; null if nothing is due."""

    due_at: datetime | None
    clocks: list[ExplainedClockOut]
    rules: str | None


@router.get("/tickets/{int:ticket_id}/deadline", response={200: DeadlineOut, **problems(401, 403, 404, 429)})
def deadline(request: ApiRequest, ticket_id: int) -> DeadlineOut:
    """Say why the ticket is due when it is: every clock, step by step."""
    ticket, now = ticket_or_404(require(request, may_answer), ticket_id), timezone.now()
    clocks = explained(ticket, now)
    return DeadlineOut(
        due_at=ticket.reply_due_at,
        clocks=[_explained_out(clock, ticket, now) for clock in clocks],
        rules=next((clock.record.clock for clock in clocks if clock.record.rules(ticket)), None),
    )


def clock_out(record: ClockRecord) -> ClockOut:
    """One clock, as deadline and proof show it."""
    policy, calendar = record.policy, record.calendar
    return ClockOut(
        clock=record.clock,
        kind=record.kind,
        policy=VersionOut(id=policy.policy_id, name=name_of(policy.policy), version=policy.number) if policy else None,
        version=policy.number if policy else None,
        calendar=(
            VersionOut(id=calendar.calendar_id, name=name_of_calendar(calendar.calendar), version=calendar.number)
            if calendar
            else None
        ),
        started_at=record.started_at,
        due_at=record.due_at,
        ended_at=record.ended_at,
        end_reason=record.end_reason or None,
        met=record.met,
    )


def _explained_out(clock: Explained, ticket: Ticket, now: datetime) -> ExplainedClockOut:
    return ExplainedClockOut(**clock_out(clock.record).model_dump(), why=list(why_sentences(clock, ticket, now=now)))
