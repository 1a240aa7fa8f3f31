"""Solve tickets whose reply was sent to be the last word, once the marketplace has accepted it.

Not before: while it can be taken back or refused, the buyer has no answer. And not if he wrote again meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime

from inbox.models import Delivery, EventKind, Message, MessageDirection, Status, Ticket, TicketEvent


def solve_as_wished(tickets: Iterable[Ticket], now: datetime) -> None:
    """Give these tickets the status that their accepted replies want. Saves no ticket.

    tickets: locked by the caller, with their deadlines brought up to date. A wish is granted, or void, once.
    """
    by_id = {ticket.id: ticket for ticket in tickets}
    wishes = Message.objects.filter(ticket_id__in=by_id, delivery=Delivery.ACCEPTED, solves=True)
    granted = list(wishes.select_related("user").order_by("id"))
    for reply in granted:
        ticket = by_id[reply.ticket_id]
        if _has_the_last_word(reply, ticket):
            _solve(ticket, reply, now)
    Message.objects.filter(pk__in=[reply.pk for reply in granted]).update(solves=False)


def _has_the_last_word(reply: Message, ticket: Ticket) -> bool:
    if ticket.needs_reply or ticket.status not in (Status.OPEN, Status.WAITING, Status.SNOOZED):
        return False
    return not ticket.messages.filter(direction=MessageDirection.IN, automatic=False, id__gt=reply.id).exists()


def _solve(ticket: Ticket, reply: Message, now: datetime) -> None:
    before, ticket.status, ticket.solved_at = ticket.status, Status.SOLVED, now
    TicketEvent.objects.create(
        ticket_id=ticket.pk,
        at=now,
        kind=EventKind.SOLVED,
        user=reply.user,
        message_id=reply.pk,
        before={"value": before},
        after={"value": Status.SOLVED},
    )
