"""Put a ticket aside until a moment, or until the buyer writes.

A snooze hides no deadline: while somebody waits for an answer, the ticket comes back COMES_BACK before it is due,
whatever had been asked for, and one that is due sooner than that cannot be put aside. A tick wakes what is due; the
buyer's next message wakes at once (inbox/arriving/status.py). What came back by itself stays in the list of what needs
an answer until somebody has dealt with it (Ticket.woken_at).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from inbox.bulk import update_rows
from inbox.models import EventKind, Status, Ticket, TicketEvent, User
from inbox.models.ticket import OVER
from inbox.tickets.changing import locked_many, log_events, refresh_many, write_many
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
    snooze_many([ticket], until, by=by, now=now)
    ticket.refresh_from_db()


def snooze_many(tickets: Sequence[Ticket], until: datetime | None, *, by: User | None, now: datetime) -> None:
    """The same of several: of all of them, or an error and nothing is changed."""
    if until is not None and until <= now:
        raise NotInTheFuture
    with transaction.atomic():
        current = locked_many(tickets)
        if any(ticket.status in OVER for ticket in current):
            raise NothingToSnooze
        after = {"value": Status.SNOOZED.value} | ({"until": until.isoformat()} if until else {})
        asleep = [
            TicketEvent(
                ticket_id=ticket.pk,
                at=now,
                kind=EventKind.SNOOZED,
                user=by,
                before={"value": ticket.status},
                after=after,
            )
            for ticket in current
        ]
        write_many(current, now=now, status=Status.SNOOZED, snoozed_until=until, woken_at=None)
        log_events(asleep)
        refresh_many(current, now)
        # Only now: the shop's own clock stands still while a ticket is put aside.
        dues = [ticket.reply_due_at for ticket in current if ticket.reply_due_at is not None]
        if dues and min(dues) - COMES_BACK <= now:
            raise DueTooSoon(due_at=min(dues), now=now)


def wakes_at(ticket: Ticket) -> datetime | None:
    """When a snoozed ticket comes back by itself; None if only the buyer brings it back."""
    due_at = ticket.reply_due_at - COMES_BACK if ticket.reply_due_at else None
    return min((at for at in (ticket.snoozed_until, due_at) if at is not None), default=None)


def wake(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take a snoozed ticket back into work; nothing if it is awake."""
    wake_many([ticket], by=by, now=now)
    ticket.refresh_from_db()


def wake_many(tickets: Sequence[Ticket], *, by: User, now: datetime) -> None:
    """The same of several."""
    with transaction.atomic():
        _wake(locked_many(tickets), Why.PERSON, by=by, now=now)


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
                _wake([current], Why.TIME if is_time else Why.DEADLINE, by=None, now=now)
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
    _wake([ticket], why, by=None, now=now)


def _wake(tickets: Sequence[Ticket], why: Why, *, by: User | None, now: datetime) -> None:
    """tickets: locked; those that are awake are left as they are."""
    events = {ticket.pk: event for ticket in tickets if (event := awake(ticket, why, now))}
    woken = [ticket for ticket in tickets if ticket.pk in events]
    by_itself = why in (Why.TIME, Why.DEADLINE, Why.ANSWER)
    for ticket in woken:
        events[ticket.pk].user = by
        ticket.woken_at, ticket.unread = (now, True) if by_itself else (None, ticket.unread)
    update_rows(Ticket, ["status", "snoozed_until", "woken_at", "unread"], woken)
    log_events(events.values())
    refresh_many(woken, now)
