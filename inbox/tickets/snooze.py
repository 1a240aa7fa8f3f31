"""Put a ticket aside until a moment, or until the buyer writes.

A snooze hides no deadline: while somebody waits for an answer, the ticket comes back COMES_BACK before it is due,
whatever had been asked for, and one that is due sooner than that cannot be put aside. A tick wakes what is due; the
buyer's next message wakes at once (inbox/arriving/status.py). What came back by itself stays in the list of what needs
an answer until somebody has dealt with it (Ticket.woken_at).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from inbox.changes import bump_on_commit
from inbox.models import EventKind, Status, Ticket, TicketEvent, User
from inbox.models.ticket import OVER
from inbox.tickets.changing import locked, refresh, write
from inbox.tickets.errors import DueTooSoon, NothingToSnooze, NotInTheFuture

COMES_BACK = timedelta(hours=2)
"""How long before its deadline a snoozed ticket comes back."""
AT_ONCE = 500


class Why(StrEnum):
    """What woke a ticket, as its log keeps it."""

    TIME = "time"
    DEADLINE = "deadline"
    BUYER = "buyer"
    CLAIM = "claim"
    FAILURE = "failure"
    ANSWER = "answer"
    PERSON = "person"


def snooze(ticket: Ticket, until: datetime | None, *, by: User | None, now: datetime) -> None:
    """Put the ticket aside; None = until the buyer writes. Asked for again, the new moment counts.

    Raises NotInTheFuture, NothingToSnooze for a ticket that is solved, spam or merged, and DueTooSoon.
    """
    if until is not None and until <= now:
        raise NotInTheFuture
    with transaction.atomic():
        current = locked(ticket)
        if current.status in OVER:
            raise NothingToSnooze
        before, after = {"value": current.status}, {"value": Status.SNOOZED.value}
        if until is not None:
            after["until"] = until.isoformat()
        write(current, now=now, status=Status.SNOOZED, snoozed_until=until, woken_at=None)
        TicketEvent.objects.create(ticket=current, at=now, kind=EventKind.SNOOZED, user=by, before=before, after=after)
        refresh(current, now)
        # Only now: the shop's own clock stands still while a ticket is put aside.
        if current.reply_due_at is not None and current.reply_due_at - COMES_BACK <= now:
            raise DueTooSoon(due_at=current.reply_due_at, now=now)
        bump_on_commit([current.pk])
    ticket.refresh_from_db()


def wakes_at(ticket: Ticket) -> datetime | None:
    """When a snoozed ticket comes back by itself; None if only the buyer brings it back."""
    due_at = ticket.reply_due_at - COMES_BACK if ticket.reply_due_at else None
    return min((at for at in (ticket.snoozed_until, due_at) if at is not None), default=None)


def wake(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take a snoozed ticket back into work; nothing if it is awake."""
    with transaction.atomic():
        current = locked(ticket)
        if current.status == Status.SNOOZED:
            _wake(current, Why.PERSON, by=by, now=now)
    ticket.refresh_from_db()


def wake_due(now: datetime) -> int:
    """Wake every ticket whose time has come; return how many. Two workers at once wake each one once."""
    due = Q(snoozed_until__lte=now) | Q(reply_due_at__lte=now + COMES_BACK)
    asleep = Ticket.objects.filter(due, status=Status.SNOOZED)
    woken = 0
    for ticket_id in list(asleep.values_list("id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            found = asleep.select_for_update(of=("self",), skip_locked=True).select_related("account")
            current = found.filter(pk=ticket_id).first()
            if current is not None:
                is_time = current.snoozed_until is not None and current.snoozed_until <= now
                _wake(current, Why.TIME if is_time else Why.DEADLINE, by=None, now=now)
                woken += 1
    return woken


def awake(ticket: Ticket, why: Why, now: datetime) -> TicketEvent | None:
    """Set a locked ticket that is snoozed to open, unsaved; return what its log says of it, None if it was awake."""
    if ticket.status != Status.SNOOZED:
        return None
    ticket.status, ticket.snoozed_until = Status.OPEN, None
    before, after = {"value": Status.SNOOZED.value}, {"value": Status.OPEN.value, "why": why.value}
    return TicketEvent(ticket=ticket, at=now, kind=EventKind.WOKEN, before=before, after=after)


def wake_for(ticket: Ticket, why: Why, now: datetime) -> None:
    """Take a locked ticket back into work by itself; nothing if it is awake."""
    if ticket.status == Status.SNOOZED:
        _wake(ticket, why, by=None, now=now)


def _wake(ticket: Ticket, why: Why, *, by: User | None, now: datetime) -> None:
    event = awake(ticket, why, now)
    if event is None:
        return
    event.user = by
    event.save()
    by_itself = why in (Why.TIME, Why.DEADLINE, Why.ANSWER)
    ticket.woken_at, ticket.unread = (now, True) if by_itself else (None, ticket.unread)
    ticket.save(update_fields=["status", "snoozed_until", "woken_at", "unread"])
    refresh(ticket, now)
    bump_on_commit([ticket.pk])
