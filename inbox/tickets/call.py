"""Telephone calls: who rang, when, what was said. A call answers whoever was waiting then.

The note is a message like any internal note, written at the time of the call; the log's entry names it.
"""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from connectors.text import storable
from inbox.changes import bump_on_commit
from inbox.errors import EmptyReply
from inbox.models import EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, User
from inbox.tickets.changing import locked, refresh, write
from inbox.tickets.errors import InTheFuture


class Caller(StrEnum):
    """Who rang whom, as the log keeps it."""

    SHOP = "shop"
    BUYER = "buyer"


def log_call(ticket: Ticket, *, caller: Caller, at: datetime, note: str, by: User, now: datetime) -> Message:
    """Write the call down. It counts as an answer at its own time, to what had been seen by then.

    Raises InTheFuture, and EmptyReply without a note.
    """
    if at > now:
        raise InTheFuture
    text = storable(note).strip()
    if not text:
        raise EmptyReply
    with transaction.atomic():
        current = locked(ticket)
        said = Message.objects.create(
            ticket=current,
            account_id=current.account_id,
            direction=MessageDirection.NOTE,
            author=str(by)[:255],
            user=by,
            body_text=text,
            written_at=at,
            fetched_at=now,
        )
        after = {"value": caller.value}
        TicketEvent.objects.create(ticket=current, at=at, kind=EventKind.CALL, user=by, message_id=said.pk, after=after)
        write(current, now=now, woken_at=None)
        refresh(current, now)
        if current.status == Status.OPEN and not current.needs_reply:
            write(current, now=now, status=Status.WAITING)
        bump_on_commit([current.pk])
    ticket.refresh_from_db()
    return said
