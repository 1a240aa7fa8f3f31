"""One ticket of two, and two of one, for programs."""

from typing import Annotated

from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.one_ticket import ticket_or_404
from inbox.api.ticket_out import TicketOut, tickets_out
from inbox.api.ticket_verbs import ANSWERS, carried_out
from inbox.people.permissions import may_answer
from inbox.tickets.links import ticket_numbered
from inbox.tickets.merge import merge, unmerge
from inbox.tickets.split import split

router = Router(tags=["tickets"])


class MergeIn(BaseModel):
    """into: the number of the ticket that is to have the messages."""

    model_config = ConfigDict(extra="forbid")

    into: StrictInt


class SplitIn(BaseModel):
    """messages: ids, at least one of them written by the buyer."""

    model_config = ConfigDict(extra="forbid")

    messages: list[Annotated[StrictInt, Field(ge=1, lt=2**63)]] = Field(min_length=1, max_length=1000)


@router.post("/tickets/{int:ticket_id}/merge", response=ANSWERS)
def merge_ticket(request: ApiRequest, ticket_id: int, given: MergeIn) -> TicketOut:
    """Put the ticket's messages on another one of the same buyer; the answer is the ticket that is left.

    The buyer waits on since his earliest unanswered message; the merged ticket keeps its log and its waits, and what
    comes in its conversation lands on the other one. What cannot be right is refused: 422 for another buyer, account or
    sales channel, 409 for a claim, a legal deadline that runs, a reply on its way and the like.
    """
    user = require(request, may_answer)
    gone = ticket_or_404(user, ticket_id)
    into = ticket_numbered(str(given.into), user=user)
    merge(gone, into=into, by=user, now=timezone.now())
    (ticket,) = tickets_out([ticket_or_404(user, into.pk)], timezone.now())
    return ticket


@router.post("/tickets/{int:ticket_id}/unmerge", response=ANSWERS)
def unmerge_ticket(request: ApiRequest, ticket_id: int) -> TicketOut:
    """Take the merge of this ticket back; 409 with type `urn:guichet:gone-on` once the buyer was answered."""
    return carried_out(request, ticket_id, unmerge)


@router.post(
    "/tickets/{int:ticket_id}/split", response={201: TicketOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)}
)
def split_ticket(request: ApiRequest, ticket_id: int, given: SplitIn) -> Status[TicketOut]:
    """Make a ticket of some of its messages; the answer is the new one.

    Its waits begin when the buyer wrote. What was answered before stays answered, and what the buyer writes next lands
    on the old ticket.
    """
    user = require(request, may_answer)
    new = split(ticket_or_404(user, ticket_id), given.messages, by=user, now=timezone.now())
    (ticket,) = tickets_out([ticket_or_404(user, new.pk)], timezone.now())
    return Status(201, ticket)
