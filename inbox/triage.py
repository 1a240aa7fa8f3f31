"""What an agent does with a ticket besides answering: assign, set status, note, say that no answer is needed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from connectors.text import storable
from inbox.changes import bump_on_commit
from inbox.claim_deadlines import claim_due_at
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.errors import EmptyReply
from inbox.models import EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, User


def assign(ticket: Ticket, *, to: User | None, by: User, now: datetime) -> None:
    """Give the ticket to somebody, or to nobody."""
    before = ticket.assignee_id
    with transaction.atomic():
        _change(
            ticket, by=by, now=now, kind=EventKind.ASSIGNED, before=before, after=to.pk if to else None, assignee=to
        )


def set_status(ticket: Ticket, *, status: str, by: User, now: datetime) -> None:
    """Change the status. Solving ends the wait for what has been seen; reopening starts no clock by itself."""
    with transaction.atomic():
        locked = _locked(ticket)
        if locked.status == status:
            return
        kind = EventKind.SOLVED if status == Status.SOLVED else EventKind.STATUS
        solved_at = now if status == Status.SOLVED else None
        before = locked.status
        _change(locked, by=by, now=now, kind=kind, before=before, after=status, status=status, solved_at=solved_at)
        if status == Status.SOLVED:
            locked.claim_due_at = None
            _refresh(locked, now)
        elif before == Status.SOLVED and (due_at := claim_due_at(locked)):
            locked.claim_due_at = due_at
            _refresh(locked, now)
    ticket.refresh_from_db()


def set_priority(ticket: Ticket, *, priority: int, by: User, now: datetime) -> None:
    with transaction.atomic():
        _change(
            ticket, by=by, now=now, kind=EventKind.PRIORITY, before=ticket.priority, after=priority, priority=priority
        )


def set_tags(ticket: Ticket, *, tags: Sequence[str], by: User, now: datetime) -> None:
    """Replace the tags; order and case are kept, doubles and empty ones dropped."""
    kept = list(dict.fromkeys(name for tag in tags if (name := storable(tag).strip()[:50])))
    with transaction.atomic():
        _change(ticket, by=by, now=now, kind=EventKind.TAGS, before=ticket.tags, after=kept, tags=kept)


def add_note(ticket: Ticket, *, body: str, by: User, now: datetime) -> Message:
    """Write an internal note; buyers never see it and it stops no clock. Raises EmptyReply."""
    body = storable(body).strip()
    if not body:
        raise EmptyReply
    with transaction.atomic():
        note = Message.objects.create(
            ticket=ticket,
            account_id=ticket.account_id,
            direction=MessageDirection.NOTE,
            author=str(by)[:255],
            user=by,
            body_text=body,
            written_at=now,
        )
        TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.NOTE, user=by, message_id=note.pk)
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=now)
        bump_on_commit([ticket.pk])
    return note


def no_answer_needed(ticket: Ticket, *, by: User, now: datetime) -> None:
    """End the open wait without an answer; it can be taken back."""
    with transaction.atomic():
        locked = _locked(ticket)
        if not locked.needs_reply:
            return
        _log(locked, by=by, now=now, kind=EventKind.NO_ANSWER_NEEDED, before=None, after=None)
        locked.claim_due_at = None
        _refresh(locked, now)
        Ticket.objects.filter(pk=ticket.pk, status=Status.OPEN).update(status=Status.WAITING)
    ticket.refresh_from_db()


def answer_needed(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take the last "no answer needed" (or "solved") back: the wait goes on with its old deadline."""
    with transaction.atomic():
        locked = _locked(ticket)
        _log(locked, by=by, now=now, kind=EventKind.ANSWER_NEEDED, before=None, after=None)
        locked.claim_due_at = claim_due_at(locked)
        _refresh(locked, now)
        if locked.needs_reply:
            Ticket.objects.filter(pk=ticket.pk).update(status=Status.OPEN, solved_at=None)
    ticket.refresh_from_db()


def mark_seen(ticket: Ticket, *, by: User, now: datetime) -> None:
    """An agent opened the ticket."""
    del by, now
    if ticket.unread:
        Ticket.objects.filter(pk=ticket.pk, unread=True).update(unread=False)
        ticket.unread = False
        bump_on_commit([ticket.pk])


def _locked(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)


def _change(
    ticket: Ticket, *, by: User, now: datetime, kind: EventKind, before: Any, after: Any, **columns: Any
) -> None:
    """Write the columns and the event; nothing if nothing changes."""
    if before == after:
        return
    for name, value in columns.items():
        setattr(ticket, name, value)
    ticket.updated_at = now
    ticket.save(update_fields=[*columns, "updated_at"])
    _log(ticket, by=by, now=now, kind=kind, before=before, after=after)


def _log(ticket: Ticket, *, by: User, now: datetime, kind: EventKind, before: Any, after: Any) -> None:
    TicketEvent.objects.create(
        ticket_id=ticket.pk, at=now, kind=kind, user=by, before={"value": before}, after={"value": after}
    )
    bump_on_commit([ticket.pk])


def _refresh(ticket: Ticket, now: datetime) -> None:
    refresh_deadlines([ticket], now)
    ticket.save(update_fields=[*DEADLINE_FIELDS, "claim_due_at", "updated_at"])
