"""A conversation ready to print: a window of messages with what happened between them, by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import Attachment, Delivery, Message, MessageDirection, Ticket
from inbox.sending.recipients import recipient_name
from inbox.tickets.mentions import Span, spans_of
from inbox.tickets.split import can_be_split
from inbox.views.cursors import read_cursor, write_cursor
from inbox.views.sentences import entry_in_own_language, in_own_language
from inbox.views.ticket.attachment_lines import AttachmentLine, attachment_line, attachments_of
from inbox.views.ticket.message_links import MessageLink, links_of
from inbox.views.ticket.places import outside_words, within_words
from inbox.views.ticket.thread_events import EventEntry, event_entries, events_between
from inbox.views.ticket.thread_forwards import ForwardEntry, forward_entries
from inbox.views.ticket.understood_lines import understood_words
from inbox.views.writing.delivery_words import DeliveryLine, action_problem, delivery_line
from inbox.views.writing.note_pieces import Piece, pieces_of
from inbox.words.times import clock_time, day_heading, exact

WINDOW = 50
LARGEST_WINDOW = 300
"""A window that stayed open while messages came in stops growing here."""
BELOW_LINKED = 10
"""Messages shown below one that a link leads to."""
LONGEST_TEXT = 20_000
"""Characters shown of one message; the rest is one click away."""


@dataclass(frozen=True)
class MessageEntry:
    """recipient: who it went to, if not the buyer. problem: what is not known of an action.

    conversation: which one, if not the ticket's own. split: where it and what follows get a ticket of their own; only
    of a buyer's message with something before it.
    has_more: it came as more than its words, see message_whole. pieces: the text of a note that names colleagues.
    understood: what was read in it; matters: more than its topic.
    """

    id: int
    direction: str
    author: str
    via: str
    recipient: str
    text: str
    language: str
    time: str
    at: datetime
    exact: str
    cut: bool
    characters: int
    automatic: bool
    acknowledges: bool
    attachments: Sequence[AttachmentLine]
    delivery: DeliveryLine | None
    links: Sequence[MessageLink]
    has_more: bool
    problem: str
    conversation: str = ""
    split: str = ""
    pieces: Sequence[Piece] = ()
    understood: str = ""
    matters: bool = False
    is_event: bool = False


Entry = MessageEntry | EventEntry | ForwardEntry


@dataclass
class Day:
    heading: str
    date: date
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """start: cursor of the first message shown; earlier: how to get what is before it ("" if nothing is)."""

    ticket_id: int
    days: Sequence[Day]
    start: str
    earlier: str
    later: str
    last_message_id: int


def latest(ticket: Ticket, *, marketplace: str, now: datetime) -> Thread:
    """The last messages of a ticket."""
    found = list(_messages(ticket).order_by("-written_at", "-id")[: WINDOW + 1])
    window = found[:WINDOW][::-1]
    return _thread(ticket, window, marketplace=marketplace, has_earlier=len(found) > WINDOW, has_later=False, now=now)


def since(ticket: Ticket, *, start: str, marketplace: str, now: datetime) -> Thread:
    """Everything from the message that `start` points at: what an open page shows, brought up to date."""
    place = read_cursor(start)
    if place is None:
        return latest(ticket, marketplace=marketplace, now=now)
    at, message_id = place
    following = _messages(ticket).filter(written_at__gte=at).filter(Q(written_at__gt=at) | Q(id__gte=message_id))
    window = list(following.order_by("-written_at", "-id")[:LARGEST_WINDOW])[::-1]
    has_earlier = _before(ticket, at, message_id).exists()
    return _thread(ticket, window, marketplace=marketplace, has_earlier=has_earlier, has_later=False, now=now)


def before(ticket: Ticket, *, start: str, marketplace: str, now: datetime) -> Thread:
    """The window just before `start`; an unreadable cursor gives the last messages."""
    place = read_cursor(start)
    if place is None:
        return latest(ticket, marketplace=marketplace, now=now)
    found = list(_before(ticket, *place).order_by("-written_at", "-id")[: WINDOW + 1])
    window = found[:WINDOW][::-1]
    return _thread(ticket, window, marketplace=marketplace, has_earlier=len(found) > WINDOW, has_later=True, now=now)


def around(ticket: Ticket, message_id: int, *, marketplace: str, now: datetime) -> Thread:
    """The window in which one message stands, with the next few below it; the last messages if it stands among them."""
    linked = ticket.messages.filter(pk=message_id).values_list("written_at", "id").first()
    if linked is None:
        return latest(ticket, marketplace=marketplace, now=now)
    at, row_id = linked
    following = ticket.messages.filter(written_at__gte=at).filter(Q(written_at__gt=at) | Q(id__gt=row_id))
    end = following.order_by("written_at", "id").values_list("written_at", "id")[BELOW_LINKED:][:1]
    start = write_cursor(*end[0]) if end else ""
    return before(ticket, start=start, marketplace=marketplace, now=now)


def _messages(ticket: Ticket) -> QuerySet[Message]:
    shown = (
        ticket.messages.exclude(delivery=Delivery.CANCELLED).select_related("user", "understanding").defer("body_text")
    )
    return shown.annotate(
        text=Left(F("body_text"), LONGEST_TEXT),
        characters=Length("body_text"),
        links=F("original__links"),
        has_more=Q(original__whole_text__gt="") | Q(original__html__gt=""),
        has_files=Exists(Attachment.objects.filter(message=OuterRef("pk"))),
    )


def _before(ticket: Ticket, at: datetime, message_id: int) -> QuerySet[Message]:
    return _messages(ticket).filter(written_at__lte=at).filter(Q(written_at__lt=at) | Q(id__lt=message_id))


def _thread(
    ticket: Ticket, window: list[Message], *, marketplace: str, has_earlier: bool, has_later: bool, now: datetime
) -> Thread:
    start = write_cursor(window[0].written_at, window[0].id) if window else ""
    first = window[0].written_at if window else None
    last = window[-1].written_at if window and has_later else None
    attachments = attachments_of([message.id for message in window if message.has_files])  # type: ignore[attr-defined]
    newest = {message.direction: message.id for message in window} if not has_later else {}
    notes = [m.id for m in window if m.direction == MessageDirection.NOTE and "@" in m.text]  # type: ignore[attr-defined]
    spans = spans_of(ticket, notes)
    entries: list[Entry] = [
        _message_entry(
            message,
            attachments.get(message.id, ()),
            spans=spans.get(message.id, ()),
            is_newest=newest.get(message.direction) == message.id,
            is_first=message is window[0] and not has_earlier,
            ticket=ticket,
            marketplace=marketplace,
            now=now,
        )
        for message in window
    ]
    events = events_between(ticket, first if has_earlier else None, last)
    entries += event_entries(events, {m.id: m.written_at for m in window})
    entries += forward_entries(ticket, events, now=now)
    return Thread(
        ticket_id=ticket.id,
        days=_by_day(entries, now=now),
        start=start,
        earlier=start if has_earlier else "",
        later="1" if has_later else "",
        last_message_id=window[-1].id if window else 0,
    )


def _author(message: Message, ticket: Ticket, marketplace: str) -> str:
    if message.user:
        return str(message.user)
    if ticket.is_erased and message.direction == MessageDirection.IN:
        return ticket.buyer_called
    if message.direction == MessageDirection.SYSTEM and message.author:
        return in_own_language(message.author)
    return message.author or marketplace


def _text(message: Message, labels: Mapping[str, str]) -> str:
    """A marketplace's entry in the reader's language, as far as its lines are known; all others as written."""
    text: str = message.text  # type: ignore[attr-defined]
    is_entry = message.direction == MessageDirection.SYSTEM and message.user_id is None
    return entry_in_own_language(text, labels) if is_entry else text


def _message_entry(
    message: Message,
    attachments: Iterable[Attachment],
    *,
    spans: Sequence[Span],
    is_newest: bool,
    is_first: bool,
    ticket: Ticket,
    marketplace: str,
    now: datetime,
) -> MessageEntry:
    """is_newest: the last of its direction; links of older ones stay with the whole message. is_first: of all."""
    connector = ticket.account.connector_class
    outside = message.direction == MessageDirection.OUT and message.user is None and not message.automatic
    understood = getattr(message, "understanding", None)
    return MessageEntry(
        id=message.id,
        direction=message.direction,
        author=_author(message, ticket, marketplace),
        recipient=recipient_name(ticket.account, message.recipient) if message.recipient else "",
        via=within_words(message.within) or (outside_words(connector) if outside else ""),
        text=_text(message, ticket.account.connector_class.code_labels),
        language=message.language,
        time=clock_time(message.written_at),
        at=message.written_at,
        exact=exact(message.written_at),
        cut=message.characters > LONGEST_TEXT,  # type: ignore[attr-defined]
        characters=message.characters,  # type: ignore[attr-defined]
        automatic=message.automatic,
        acknowledges=message.acknowledges,
        attachments=[attachment_line(attachment) for attachment in attachments],
        delivery=delivery_line(message, connector=connector, now=now),
        links=links_of(message.links, marketplace=marketplace) if is_newest else (),  # type: ignore[attr-defined]
        has_more=bool(message.has_more),  # type: ignore[attr-defined]
        problem=action_problem(message, marketplace=marketplace),
        conversation=_("conversation of #%(id)d") % {"id": message.through_id} if message.through_id else "",
        split="" if is_first else _split(message, ticket),
        pieces=pieces_of(message.text, spans) if spans else (),  # type: ignore[attr-defined]
        understood=understood_words(understood),
        matters=understood is not None and (understood.withdrawal or understood.anger or understood.chaser),
    )


def _split(message: Message, ticket: Ticket) -> str:
    if message.direction != MessageDirection.IN or message.within or not can_be_split(ticket):
        return ""
    return f"{reverse('ticket_work', args=[ticket.id, 'split'])}?message={message.id}"


def _by_day(entries: list[Entry], *, now: datetime) -> list[Day]:
    days: list[Day] = []
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.is_event)):
        on = timezone.localtime(entry.at).date()
        if not days or days[-1].date != on:
            days.append(Day(heading=day_heading(entry.at, now=now), date=on))
        days[-1].entries.append(entry)
    return days
