"""Spam: out of the lists, and so is what still comes in that conversation, as long as no order is known for it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from inbox.models import EventKind, Message, MessageDirection, OrderMatch, Status, Ticket, TicketEvent, User
from inbox.tickets.changing import change_many, locked_many, refresh_many, write_many
from inbox.tickets.errors import NoSpam


def mark_spam(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Nobody needs to answer it, now or later. Raises NoSpam where a claim is open, and for a merged ticket."""
    mark_spam_many([ticket], by=by, now=now)
    ticket.refresh_from_db()


def mark_spam_many(tickets: Sequence[Ticket], *, by: User, now: datetime) -> None:
    """The same of several: of all of them, or an error and nothing is changed."""
    with transaction.atomic():
        current = locked_many(tickets)
        if any(ticket.status == Status.MERGED or ticket.claim_due_at is not None for ticket in current):
            raise NoSpam
        columns = {"status": Status.SPAM, "solved_at": None, "snoozed_until": None, "woken_at": None, "unread": False}
        before, after = {ticket.pk: ticket.status for ticket in current}, Status.SPAM.value
        marked = change_many(current, by=by, now=now, kind=EventKind.SPAM, before=before, after=after, **columns)
        refresh_many(marked, now)


def not_spam(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take it back: whoever waited before, or wrote since, waits on from his own time; nothing if it is no spam."""
    not_spam_many([ticket], by=by, now=now)
    ticket.refresh_from_db()


def not_spam_many(tickets: Sequence[Ticket], *, by: User, now: datetime) -> None:
    """The same of several."""
    with transaction.atomic():
        current = [ticket for ticket in locked_many(tickets) if ticket.status == Status.SPAM]
        _written_since(current).update(opens_wait=None)
        before, after = {ticket.pk: Status.SPAM.value for ticket in current}, Status.OPEN.value
        change_many(current, by=by, now=now, kind=EventKind.NOT_SPAM, before=before, after=after, status=Status.OPEN)
        refresh_many(current, now)
        write_many([ticket for ticket in current if not ticket.needs_reply], now=now, status=Status.WAITING)


def is_let_back(ticket: Ticket) -> bool:
    """Whether a new message makes this spam a ticket again: a stranger who has an order is no stranger."""
    certain = ticket.order_match in ("", OrderMatch.SURE, OrderMatch.CHOSEN)
    return ticket.status == Status.SPAM and bool(ticket.order_id) and certain


def let_back(ticket: Ticket, now: datetime) -> TicketEvent:
    """Set spam to open, unsaved; return what its log says. What had been taken for spam wants no answer now either."""
    ticket.status, ticket.unread = Status.OPEN, True
    before, after = {"value": Status.SPAM.value}, {"value": Status.OPEN.value, "why": "order"}
    return TicketEvent(ticket=ticket, at=now, kind=EventKind.STATUS, before=before, after=after)


def _written_since(tickets: Sequence[Ticket]) -> QuerySet[Message]:
    """What the buyers wrote while the tickets were spam."""
    marks = TicketEvent.objects.filter(ticket=OuterRef("ticket"), kind=EventKind.SPAM).order_by("-at", "-id")
    written = Message.objects.filter(ticket__in=tickets, direction=MessageDirection.IN, automatic=False)
    return written.filter(opens_wait=False, fetched_at__gte=Subquery(marks.values("at")[:1]))
