"""What buyers say inside claims is read as any message of theirs is (inbox/arriving/understood.py), and at once.

It asks no rules about messages and gets no automatic answer: whoever claims talks to the marketplace too.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from connectors.incoming import Direction, IncomingClaim
from connectors.models import Account
from inbox.arriving.understood import remember_languages
from inbox.models import Message, Status, TicketEvent
from inbox.understanding.classification import Classification
from inbox.understanding.classify import classify
from inbox.understanding.knowledge import Knowledge, knowledge
from inbox.understanding.on_tickets import show_on
from inbox.understanding.priors import priors_of
from inbox.understanding.rows import keep

Read = Sequence[tuple[Message, Classification]]

SHOWN_FIELDS = ["language", "topic", "level"]
"""Columns of tickets that this may change."""


def understand(account: Account, said: Sequence[tuple[IncomingClaim, Message]]) -> Read:
    """Read the buyers' own words, and note their language on the messages; nothing is saved. said: oldest first."""
    words = [message for entry, message in said if _is_in_words(entry) and message.ticket.status != Status.SPAM]
    if not words:
        return []
    known = knowledge()
    read = [(message, _read(account, message, known)) for message in words]
    for message, found in read:
        message.language = found.language
    return read


def show_on_tickets(read: Read, *, quiet: bool, now: datetime) -> Iterator[TicketEvent]:
    """Set the tickets' columns, unsaved; yield what the log says of it. quiet: see ingest; history is not told."""
    for message, found in read:
        is_history = quiet or message.written_at < message.account.created_at
        for change in show_on(message.ticket, found):
            if not is_history:
                before, after = ({"value": one, "understood": True} for one in (change.before, change.after))
                of_message = {"ticket": message.ticket, "message_id": message.pk, "kind": change.kind}
                yield TicketEvent(**of_message, at=now, before=before, after=after)


def keep_read(read: Read) -> None:
    """Once the messages are stored."""
    keep((message.pk, found) for message, found in read)
    remember_languages((message.ticket.buyer, found) for message, found in read)


def _is_in_words(entry: IncomingClaim) -> bool:
    """Whether the buyer wrote it; of a picture only its name is told."""
    names = {file.name for file in entry.attachments}
    return entry.direction == Direction.IN and bool(entry.text.strip()) and entry.text not in names


def _read(account: Account, message: Message, known: Knowledge) -> Classification:
    ticket = message.ticket
    priors = priors_of(account, ticket, buyer=ticket.buyer, author=message.author)
    return classify(message.body_text, priors, own=known.own, learnt=known.learnt)
