"""What a message says of its ticket: topic, level and language follow what the buyer writes until people say otherwise.

A marketplace's own topic stays. A level is never lowered by a later message: what needs longer goes on needing it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from inbox.models import EventKind, Ticket
from inbox.tickets.topics import TOPICS
from inbox.understanding.classification import Classification, Sign, Topic


@dataclass(frozen=True)
class Changed:
    """What the log is told of one change."""

    kind: EventKind
    before: str | int | None
    after: str | int


def show_on(ticket: Ticket, found: Classification) -> Iterator[Changed]:
    """Set the ticket's columns, unsaved. found: of a new message of the buyer."""
    if (found.is_sure_of_language or not ticket.language) and "language" not in ticket.corrected:
        ticket.language = found.language
    topic = _topic(found)
    if topic and topic != ticket.topic and _may_follow(ticket, topic):
        yield Changed(EventKind.TOPIC, ticket.topic, topic)
        ticket.topic = topic
    if "level" not in ticket.corrected and found.level > (ticket.level or 0):
        if found.level > 1:
            yield Changed(EventKind.LEVEL, ticket.level, found.level)
        ticket.level = found.level


def _topic(found: Classification) -> str:
    """A withdrawal is told by its own phrases too: the law counts from the message that says it. "" = nobody knows."""
    if found.withdrawal and found.topic in (Topic.RETURNS, Topic.OTHER):
        return Topic.WITHDRAWAL
    return found.topic if _is_told(found) and found.topic in TOPICS else ""


def _is_told(found: Classification) -> bool:
    return found.thanks or any(reason.sign in (Sign.TOPIC, Sign.LEARNT) for reason in found.reasons)


def _may_follow(ticket: Ticket, topic: str) -> bool:
    if "topic" in ticket.corrected or (ticket.topic and ticket.topic not in TOPICS):
        return False
    return not ticket.topic or topic not in (Topic.THANKS, Topic.OTHER)
