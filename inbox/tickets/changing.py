"""How a ticket is changed: its row locked, the columns written, the log told, open pages called to look again."""

from datetime import datetime
from typing import Any

from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import EventKind, Ticket, TicketEvent, User


def locked(ticket: Ticket) -> Ticket:
    """The row as it is now, with its account; inside a transaction."""
    return Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)


def change(
    ticket: Ticket, *, by: User | None, now: datetime, kind: EventKind, before: Any, after: Any, **columns: Any
) -> bool:
    """Write the columns and the event; False, and nothing, if nothing changes."""
    if before == after:
        return False
    write(ticket, now=now, **columns)
    log(ticket, by=by, now=now, kind=kind, before=before, after=after)
    return True


def write(ticket: Ticket, *, now: datetime, **columns: Any) -> None:
    """Write these columns and nothing else."""
    for name, value in columns.items():
        setattr(ticket, name, value)
    ticket.updated_at = now
    ticket.save(update_fields=[*columns, "updated_at"])


def log(
    ticket: Ticket,
    *,
    by: User | None,
    now: datetime,
    kind: EventKind,
    before: Any,
    after: Any,
    message_id: int | None = None,
) -> None:
    """One entry of the log, with one value before and after. message_id: the one it is about."""
    said = {"before": {"value": before}, "after": {"value": after}, "message_id": message_id}
    TicketEvent.objects.create(ticket_id=ticket.pk, at=now, kind=kind, user=by, **said)
    bump_on_commit([ticket.pk])


def refresh(ticket: Ticket, now: datetime) -> None:
    """Bring the deadline in line with the log. ticket: locked."""
    refresh_deadlines([ticket], now)
    ticket.save(update_fields=[*DEADLINE_FIELDS, "claim_due_at", "updated_at"])
