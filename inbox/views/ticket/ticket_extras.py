"""What people have put beside a ticket: steps to take, the outcome, links; and other tickets, found by themselves."""

from datetime import datetime
from typing import Any

from inbox.models import Resolution, Ticket, User
from inbox.tickets.checklists import topics_with_lists
from inbox.tickets.topics import TOPICS
from inbox.views.ticket.other_tickets import other_tickets
from inbox.words.money import money


def extras_context(ticket: Ticket, *, user: User, now: datetime) -> dict[str, Any]:
    """Everything `partials/ticket_extras.html` and the lists of other tickets show."""
    steps = list(ticket.steps.select_related("done_by"))
    lists = [] if steps or ticket.is_erased else [(topic, TOPICS[topic]) for topic in topics_with_lists()]
    return {
        "others": other_tickets(ticket, user=user, now=now),
        "steps": steps,
        "lists": lists,
        "steps_done": sum(step.done_at is not None for step in steps),
        "resolution": resolution_words(ticket),
    }


def resolution_words(ticket: Ticket) -> str:
    """What the buyer got, with what it cost; "" if nothing is recorded."""
    if not ticket.resolution:
        return ""
    name = str(Resolution(ticket.resolution).label)
    cost = money(ticket.resolution_amount, ticket.resolution_currency)
    return f"{name} · {cost}" if cost else name
