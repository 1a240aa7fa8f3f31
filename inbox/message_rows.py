"""Write messages that arrive, with their files and what they came as; say what they mean for the clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.abilities import ReadsBack
from connectors.files import content_type
from connectors.incoming import Direction, IncomingAttachment, IncomingMessage
from connectors.models import Account
from inbox import blobs
from inbox.bulk import insert_new, next_ids
from inbox.deadlines import Entry, EntryKind
from inbox.models import Attachment, Delivery, Message, Original, Ticket

_MESSAGE = ["id", "ticket", "account", "direction", "external_id", "author", "body_text", "language", "written_at"]
_MESSAGE += ["fetched_at", "stored_at", "automatic", "opens_wait", "delivery", "attempts", "accepted_at"]
_MESSAGE += ["confirmed_at", "cause", "reason", "remedy", "idempotency_key"]
_FILE = ["message", "name", "content_type", "url", "file", "size", "problem", "attempts"]
_EMPTY = "the file is empty"


def keep_files(messages: Iterable[IncomingMessage]) -> None:
    """Put the bytes that came with the messages into storage, before any ticket is locked."""
    for message in messages:
        for file in message.attachments:
            if file.content:
                blobs.keep(file.content, folder=blobs.ATTACHMENTS)


def store_messages(
    account: Account,
    placed: Sequence[tuple[Ticket, IncomingMessage]],
    languages: Mapping[str, str],
    *,
    now: datetime,
    quiet: bool,
) -> dict[int, list[Entry]]:
    """Insert the messages, attachments and originals; return what they mean for the clock, by ticket id.

    languages: by external id, as far as they are sure.
    """
    rows, files, originals = [], [], []
    entries: dict[int, list[Entry]] = defaultdict(list)
    forgotten_before = _forgotten_before(account, now) if quiet else None
    seen = now.isoformat()
    for (ticket, message), message_id in zip(placed, next_ids(Message, len(placed)), strict=True):
        settled = message.direction == Direction.IN and bool(
            forgotten_before and message.written_at <= forgotten_before
        )
        row = _Row(message_id, ticket.id, account.id, seen, settled, languages.get(message.external_id, ""))
        rows.append(_message_row(message, row))
        files += [_file_row(message_id, file) for file in message.attachments]
        if message.whole_text or message.html or message.answering or message.links:
            originals.append(
                (message_id, message.whole_text, message.html, dict(message.answering), dict(message.links))
            )
        if not settled and (entry := _entry(message, message_id, now)):
            entries[ticket.id].append(entry)
    insert_new(Message, _MESSAGE, rows)
    insert_new(Attachment, _FILE, files)
    insert_new(Original, ["message", "whole_text", "html", "answering", "links"], originals)
    return entries


def _forgotten_before(account: Account, now: datetime) -> datetime | None:
    """Where a marketplace does not show our answers, an old question that looks unanswered proves nothing."""
    return None if issubclass(account.connector_class, ReadsBack) else now - account.hard_window


@dataclass(frozen=True)
class _Row:
    """Where a message goes. settled: it starts no wait any more."""

    message_id: int
    ticket_id: int
    account_id: int
    seen: str
    settled: bool
    language: str


def _message_row(message: IncomingMessage, row: _Row) -> tuple[Any, ...]:
    is_out = message.direction == Direction.OUT
    accepted_at = message.written_at if is_out else None
    return (
        *(row.message_id, row.ticket_id, row.account_id, message.direction.value, message.external_id),
        *(message.author[:255], message.text, row.language, message.written_at, row.seen, row.seen, message.automatic),
        *(False if row.settled else None, Delivery.ACCEPTED.value if is_out else "", 0, accepted_at, accepted_at),
        *("", "", "", ""),
    )


def _file_row(message_id: int, file: IncomingAttachment) -> tuple[Any, ...]:
    if not file.content:
        problem = file.problem or ("" if file.url else _EMPTY)
        return (message_id, file.name[:255], file.content_type[:100], file.url, "", None, problem, 0)
    name, size = blobs.keep(file.content, folder=blobs.ATTACHMENTS), len(file.content)
    return (message_id, file.name[:255], content_type(file.content), "", name, size, file.problem, 0)


def _entry(message: IncomingMessage, message_id: int, now: datetime) -> Entry | None:
    if message.automatic or message.direction == Direction.SYSTEM:
        return None
    if message.direction == Direction.OUT:
        return Entry(EntryKind.OUTSIDE, message.written_at, now, message_id)
    return Entry(EntryKind.BUYER, min(message.written_at, now), now, message_id)
