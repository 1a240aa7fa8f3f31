"""A conversation ready to print: a window of messages with what happened between them, by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone

from inbox.models import Attachment, Delivery, Message, MessageDirection, Ticket, TicketEvent, User
from inbox.recipients import recipient_name
from inbox.time_words import clock_time, day_heading, exact
from inbox.views.attachment_lines import AttachmentLine, attachment_line, attachments_of
from inbox.views.delivery_words import DeliveryLine, action_problem, delivery_line
from inbox.views.event_words import CLAIMS, event_words, mentioned
from inbox.views.message_links import MessageLink, links_of
from inbox.views.places import outside_words, within_words
from inbox.views.queue_views import read_cursor, write_cursor
from inbox.views.sentences import entry_in_own_language, in_own_language

WINDOW = 50
LARGEST_WINDOW = 300
"""A window that stayed open while messages came in stops growing here."""
LONGEST_TEXT = 20_000
"""Characters shown of one message; the rest is one click away."""
MOST_EVENTS = 200


@dataclass(frozen=True)
class MessageEntry:
    """recipient: who it went to, if not the buyer. problem: what is not known of an action.

    has_more: it came as more than its words, see message_whole.
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
    attachments: Sequence[AttachmentLine]
    delivery: DeliveryLine | None
    links: Sequence[MessageLink]
    has_more: bool
    problem: str
    is_event: bool = False


@dataclass(frozen=True)
class EventEntry:
    words: str
    time: str
    at: datetime
    exact: str
    is_event: bool = True


@dataclass
class Day:
    heading: str
    date: date
    entries: list[MessageEntry | EventEntry] = field(default_factory=list)


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


def _messages(ticket: Ticket) -> QuerySet[Message]:
    shown = ticket.messages.exclude(delivery=Delivery.CANCELLED).select_related("user").defer("body_text")
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
    entries: list[MessageEntry | EventEntry] = [
        _message_entry(
            message,
            attachments.get(message.id, ()),
            is_newest=newest.get(message.direction) == message.id,
            ticket=ticket,
            marketplace=marketplace,
            now=now,
        )
        for message in window
    ]
    entries += _events(ticket, first if has_earlier else None, last, {m.id: m.written_at for m in window})
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


def _text(message: Message) -> str:
    """A marketplace's entry in the reader's language, as far as its lines are known; all others as written."""
    text: str = message.text  # type: ignore[attr-defined]
    is_entry = message.direction == MessageDirection.SYSTEM and message.user_id is None
    return entry_in_own_language(text) if is_entry else text


def _message_entry(
    message: Message,
    attachments: Iterable[Attachment],
    *,
    is_newest: bool,
    ticket: Ticket,
    marketplace: str,
    now: datetime,
) -> MessageEntry:
    """is_newest: the last of its direction; links of older ones stay with the whole message."""
    connector = ticket.account.connector_class
    outside = message.direction == MessageDirection.OUT and message.user is None and not message.automatic
    return MessageEntry(
        id=message.id,
        direction=message.direction,
        author=_author(message, ticket, marketplace),
        recipient=recipient_name(ticket.account, message.recipient) if message.recipient else "",
        via=within_words(message.within) or (outside_words(connector) if outside else ""),
        text=_text(message),
        language=message.language,
        time=clock_time(message.written_at),
        at=message.written_at,
        exact=exact(message.written_at),
        cut=message.characters > LONGEST_TEXT,  # type: ignore[attr-defined]
        characters=message.characters,  # type: ignore[attr-defined]
        automatic=message.automatic,
        attachments=[attachment_line(attachment) for attachment in attachments],
        delivery=delivery_line(message, connector=connector, now=now),
        links=links_of(message.links, marketplace=marketplace) if is_newest else (),  # type: ignore[attr-defined]
        has_more=bool(message.has_more),  # type: ignore[attr-defined]
        problem=action_problem(message, marketplace=marketplace),
    )


def _events(
    ticket: Ticket, first: datetime | None, last: datetime | None, written: Mapping[int, datetime]
) -> list[EventEntry]:
    """written: when the messages shown were. A claim's news stands where its entry stands, also one fetched later."""
    events = TicketEvent.objects.filter(ticket=ticket).select_related("user").order_by("-at", "-id")
    if first is not None:
        events = events.filter(at__gte=first)
    if last is not None:
        events = events.filter(at__lte=last)
    found = list(events[:MOST_EVENTS])[::-1]
    ids = mentioned(found)
    names = {user.id: str(user) for user in User.objects.filter(id__in=ids)} if ids else {}
    entries = []
    for event in found:
        at = written.get(event.message_id or 0, event.at) if event.kind in CLAIMS else event.at
        if words := event_words(event, names):
            entries.append(EventEntry(words=words, time=clock_time(at), at=at, exact=exact(at)))
    return entries


def _by_day(entries: list[MessageEntry | EventEntry], *, now: datetime) -> list[Day]:
    days: list[Day] = []
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.is_event)):
        on = timezone.localtime(entry.at).date()
        if not days or days[-1].date != on:
            days.append(Day(heading=day_heading(entry.at, now=now), date=on))
        days[-1].entries.append(entry)
    return days
