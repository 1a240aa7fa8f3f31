"""What agents put beside a ticket, for programs: telephone calls, the outcome, links, notes of hand-over, steps."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from inbox.api.auth import ApiRequest
from inbox.api.fields import Moment, Text
from inbox.api.ticket_out import TicketOut
from inbox.api.ticket_verbs import ANSWERS, carried_out, person_for
from inbox.models import ChecklistStep, Resolution, Ticket, User
from inbox.tickets import call, checklists, hand_over, links, resolution
from inbox.tickets.call import Caller

router = Router(tags=["tickets"])


class CallIn(BaseModel):
    """at: when it was; left out, now. caller: who rang whom."""

    model_config = ConfigDict(extra="forbid")

    note: Text
    caller: Caller = Caller.SHOP
    at: Moment | None = None


class ResolutionIn(BaseModel):
    """resolution: null takes it off. amount: what it cost the shop, with its currency (ISO 4217)."""

    model_config = ConfigDict(extra="forbid")

    resolution: Resolution | None
    amount: Decimal | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None


class OtherIn(BaseModel):
    """ticket: the number of the other one."""

    model_config = ConfigDict(extra="forbid")

    ticket: StrictInt


class HandOverIn(BaseModel):
    """to: a user's id or e-mail address."""

    model_config = ConfigDict(extra="forbid")

    to: StrictInt | Text
    note: Text


class StepsIn(BaseModel):
    """steps: what is to be done; left out, the list for the ticket's topic."""

    model_config = ConfigDict(extra="forbid")

    steps: list[Text] | None = Field(default=None, max_length=30)


class StepIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    done: StrictBool


@router.post("/tickets/{int:ticket_id}/call", response=ANSWERS)
def log_call(request: ApiRequest, ticket_id: int, given: CallIn) -> TicketOut:
    """Write a telephone call down, with an internal note. It counts as an answer at its own time."""

    def log(ticket: Ticket, *, by: User, now: datetime) -> None:
        call.log_call(ticket, caller=given.caller, at=given.at or now, note=given.note, by=by, now=now)

    return carried_out(request, ticket_id, log)


@router.post("/tickets/{int:ticket_id}/resolution", response=ANSWERS)
def set_resolution(request: ApiRequest, ticket_id: int, given: ResolutionIn) -> TicketOut:
    """Record what the buyer got. Nothing is refunded by that."""
    told = {"resolution": given.resolution, "amount": given.amount, "currency": given.currency or ""}
    return carried_out(request, ticket_id, resolution.set_resolution, **told)


@router.post("/tickets/{int:ticket_id}/link", response=ANSWERS)
def link(request: ApiRequest, ticket_id: int, given: OtherIn) -> TicketOut:
    """Link two tickets to one another."""
    return _with_other(request, ticket_id, given, links.link)


@router.post("/tickets/{int:ticket_id}/unlink", response=ANSWERS)
def unlink(request: ApiRequest, ticket_id: int, given: OtherIn) -> TicketOut:
    """Take the link between two tickets away."""
    return _with_other(request, ticket_id, given, links.unlink)


@router.post("/tickets/{int:ticket_id}/hand-over", response=ANSWERS)
def hand_over_ticket(request: ApiRequest, ticket_id: int, given: HandOverIn) -> TicketOut:
    """Assign the ticket with a note, which its new assignee sees before anything else."""

    def give(ticket: Ticket, *, by: User, now: datetime) -> None:
        hand_over.hand_over(ticket, to=person_for(ticket, given.to, field="to"), note=given.note, by=by, now=now)

    return carried_out(request, ticket_id, give)


@router.post("/tickets/{int:ticket_id}/checklist", response=ANSWERS)
def add_steps(request: ApiRequest, ticket_id: int, given: StepsIn) -> TicketOut:
    """Put steps on the ticket's checklist; 409 with type `urn:guichet:no-checklist` if its topic has no list."""

    def add(ticket: Ticket, *, by: User, now: datetime) -> None:
        if given.steps is None:
            checklists.use_list(ticket, by=by, now=now)
        else:
            checklists.add_steps(ticket, given.steps, by=by, now=now)

    return carried_out(request, ticket_id, add)


@router.post("/tickets/{int:ticket_id}/checklist/{int:step_id}", response=ANSWERS)
def set_step(request: ApiRequest, ticket_id: int, step_id: int, given: StepIn) -> TicketOut:
    """Tick a step off, or untick it."""

    def set_done(ticket: Ticket, *, by: User, now: datetime) -> None:
        step = get_object_or_404(ChecklistStep.objects.select_related("ticket"), pk=step_id, ticket=ticket)
        (checklists.tick if given.done else checklists.untick)(step, by=by, now=now)

    return carried_out(request, ticket_id, set_done)


def _with_other(request: ApiRequest, ticket_id: int, given: OtherIn, verb: Callable[..., None]) -> TicketOut:
    def both(ticket: Ticket, *, by: User, now: datetime) -> None:
        verb(ticket, links.ticket_numbered(str(given.ticket), user=by), by=by, now=now)

    return carried_out(request, ticket_id, both)
