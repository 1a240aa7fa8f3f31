"""What an agent does with a ticket besides answering: assign, set status, note, say that no answer is needed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from connectors.text import storable
from inbox.alerts.occasions import notify_assigned
from inbox.changes import bump_on_commit
from inbox.claims.deadlines import claim_due_at
from inbox.deadlines.log import GOES_ON
from inbox.errors import EmptyReply
from inbox.models import EndReason, EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, User
from inbox.tickets.changing import change, locked, log, refresh, write
from inbox.tickets.errors import NotByHand
from inbox.tickets.mentions import tell_mentioned

SET_BY_HAND = (Status.OPEN, Status.WAITING, Status.SOLVED)


def assign(ticket: Ticket, *, to: User | None, by: User | None, now: datetime) -> None:
    """Give the ticket to somebody, who is told, or to nobody."""
    with transaction.atomic():
        if give(ticket, to=to, by=by, now=now):
            notify_assigned(ticket, to, by=by, now=now)


def give(ticket: Ticket, *, to: User | None, by: User | None, now: datetime) -> bool:
    """Give it to somebody who is told in another way; False if it is his. A note of hand-over was for who had it."""
    before, after = ticket.assignee_id, to.pk if to else None
    columns = {"assignee": to, "hand_over": None}
    return change(ticket, by=by, now=now, kind=EventKind.ASSIGNED, before=before, after=after, **columns)


def set_status(ticket: Ticket, *, status: str, by: User, now: datetime) -> None:
    """Change the status. Solving ends the wait for what has been seen; reopening takes that back: whom it had been
    solved over waits on since he wrote, and the log says both.

    Raises NotByHand for a status that only its own action gives or takes (snooze.py, spam.py).
    """
    with transaction.atomic():
        current = locked(ticket)
        if current.status == status:
            return
        if status not in SET_BY_HAND or current.status in (Status.SPAM, Status.MERGED):
            raise NotByHand
        before, goes_on = current.status, _goes_on(current)
        columns = {"status": status, "solved_at": now if status == Status.SOLVED else None}
        columns |= {"snoozed_until": None, "woken_at": None}
        write(current, now=now, **columns)
        _log_status(current, before, goes_on=goes_on, by=by, now=now)
        if status == Status.SOLVED:
            current.claim_due_at = None
        elif before == Status.SOLVED:
            current.claim_due_at = claim_due_at(current)
        refresh(current, now)
    ticket.refresh_from_db()


def still_solved(ticket: Ticket, *, since: datetime, by: User, now: datetime) -> None:
    """Give a ticket that was something else for a while its solution back, as of its own time; nothing if somebody
    waits by now.
    """
    with transaction.atomic():
        current = locked(ticket)
        if not current.needs_reply:
            columns = {"status": Status.SOLVED, "solved_at": since, "claim_due_at": None}
            before, after = current.status, Status.SOLVED.value
            change(current, by=by, now=now, kind=EventKind.STATUS, before=before, after=after, **columns)
            refresh(current, now)
    ticket.refresh_from_db()


def _goes_on(ticket: Ticket) -> bool:
    """Whether somebody waits again if this is reopened: "solved" had ended his wait."""
    ended = ticket.cycles.filter(end_reason=EndReason.SOLVED, ended_at=ticket.solved_at)
    return ticket.status == Status.SOLVED and ended.exists()


def _log_status(ticket: Ticket, before: str, *, goes_on: bool, by: User, now: datetime) -> None:
    kind = EventKind.SOLVED if ticket.status == Status.SOLVED else EventKind.STATUS
    said = {"before": {"value": before}, "after": {"value": ticket.status} | ({GOES_ON: True} if goes_on else {})}
    TicketEvent.objects.create(ticket=ticket, at=now, kind=kind, user=by, **said)
    bump_on_commit([ticket.pk])


def set_priority(ticket: Ticket, *, priority: int, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        change(
            ticket, by=by, now=now, kind=EventKind.PRIORITY, before=ticket.priority, after=priority, priority=priority
        )


def set_tags(ticket: Ticket, *, tags: Sequence[str], by: User | None, now: datetime) -> None:
    """Replace the tags; order and case are kept, doubles and empty ones dropped."""
    kept = list(dict.fromkeys(name for tag in tags if (name := storable(tag).strip()[:50])))
    with transaction.atomic():
        current = locked(ticket)
        if change(current, by=by, now=now, kind=EventKind.TAGS, before=current.tags, after=kept, tags=kept):
            refresh(current, now)  # policies look at tags
    ticket.refresh_from_db()


def add_note(ticket: Ticket, *, body: str, by: User | None, now: datetime, author: str = "") -> Message:
    """Write an internal note; buyers never see it and it stops no clock. Whom it names is told. Raises EmptyReply.

    author: of one that no person writes, who does.
    """
    body = storable(body).strip()
    if not body:
        raise EmptyReply
    with transaction.atomic():
        note = Message.objects.create(
            ticket=ticket,
            account_id=ticket.account_id,
            direction=MessageDirection.NOTE,
            author=(str(by) if by else author)[:255],
            user=by,
            body_text=body,
            written_at=now,
        )
        TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.NOTE, user=by, message_id=note.pk)
        tell_mentioned(note, by=by, now=now)
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=now)
        bump_on_commit([ticket.pk])
    return note


def no_answer_needed(ticket: Ticket, *, by: User, now: datetime) -> None:
    """End the open wait without an answer; it can be taken back."""
    with transaction.atomic():
        current = locked(ticket)
        if not current.needs_reply:
            return
        log(current, by=by, now=now, kind=EventKind.NO_ANSWER_NEEDED, before=None, after=None)
        write(current, now=now, claim_due_at=None, woken_at=None)
        refresh(current, now)
        Ticket.objects.filter(pk=ticket.pk, status=Status.OPEN).update(status=Status.WAITING)
    ticket.refresh_from_db()


def answer_needed(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take the last "no answer needed" (or "solved") back: the wait goes on with its old deadline.

    Raises NotByHand for spam and a merged ticket.
    """
    with transaction.atomic():
        current = locked(ticket)
        if current.status in (Status.SPAM, Status.MERGED):
            raise NotByHand
        log(current, by=by, now=now, kind=EventKind.ANSWER_NEEDED, before=None, after=None)
        current.claim_due_at = claim_due_at(current)
        refresh(current, now)
        if current.needs_reply:
            write(current, now=now, status=Status.OPEN, solved_at=None, snoozed_until=None)
    ticket.refresh_from_db()


def mark_seen(ticket: Ticket, *, by: User, now: datetime) -> None:
    """An agent opened the ticket."""
    del by, now
    if ticket.unread:
        Ticket.objects.filter(pk=ticket.pk, unread=True).update(unread=False)
        ticket.unread = False
        bump_on_commit([ticket.pk])
