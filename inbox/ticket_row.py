"""What the list shows of a ticket's conversation, kept on its row."""

from datetime import datetime

from django.db.models import QuerySet

from inbox.models import Delivery, Message, MessageDirection, Ticket

SHOWN_FIELDS = ["message_count", "last_message_at", "last_direction", "snippet", "status", "solved_at", "updated_at"]


def exchanged(ticket: Ticket) -> "QuerySet[Message]":
    """What the marketplace has of this ticket: no notes, and no reply that is not through."""
    return ticket.messages.filter(delivery__in=["", Delivery.ACCEPTED]).exclude(direction=MessageDirection.NOTE)


def show_newest(ticket: Ticket, message: Message, now: datetime) -> None:
    """After a message was stored or accepted: count again, and show it if nothing newer is there. Saves nothing."""
    ticket.message_count = exchanged(ticket).count()
    at = min(message.accepted_at or message.written_at, now)
    if ticket.message_count == 1 or at >= ticket.last_message_at:
        ticket.last_message_at, ticket.last_direction = at, message.direction
        ticket.snippet = first_words(message.body_text)


def first_words(text: str) -> str:
    """The beginning of a text in one line, as long as the list shows."""
    return " ".join(text[:400].split())[:200]
