"""Tickets: the list, one with its messages, and changing one."""

from django.utils import timezone
from ninja import Query, Router

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.one_ticket import ticket_or_404
from inbox.api.ticket_changes import TicketChanges, change_ticket
from inbox.api.ticket_list import TicketFilters, TicketList, list_tickets
from inbox.api.ticket_out import TicketDetail, TicketOut, ticket_detail, tickets_out
from inbox.people.permissions import may_answer

router = Router(tags=["tickets"])


@router.get("/tickets", response={200: TicketList, **problems(401, 403, 422, 429)})
def get_tickets(request: ApiRequest, filters: Query[TicketFilters]) -> TicketList:
    """Tickets, as in the queue: the most urgent first. With `updated_since`: in the order they changed.

    To follow changes, ask again with the last `updated_at` seen as `updated_since`: nothing is missed,
    and what changed at that very moment comes again.
    """
    return list_tickets(require(request, may_answer), filters, timezone.now())


@router.get("/tickets/{int:ticket_id}", response={200: TicketDetail, **problems(401, 403, 404, 429)})
def get_ticket(request: ApiRequest, ticket_id: int) -> TicketDetail:
    """One ticket with all its messages and response cycles."""
    return ticket_detail(ticket_or_404(require(request, may_answer), ticket_id), timezone.now())


@router.patch("/tickets/{int:ticket_id}", response={200: TicketOut, **problems(400, 401, 403, 404, 413, 422, 429)})
def patch_ticket(request: ApiRequest, ticket_id: int, changes: TicketChanges) -> TicketOut:
    """Change status, assignee, priority, tags or the order it is about: all that is sent, or nothing."""
    user = require(request, may_answer)
    now = timezone.now()
    change_ticket(ticket_or_404(user, ticket_id), changes, by=user, now=now)
    (ticket,) = tickets_out([ticket_or_404(user, ticket_id)], now)
    return ticket
