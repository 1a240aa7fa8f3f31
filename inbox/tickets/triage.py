"""What an agent does with a ticket besides answering: assign, set status, note, say that no answer is needed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from connectors.text import storable
from inbox.alerts.occasions import notify_assigned
from inbox.bulk import update_rows
from inbox.changes import bump_on_commit
from inbox.claims.deadlines import claim_due_at, claims_due_at
from inbox.deadlines.log import GOES_ON
from inbox.errors import EmptyReply
from inbox.models import (
    EndReason,
    EventKind,
    Message,
    MessageDirection,
    ResponseCycle,
    Status,
    Ticket,
    TicketEvent,
    User,
)
from inbox.tickets.changing import (
    change,
    change_many,
    locked,
    locked_many,
    log,
    log_events,
    refresh,
    refresh_many,
    write,
    write_many,
)
from inbox.tickets.errors import NotByHand
from inbox.tickets.mentions import tell_mentioned

SET_BY_HAND = (Status.OPEN, Status.WAITING, Status.SOLVED)


def assign(ticket: Ticket, *, to: User | None, by: User | None, now: datetime) -> None:
    """Give the ticket to somebody, who is told, or to nobody."""
    assign_many([ticket], to=to, by=by, now=now)


def assign_many(tickets: Sequence[Ticket], *, to: User | None, by: User | None, now: datetime) -> None:
    """The same of several."""
    with transaction.atomic():
        notify_assigned(_give_many(tickets, to=to, by=by, now=now), to, by=by, now=now)


def give(ticket: Ticket, *, to: User | None, by: User | None, now: datetime) -> bool:
    """Give it to somebody who is told in another way; False if it is his. A note of hand-over was for who had it."""
    return bool(_give_many([ticket], to=to, by=by, now=now))


def _give_many(tickets: Sequence[Ticket], *, to: User | None, by: User | None, now: datetime) -> list[Ticket]:
    before, after = {ticket.pk: ticket.assignee_id for ticket in tickets}, to.pk if to else None
    columns = {"assignee": to, "hand_over": None}
    return change_many(tickets, by=by, now=now, kind=EventKind.ASSIGNED, before=before, after=after, **columns)


def set_status(ticket: Ticket, *, status: str, by: User, now: datetime) -> None:
    """Change the status. Solving ends the wait for what has been seen; reopening takes that back: whom it had been
    solved over waits on since he wrote, and the log says both.

    Raises NotByHand for a status that only its own action gives or takes (snooze.py, spam.py).
    """
    set_status_of_many([ticket], status=status, by=by, now=now)
    ticket.refresh_from_db()


def set_status_of_many(tickets: Sequence[Ticket], *, status: str, by: User, now: datetime) -> None:
    """The same of several: of all of them, or an error and nothing is changed."""
    with transaction.atomic():
        current = [ticket for ticket in locked_many(tickets) if ticket.status != status]
        if any(status not in SET_BY_HAND or ticket.status in (Status.SPAM, Status.MERGED) for ticket in current):
            raise NotByHand
        before, going_on = {ticket.pk: ticket.status for ticket in current}, _going_on(current)
        columns = {"status": status, "solved_at": now if status == Status.SOLVED else None}
        columns |= {"snoozed_until": None, "woken_at": None}
        write_many(current, now=now, **columns)
        log_events(_change_of(ticket, before[ticket.pk], ticket.pk in going_on, by=by, now=now) for ticket in current)
        reopened = [ticket for ticket in current if before[ticket.pk] == Status.SOLVED]
        claims_due = claims_due_at(reopened) if reopened else {}
        for ticket in current if status == Status.SOLVED else reopened:
            ticket.claim_due_at = claims_due.get(ticket.pk)
        refresh_many(current, now)


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


def _going_on(tickets: Sequence[Ticket]) -> set[int]:
    """On which of them somebody waits again if they are reopened: "solved" had ended his wait."""
    solved = [ticket.pk for ticket in tickets if ticket.status == Status.SOLVED]
    ended = ResponseCycle.objects.filter(
        ticket__in=solved, end_reason=EndReason.SOLVED, ended_at=F("ticket__solved_at")
    )
    return set(ended.values_list("ticket", flat=True)) if solved else set()


def _change_of(ticket: Ticket, before: str, goes_on: bool, *, by: User, now: datetime) -> TicketEvent:  # noqa: FBT001
    """What the log says of a new status."""
    kind = EventKind.SOLVED if ticket.status == Status.SOLVED else EventKind.STATUS
    after: dict[str, Any] = {"value": ticket.status} | ({GOES_ON: True} if goes_on else {})
    return TicketEvent(ticket_id=ticket.pk, at=now, kind=kind, user=by, before={"value": before}, after=after)


def set_priority(ticket: Ticket, *, priority: int, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        change(
            ticket, by=by, now=now, kind=EventKind.PRIORITY, before=ticket.priority, after=priority, priority=priority
        )


def set_tags(ticket: Ticket, *, tags: Sequence[str], by: User | None, now: datetime) -> None:
    """Replace the tags; order and case are kept, doubles and empty ones dropped."""
    set_tags_of_many([ticket], tags={ticket.pk: tags}, by=by, now=now)
    ticket.refresh_from_db()


def set_tags_of_many(
    tickets: Sequence[Ticket], *, tags: Mapping[int, Sequence[str]], by: User | None, now: datetime
) -> None:
    """The same of several. tags: by ticket id."""
    with transaction.atomic():
        current = locked_many(tickets)
        before = {ticket.pk: ticket.tags for ticket in current}
        kept = {ticket.pk: _cleaned(tags[ticket.pk]) for ticket in current}
        changed = [ticket for ticket in current if before[ticket.pk] != kept[ticket.pk]]
        for ticket in changed:
            ticket.tags, ticket.updated_at = kept[ticket.pk], now
        update_rows(Ticket, ["tags", "updated_at"], changed)
        log_events(
            TicketEvent(
                ticket_id=ticket.pk,
                at=now,
                kind=EventKind.TAGS,
                user=by,
                before={"value": before[ticket.pk]},
                after={"value": ticket.tags},
            )
            for ticket in changed
        )
        refresh_many(changed, now)  # policies look at tags


def _cleaned(tags: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for tag in tags if (name := storable(tag).strip()[:50])))


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
