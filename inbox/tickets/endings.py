"""What ended a wait without a written answer and is about one message, taken back by a person.

Bare thank-yous that were recognised (inbox/arriving/thankful.py), and telephone calls, named by their note (call.py).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from inbox.changes import bump_on_commit
from inbox.models import EventKind, Message, Status, TicketEvent, User
from inbox.tickets.changing import locked, refresh, write

ABOUT_ONE = (EventKind.THANKS, EventKind.CALL)


def standing_endings(events: Iterable[TicketEvent]) -> set[int]:
    """The messages whose ending counts, by id. events: of one ticket, oldest first."""
    found: set[int] = set()
    for event in events:
        if event.kind in ABOUT_ONE and event.message_id:
            found.add(event.message_id)
        elif event.kind == EventKind.ANSWER_NEEDED and event.message_id:
            found.discard(event.message_id)
    return found


def answer_needed_for(message: Message, *, by: User, now: datetime) -> None:
    """The thank-you wants an answer, or the call was none: the wait goes on as if it had never ended."""
    with transaction.atomic():
        current = locked(message.ticket)
        events = TicketEvent.objects.filter(ticket=current, message_id=message.pk).order_by("id")
        if message.pk not in standing_endings(events):
            return
        TicketEvent.objects.create(ticket=current, at=now, kind=EventKind.ANSWER_NEEDED, user=by, message_id=message.pk)
        refresh(current, now)
        if current.needs_reply and current.status in (Status.WAITING, Status.SOLVED, Status.SNOOZED):
            write(current, now=now, status=Status.OPEN, solved_at=None, snoozed_until=None)
        bump_on_commit([current.pk])
