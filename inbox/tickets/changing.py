"""How tickets are changed: rows locked, the columns written, the log told, open pages called to look again.

What is done to many at once takes as many queries as what is done to one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from inbox.bulk import update_rows
from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import EventKind, Ticket, TicketEvent, User

_KEPT_BY_REFRESH = [*DEADLINE_FIELDS, "claim_due_at", "updated_at"]


def locked(ticket: Ticket) -> Ticket:
    """The row as it is now, with its account; inside a transaction."""
    return Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)


def locked_many(tickets: Collection[Ticket]) -> list[Ticket]:
    """The same of several, by number, so that two workers never wait for each other."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("account")
    return list(rows.filter(pk__in=[ticket.pk for ticket in tickets]).order_by("pk"))


def change(
    ticket: Ticket, *, by: User | None, now: datetime, kind: EventKind, before: Any, after: Any, **columns: Any
) -> bool:
    """Write the columns and the event; False, and nothing, if nothing changes."""
    was = {ticket.pk: before}
    return bool(change_many([ticket], by=by, now=now, kind=kind, before=was, after=after, **columns))


def change_many(
    tickets: Iterable[Ticket],
    *,
    by: User | None,
    now: datetime,
    kind: EventKind,
    before: Mapping[int, Any],
    after: Any,
    **columns: Any,
) -> list[Ticket]:
    """The same of each; return those that change. before: by ticket id."""
    changed = [ticket for ticket in tickets if before[ticket.pk] != after]
    write_many(changed, now=now, **columns)
    log_many(changed, by=by, now=now, kind=kind, before=before, after=after)
    return changed


def write(ticket: Ticket, *, now: datetime, **columns: Any) -> None:
    """Write these columns and nothing else."""
    write_many([ticket], now=now, **columns)


def write_many(tickets: Sequence[Ticket], *, now: datetime, **columns: Any) -> None:
    """Give these columns of all of them the same values, and nothing else."""
    for ticket in tickets:
        for name, value in columns.items():
            setattr(ticket, name, value)
        ticket.updated_at = now
    if tickets:
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).update(**columns, updated_at=now)


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
    log_many([ticket], by=by, now=now, kind=kind, before={ticket.pk: before}, after=after, message_id=message_id)


def log_many(
    tickets: Sequence[Ticket],
    *,
    by: User | None,
    now: datetime,
    kind: EventKind,
    before: Mapping[int, Any],
    after: Any,
    message_id: int | None = None,
) -> None:
    """One such entry in the log of each. before: by ticket id."""
    log_events(
        TicketEvent(
            ticket_id=ticket.pk,
            at=now,
            kind=kind,
            user=by,
            before={"value": before[ticket.pk]},
            after={"value": after},
            message_id=message_id,
        )
        for ticket in tickets
    )


def log_events(events: Iterable[TicketEvent]) -> None:
    """Write these entries."""
    written = TicketEvent.objects.bulk_create(events)
    bump_on_commit([event.ticket_id for event in written])


def refresh(ticket: Ticket, now: datetime) -> None:
    """Bring the deadline in line with the log. ticket: locked."""
    refresh_many([ticket], now)


def refresh_many(tickets: Sequence[Ticket], now: datetime) -> None:
    """The same of several. tickets: locked, with their account."""
    refresh_deadlines(tickets, now)
    update_rows(Ticket, _KEPT_BY_REFRESH, tickets)
