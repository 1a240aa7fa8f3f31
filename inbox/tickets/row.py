"""What the list shows of a ticket's conversation, kept on its row."""

from datetime import datetime

from django.db.models import QuerySet

from inbox.models import Delivery, Message, MessageDirection, Ticket

SHOWN_FIELDS = ["message_count", "last_message_at", "last_direction", "snippet", "status", "solved_at", "updated_at"]
SHOWN_FIELDS += ["snoozed_until", "woken_at"]


def exchanged(ticket: Ticket) -> "QuerySet[Message]":
    """What the marketplace has of this ticket: no notes, and no reply that is not through."""
    return ticket.messages.filter(delivery__in=["", Delivery.ACCEPTED]).exclude(direction=MessageDirection.NOTE)


def show_newest(ticket: Ticket, message: Message, now: datetime) -> None:
    """After a message was stored or accepted, and counted: show it if nothing newer is there. Saves nothing."""
    if _is_latest(ticket, message, now):
        ticket.last_direction, ticket.snippet = message.direction, first_words(message.body_text)


def show_beside(ticket: Ticket, entry: Message, now: datetime) -> None:
    """The same for a marketplace's entry among messages: it counts and is the latest news, but their words stay shown.

    What the buyer or the shop said last is what an agent goes by.
    """
    if _is_latest(ticket, entry, now) and not ticket.last_direction:
        ticket.last_direction, ticket.snippet = entry.direction, first_words(entry.body_text)


def _is_latest(ticket: Ticket, message: Message, now: datetime) -> bool:
    """Whether nothing newer is there; then it is what was said last."""
    at = min(message.accepted_at or message.written_at, now)
    is_newest = ticket.message_count == 1 or at >= ticket.last_message_at
    if is_newest:
        ticket.last_message_at = at
    return is_newest


def first_words(text: str) -> str:
    """The beginning of a text, as long as the list shows.

    Line ends stay, and print as spaces: lines of a marketplace's entry are translated each by itself.
    """
    lines = (" ".join(line.split()) for line in text[:400].splitlines())
    return "\n".join(filter(None, lines))[:200]
