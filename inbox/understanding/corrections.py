"""A person says what a message of a buyer is: his word stands, and counts as a correction of what was read."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from connectors.language import LANGUAGES
from inbox.changes import bump_on_commit
from inbox.models import Message, Understanding, User
from inbox.tickets.language import set_language
from inbox.tickets.topics import TOPICS, set_level, set_topic
from inbox.understanding.classification import Topic
from inbox.understanding.errors import NoSuchReading
from inbox.understanding.noting import Value, note

FLAGS: Final = ("withdrawal", "chaser", "anger", "thanks")


def correct(message: Message, *, column: str, given: str, by: User, now: datetime) -> None:
    """Put one thing right, and the ticket too where the message is its newest. message: with its ticket.

    column: topic, level, language or one of FLAGS. given: as a form sends it; "1" = the flag is right, "0" = it is not.
    Raises NoSuchReading for what cannot be, and for a message that was not read.
    """
    value = _value(column, given)
    with transaction.atomic():
        row = Understanding.objects.select_for_update(of=("self",)).filter(pk=message.pk).first()
        if row is None:
            raise NoSuchReading
        if not note(row, column, value):
            return
        bump_on_commit([message.ticket_id])
        if column == "withdrawal" and value:
            set_topic(message.ticket, topic=Topic.WITHDRAWAL, by=by, now=now, message_id=message.pk)
        elif column not in FLAGS and _is_newest(row, message.ticket_id):
            _on_ticket(message, column, value, by=by, now=now)


def _value(column: str, given: str) -> Value:
    if column in FLAGS and given in ("0", "1"):
        return given == "1"
    known = {"topic": tuple(TOPICS), "level": ("1", "2"), "language": ("", *LANGUAGES)}.get(column, ())
    if given not in known:
        raise NoSuchReading
    return int(given) if column == "level" else given


def _is_newest(row: Understanding, ticket_id: int) -> bool:
    read = Understanding.objects.filter(message__ticket=ticket_id).order_by("-message__written_at", "-message_id")
    newest: int | None = read.values_list("pk", flat=True).first()
    return newest == row.message_id


def _on_ticket(message: Message, column: str, value: Value, *, by: User, now: datetime) -> None:
    verbs: dict[str, Callable[[], None]] = {
        "topic": lambda: set_topic(message.ticket, topic=str(value), by=by, now=now, message_id=message.pk),
        "level": lambda: set_level(message.ticket, level=int(value), by=by, now=now),
        "language": lambda: set_language(message.ticket, language=str(value), by=by, now=now),
    }
    verbs[column]()
