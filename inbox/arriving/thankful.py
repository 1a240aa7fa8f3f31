"""Messages that arrive and only say thank you: their wait ends as it begins, and the log says why.

Only after something the shop wrote, and while nobody waits: a thank-you that begins a ticket, or that follows an
unanswered question, is asked about like any message. A bare mark is a thank-you where the buyer was asked for one.
Where the marketplace itself wants every message answered or marked (some count a bare thank-you as unanswered), its
own link stands in the message and nothing is ended here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from connectors.incoming import Direction, IncomingMessage
from inbox.arriving.message_rows import Placed
from inbox.arriving.survey_answers import survey_of
from inbox.deadlines.response import Entry, EntryKind
from inbox.models import Delivery, EventKind, Message, MessageDirection, Ticket, TicketEvent
from inbox.models.feedback import BAD
from inbox.models.message import STOPS_THE_CLOCK
from inbox.surveys.marks import mark_in
from inbox.understanding.thanks import asks_something, is_bare_thanks


def ends_of_thanks(placed: Iterable[Placed], now: datetime) -> dict[int, list[Entry]]:
    """For each bare thank-you among new messages its ending, by ticket id.

    placed: stored, their tickets' deadlines still as they were before.
    """
    found = ((place.ticket.id, message_id) for place in placed for message_id in _thankful(place))
    endings: dict[int, list[Entry]] = {}
    for ticket_id, message_id in found:
        ending = Entry(EntryKind.ENDED_BY_HAND, now, now, message_id, reason=EventKind.THANKS)
        endings.setdefault(ticket_id, []).append(ending)
    return endings


def log_thanks(endings: dict[int, list[Entry]], now: datetime) -> None:
    """Write them down, once the deadlines were brought in line with them."""
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket_id=ticket_id, at=now, kind=EventKind.THANKS, message_id=ending.message_id)
        for ticket_id, found in endings.items()
        for ending in found
    )


def _thankful(place: Placed) -> Iterator[int]:
    """The ids of its bare thank-yous."""
    ticket = place.ticket
    waits = ticket.needs_reply and ticket.woken_at is None
    heard = not place.is_new
    for at, (message, message_id) in enumerate(zip(place.messages, place.ids, strict=True)):
        if message.automatic or message.direction not in (Direction.IN, Direction.OUT):
            continue
        if message.direction == Direction.OUT:
            waits, heard = False, True
        elif heard and not waits and _is_thanks(message, ticket, place.messages[:at]):
            yield message_id
        else:
            waits = True


def _is_thanks(message: IncomingMessage, ticket: Ticket, before: Sequence[IncomingMessage]) -> bool:
    """before: what came in with it and was written earlier."""
    if message.attachments or STOPS_THE_CLOCK in message.links:
        return False
    if _is_good_mark(ticket, message):
        return True
    account = ticket.account
    names = (ticket.buyer_name, message.author, account.seller_name, account.name)
    return is_bare_thanks(message.text, names=names) and not _was_asked(ticket, message, before)


def _is_good_mark(ticket: Ticket, message: IncomingMessage) -> bool:
    """Whether it is only the mark that the buyer was asked for, and no bad one."""
    given = mark_in(message.text)
    return given is not None and not given.comment and given.rating > BAD and survey_of(ticket) is not None


def _was_asked(ticket: Ticket, message: IncomingMessage, before: Sequence[IncomingMessage]) -> bool:
    """Whether the shop's last words before the message have a question in them."""
    fresh = next((other.text for other in reversed(before) if other.direction == Direction.OUT), None)
    if fresh is not None:
        return asks_something(fresh)
    said = Message.objects.filter(
        ticket=ticket.id, direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED, written_at__lte=message.written_at
    )
    last = said.order_by("-written_at", "-id").values_list("body_text", flat=True).first()
    return asks_something(last or "")
