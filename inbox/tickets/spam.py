"""Spam: out of the lists, and so is what still comes in that conversation, as long as no order is known for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from inbox.models import EventKind, Message, MessageDirection, OrderMatch, Status, Ticket, TicketEvent, User
from inbox.tickets.changing import change, locked, refresh, write
from inbox.tickets.errors import NoSpam


def mark_spam(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Nobody needs to answer it, now or later. Raises NoSpam where a claim is open, and for a merged ticket."""
    with transaction.atomic():
        current = locked(ticket)
        if current.status == Status.MERGED or current.claim_due_at is not None:
            raise NoSpam
        columns = {"status": Status.SPAM, "solved_at": None, "snoozed_until": None, "woken_at": None, "unread": False}
        before = current.status
        if change(current, by=by, now=now, kind=EventKind.SPAM, before=before, after=Status.SPAM.value, **columns):
            refresh(current, now)
    ticket.refresh_from_db()


def not_spam(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take it back: whoever waited before, or wrote since, waits on from his own time; nothing if it is no spam."""
    with transaction.atomic():
        current = locked(ticket)
        if current.status != Status.SPAM:
            return
        _written_since(current).update(opens_wait=None)
        before, after = Status.SPAM.value, Status.OPEN.value
        change(current, by=by, now=now, kind=EventKind.NOT_SPAM, before=before, after=after, status=Status.OPEN)
        refresh(current, now)
        if not current.needs_reply:
            write(current, now=now, status=Status.WAITING)
    ticket.refresh_from_db()


def is_let_back(ticket: Ticket) -> bool:
    """Whether a new message makes this spam a ticket again: a stranger who has an order is no stranger."""
    certain = ticket.order_match in ("", OrderMatch.SURE, OrderMatch.CHOSEN)
    return ticket.status == Status.SPAM and bool(ticket.order_id) and certain


def let_back(ticket: Ticket, now: datetime) -> TicketEvent:
    """Set spam to open, unsaved; return what its log says. What had been taken for spam wants no answer now either."""
    ticket.status, ticket.unread = Status.OPEN, True
    before, after = {"value": Status.SPAM.value}, {"value": Status.OPEN.value, "why": "order"}
    return TicketEvent(ticket=ticket, at=now, kind=EventKind.STATUS, before=before, after=after)


def _written_since(ticket: Ticket) -> QuerySet[Message]:
    """What the buyer wrote while the ticket was spam."""
    marked = ticket.events.filter(kind=EventKind.SPAM).order_by("-at", "-id").values_list("at", flat=True).first()
    written = ticket.messages.filter(direction=MessageDirection.IN, opens_wait=False, automatic=False)
    return written.filter(fetched_at__gte=marked) if marked else written.none()
