"""What happened to a ticket between its messages, ready to print among them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.models import EventKind, Ticket, TicketEvent, User
from inbox.tickets.endings import ABOUT_ONE, standing_endings
from inbox.views.ticket.event_words import ABOUT_A_MESSAGE, event_words, mentioned
from inbox.words.times import clock_time, exact

MOST_EVENTS = 200


@dataclass(frozen=True)
class EventEntry:
    """undo: where a press takes it back, "" if nothing does; undo_words: what the button says."""

    words: str
    time: str
    at: datetime
    exact: str
    undo: str = ""
    undo_words: str = ""
    is_event: bool = True


def events_between(ticket: Ticket, first: datetime | None, last: datetime | None) -> list[TicketEvent]:
    """The last MOST_EVENTS between two moments, both included, oldest first; None = without that limit."""
    events = TicketEvent.objects.filter(ticket=ticket).select_related("user").order_by("-at", "-id")
    if first is not None:
        events = events.filter(at__gte=first)
    if last is not None:
        events = events.filter(at__lte=last)
    return list(events[:MOST_EVENTS])[::-1]


def event_entries(found: Sequence[TicketEvent], written: Mapping[int, datetime]) -> list[EventEntry]:
    """written: when the messages shown were. What is about one of them stands beside it, if fetched later too."""
    ids = mentioned(found)
    names = {user.id: str(user) for user in User.objects.filter(id__in=ids)} if ids else {}
    standing = standing_endings(found)
    entries = []
    for event in found:
        at = written.get(event.message_id or 0, event.at) if event.kind in ABOUT_A_MESSAGE else event.at
        if words := event_words(event, names):
            entries.append(EventEntry(words, clock_time(at), at, exact(at), *_undo(event, standing)))
    return entries


def _undo(event: TicketEvent, standing: Collection[int]) -> tuple[str, str]:
    """How to take it back, and the words for it. standing: the messages whose ending counts."""
    if event.kind not in ABOUT_ONE or event.message_id not in standing:
        return "", ""
    words = _("It needs an answer") if event.kind == EventKind.THANKS else _("It was no answer")
    return reverse("message_answer_needed", args=[event.message_id]), words
