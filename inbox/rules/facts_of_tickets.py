"""What a ticket's own row tells."""

from collections.abc import Iterable, Sequence

from inbox.lists.filters import NOBODY
from inbox.models import Ticket
from inbox.rules.conditions import Facts
from inbox.rules.lengths import hours_between
from inbox.rules.occasion import Occasion


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    for occasion, ticket in pairs:
        yield {
            "marketplace": ticket.account.marketplace,
            "account": str(ticket.account_id),
            "channel": ticket.channel,
            "kind": ticket.kind,
            "status": ticket.status,
            "priority": str(ticket.priority),
            "level": str(ticket.level or ""),
            "topic": _topic(ticket),
            "language": ticket.language,
            "tag": tuple(ticket.tags),
            "assignee": str(ticket.assignee_id or NOBODY),
            "subject": ticket.subject,
            "buyer": ticket.buyer_name,
            "item": ticket.item_id,
            "order_number": ticket.order_id,
            "resolution": ticket.resolution,
            "needs_reply": ticket.needs_reply,
            "hours_left": hours_between(occasion.at, ticket.reply_due_at),
            "hours_waiting": hours_between(ticket.waits_since, occasion.at),
            "claim": ticket.has_open_claim,
        }


def _topic(ticket: Ticket) -> str | tuple[str, ...]:
    """A reason of the marketplace's own fits as itself and as what it means among ours."""
    meaning = ticket.account.connector_class.topic_meanings.get(ticket.topic)
    return (ticket.topic, meaning) if meaning else ticket.topic
