"""What new messages do to the status of their tickets."""

from collections.abc import Collection, Sequence
from datetime import datetime

from inbox.arriving.message_rows import Placed
from inbox.models import EventKind, Status, Ticket, TicketEvent
from inbox.tickets.snooze import Why, awake
from inbox.tickets.spam import is_let_back, let_back


def take_out_of_spam(placed: Sequence[Placed], now: datetime) -> None:
    """Before messages are stored: those of spam open no wait, unless an order is known by now."""
    events = [let_back(place.ticket, now) for place in placed if is_let_back(place.ticket)]
    TicketEvent.objects.bulk_create(events)


def settle_status(
    touched: Sequence[Ticket], placed: Sequence[Placed], *, asked: Collection[int], now: datetime, quiet: bool
) -> None:
    """A waiting buyer opens a ticket; an answered one waits for the buyer; old answered ones come in closed.

    asked: the tickets on which somebody wrote what wants an answer. Only that wakes a snoozed one, and nothing spam.
    """
    fresh = {place.ticket.id for place in placed if place.is_new}
    events = []
    for ticket in touched:
        before = ticket.status
        if before == Status.SPAM:
            continue
        if before == Status.SNOOZED:
            events += [awake(ticket, Why.BUYER, now)] if ticket.id in asked else []
        elif ticket.needs_reply:
            ticket.status, ticket.solved_at = Status.OPEN, None
        elif quiet and (ticket.id in fresh or before == Status.SOLVED):
            ticket.status, ticket.solved_at = Status.SOLVED, ticket.last_message_at
        elif before == Status.OPEN:
            ticket.status = Status.WAITING
        if before == Status.SOLVED and ticket.status == Status.OPEN:
            events.append(_reopened(ticket, now))
    TicketEvent.objects.bulk_create(event for event in events if event is not None)


def _reopened(ticket: Ticket, now: datetime) -> TicketEvent:
    before, after = {"status": Status.SOLVED.value}, {"status": Status.OPEN.value}
    return TicketEvent(ticket=ticket, at=now, kind=EventKind.REOPENED, before=before, after=after)
