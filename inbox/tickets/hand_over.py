"""Give a ticket to somebody with a note that he sees before anything else."""

from datetime import datetime

from django.db import transaction

from inbox.alerts.occasions import notify_handed_over
from inbox.changes import bump_on_commit
from inbox.models import EventKind, Ticket, TicketEvent, User
from inbox.tickets.changing import locked, write
from inbox.tickets.triage import add_note, give


def hand_over(ticket: Ticket, *, to: User, note: str, by: User, now: datetime) -> None:
    """Assign with a note, which stays among the messages; he is told once, of both. Raises EmptyReply."""
    with transaction.atomic():
        current = locked(ticket)
        said = add_note(current, body=note, by=by, now=now)
        give(current, to=to, by=by, now=now)
        write(current, now=now, hand_over=said)
        TicketEvent.objects.create(
            ticket=current, at=now, kind=EventKind.HANDED_OVER, user=by, message_id=said.pk, after={"value": to.pk}
        )
        notify_handed_over(current, to, by=by, now=now)
    ticket.refresh_from_db()


def note_read(ticket: Ticket, *, by: User, now: datetime) -> None:
    """The new assignee has read the note; nothing if it was meant for somebody else."""
    with transaction.atomic():
        current = locked(ticket)
        if current.hand_over_id is not None and current.assignee_id == by.pk:
            write(current, now=now, hand_over=None)
            bump_on_commit([current.pk])
    ticket.refresh_from_db()
