"""Read the log as its digests take it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from inbox.models import TicketEvent
from inbox.proof.digests import LogEntry


def entries(events: QuerySet[TicketEvent]) -> Iterator[LogEntry]:
    """In the order of the query."""
    rows = events.values_list("id", "ticket_id", "at", "kind", "user_id", "message_id", "before", "after")
    return (LogEntry(*row) for row in rows)
