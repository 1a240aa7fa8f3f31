"""What a webhook is told of a ticket: numbers, names of things and codes; no words and no name of the buyer."""

from datetime import datetime
from typing import Any

from django.conf import settings

from inbox.models import Rule, Ticket


def ticket_payload(ticket: Ticket, *, event: str, rule: Rule, at: datetime) -> dict[str, Any]:
    """event: a Happening. `url` leads to the ticket's page, `api` to the rest by the API."""
    return {
        "event": event,
        "at": at.isoformat(),
        "rule": {"id": rule.pk, "name": rule.name},
        "ticket": {
            "id": ticket.pk,
            "url": f"{settings.PUBLIC_URL}{ticket.get_absolute_url()}",
            "api": f"{settings.PUBLIC_URL}/api/v1/tickets/{ticket.pk}",
            "marketplace": ticket.account.marketplace,
            "account_id": ticket.account_id,
            "order_id": ticket.order_id,
            "status": ticket.status,
            "level": ticket.level,
            "priority": ticket.priority,
            "topic": ticket.topic,
            "language": ticket.language,
            "tags": list(ticket.tags),
            "assignee_id": ticket.assignee_id,
            "reply_due_at": ticket.reply_due_at.isoformat() if ticket.reply_due_at else None,
        },
    }
