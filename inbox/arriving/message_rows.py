"""Write messages that arrive, with their files and what they came as; say what they mean for the clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from connectors.abilities import ReadsBack
from connectors.files import content_type
from connectors.incoming import Direction, IncomingAttachment, IncomingClaim, IncomingMessage
from connectors.models import Account
from inbox.bulk import insert_new, next_ids
from inbox.deadlines.response import Entry, EntryKind
from inbox.models import Attachment, Delivery, Message, Original, Status, Ticket
from inbox.sending.recipients import stored_recipient
from inbox.storage import blobs
from inbox.understanding.classification import Classification

_MESSAGE = ["id", "ticket", "through", "account", "fetched_at", "stored_at", "language", "opens_wait"]
_MESSAGE += ["direction", "external_id", "author", "body_text", "written_at", "automatic", "delivery", "accepted_at"]
_MESSAGE += ["confirmed_at", "attempts", "cause", "reason", "remedy", "idempotency_key", "recipient"]
_FILE = ["message", "name", "content_id", "content_type", "url", "file", "size", "problem", "attempts"]
_ORIGINAL = ["message", "whole_text", "html", "answering", "links"]
_EMPTY = "the file is empty"


def keep_files(messages: Iterable[IncomingMessage | IncomingClaim]) -> None:
    """Put the bytes that came with the messages into storage, before any ticket is locked."""
    blobs.keep_all((file.content for message in messages for file in message.attachments), folder=blobs.ATTACHMENTS)


def store_beside(entries: Mapping[int, IncomingClaim]) -> None:
    """The files and links of entries whose messages are stored already, by message id."""
    files = [_file_row(message_id, file) for message_id, entry in entries.items() for file in entry.attachments]
    insert_new(Attachment, _FILE, files)
    linked = {message_id: dict(entry.links) for message_id, entry in entries.items() if entry.links}
    insert_new(Original, _ORIGINAL, [(message_id, "", "", {}, links) for message_id, links in linked.items()])


@dataclass
class Placed:
    """New messages of one ticket and conversation, oldest first. through: see Landing.

    understood: the buyer's among them that were read, by their place. language: of all others of the buyer's, empty if
    it is not sure.

    ids: of their rows, in the same order, once they are stored.
    """

    ticket: Ticket
    messages: list[IncomingMessage]
    is_new: bool = False
    through: Ticket | None = None
    language: str = ""
    understood: dict[int, Classification] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)


def store_messages(account: Account, placed: Sequence[Placed], *, now: datetime, quiet: bool) -> dict[int, list[Entry]]:
    """Insert the messages, attachments and originals; return what they mean for the clock, by ticket id."""
    rows, files, originals = [], [], []
    entries: dict[int, list[Entry]] = defaultdict(list)
    forgotten_before = _forgotten_before(account, now) if quiet else None
    seen = now.isoformat()
    everything = [(place, at, message) for place in placed for at, message in enumerate(place.messages)]
    for (place, at, message), message_id in zip(everything, next_ids(Message, len(everything)), strict=True):
        place.ids.append(message_id)
        is_in = message.direction == Direction.IN
        opens_wait = False if is_in and place.ticket.status == Status.SPAM else _opens_wait(message, forgotten_before)
        through_id = place.through.id if place.through else None
        rows.append(
            (
                *(message_id, place.ticket.id, through_id, account.id, seen, seen),
                *(_language(place, at) if is_in else "", opens_wait),
                *_message_row(message),
                stored_recipient(account, message.recipient),
            )
        )
        files += [_file_row(message_id, file) for file in message.attachments]
        if message.whole_text or message.html or message.answering or message.links:
            originals.append(
                (message_id, message.whole_text, message.html, dict(message.answering), dict(message.links))
            )
        if opens_wait is not False and (entry := _entry(message, message_id, account, now)):
            entries[place.ticket.id].append(replace(entry, conversation=_conversation(place)))
    insert_new(Message, _MESSAGE, rows)
    insert_new(Attachment, _FILE, files)
    insert_new(Original, _ORIGINAL, originals)
    return entries


def _language(place: Placed, at: int) -> str:
    found = place.understood.get(at)
    return found.language if found else place.language


def _conversation(place: Placed) -> str:
    """As an Entry names it."""
    is_other = place.through is not None and place.through.thread_id != place.ticket.thread_id
    return place.through.thread_id if place.through and is_other else ""


def _forgotten_before(account: Account, now: datetime) -> datetime | None:
    """Where a marketplace does not show our answers, an old question that looks unanswered proves nothing."""
    return None if issubclass(account.connector_class, ReadsBack) else now - account.connector_class.reply_window.hard


def _opens_wait(message: IncomingMessage, forgotten_before: datetime | None) -> bool | None:
    """What the message says of its own accord; None = as its direction says."""
    if message.direction == Direction.SYSTEM and message.awaits_answer:
        return True
    is_old = forgotten_before is not None and message.written_at <= forgotten_before
    return False if message.direction == Direction.IN and is_old else None


def _message_row(message: IncomingMessage) -> tuple[Any, ...]:
    delivery, accepted_at = "", None
    if message.direction == Direction.OUT:
        delivery, accepted_at = Delivery.ACCEPTED.value, message.written_at
    return (
        *(message.direction.value, message.external_id, message.author[:255], message.text, message.written_at),
        *(message.automatic, delivery, accepted_at, accepted_at, 0, "", "", "", ""),
    )


def _file_row(message_id: int, file: IncomingAttachment) -> tuple[Any, ...]:
    about = (message_id, file.name[:255], file.content_id[:200])
    if not file.content:
        problem = file.problem or ("" if file.url else _EMPTY)
        return (*about, file.content_type[:100], file.url, "", None, problem, 0)
    name, size = blobs.keep(file.content, folder=blobs.ATTACHMENTS), len(file.content)
    return (*about, content_type(file.content), "", name, size, file.problem, 0)


def _entry(message: IncomingMessage, message_id: int, account: Account, now: datetime) -> Entry | None:
    if message.direction == Direction.SYSTEM and message.awaits_answer:
        return Entry(EntryKind.BUYER, min(message.written_at, now), now, message_id, of_buyer=False)
    if message.automatic or message.direction == Direction.SYSTEM:
        return None
    if message.direction == Direction.OUT:
        of_buyer = not stored_recipient(account, message.recipient)
        return Entry(EntryKind.OUTSIDE, message.written_at, now, message_id, of_buyer=of_buyer)
    return Entry(EntryKind.BUYER, min(message.written_at, now), now, message_id)
