"""Open tickets follow a change of policies, calendars or holidays: a few at once, many in batches in the background.

Each batch is one transaction. A ticket that somebody else holds just now is waited for: whoever holds it may have read
the policies of before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from inbox.bulk import update_rows
from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, store
from inbox.deadlines.plan import planned
from inbox.deadlines.rules import RuleBook, rules_change, rules_to_go_by
from inbox.models import EventKind, Recomputation, Ticket, TicketEvent, User

AT_ONCE = 200
"""So many tickets follow while the person waits."""
BATCH = 250
LEASE = timedelta(minutes=2)
"""A worker that has not finished a batch by then is taken for dead."""
HELD = timedelta(seconds=2)
"""When to look again for a ticket that somebody holds."""


def begin(*, by: User | None, now: datetime) -> Recomputation:
    """After the change, in its transaction: let every open ticket follow. What was under way is covered by this."""
    rules_change()
    Recomputation.objects.filter(finished_at=None).update(finished_at=now, next_try_at=None)
    total = Ticket.objects.unsolved().count()
    asked = Recomputation.objects.create(asked_at=now, asked_by=by, total=total, next_try_at=now)
    if total <= AT_ONCE:
        while run_batch(asked.pk, now):
            pass
        asked.refresh_from_db()
    return asked


def claim_due(now: datetime) -> list[int]:
    """Take those that no worker is at."""
    due = Recomputation.objects.filter(finished_at=None, next_try_at__lte=now)
    return [pk for pk in due.values_list("pk", flat=True) if due.filter(pk=pk).update(next_try_at=now + LEASE)]


def run_batch(recomputation_id: int, now: datetime) -> bool:
    """Let the next tickets follow; False when there is nothing more to do now."""
    with transaction.atomic():
        asked = Recomputation.objects.select_for_update().get(pk=recomputation_id)
        if asked.finished_at is not None:
            return False
        wanted = Ticket.objects.unsolved().filter(pk__gt=asked.last_ticket).order_by("pk")
        ids = list(wanted.values_list("pk", flat=True)[:BATCH])
        tickets = _lock(ids)
        changed = _follow(tickets, now)
        asked.seen += len(tickets)
        asked.changed += changed
        asked.last_ticket = tickets[-1].pk if tickets else asked.last_ticket
        asked.next_try_at = now + (LEASE if len(tickets) == len(ids) else HELD)
        if not ids:
            asked.finished_at, asked.next_try_at = now, None
        asked.save()
        return bool(ids) and len(tickets) == len(ids)


def _lock(ids: Sequence[int]) -> list[Ticket]:
    """The tickets before the first one that somebody else holds."""
    free = Ticket.objects.select_for_update(of=("self",), skip_locked=True).select_related("account").in_bulk(ids)
    found = []
    for pk in ids:
        if pk not in free:
            break
        found.append(free[pk])
    return found


def _follow(tickets: Sequence[Ticket], now: datetime) -> int:
    """Return how many have another deadline now."""
    before = {ticket.pk: (ticket.reply_due_at, ticket.soft_due_at, ticket.needs_reply) for ticket in tickets}
    plan = planned(tickets, now, book=RuleBook(rules_to_go_by()))
    store(plan)
    touched = plan.touched()
    changed = [
        ticket
        for ticket in tickets
        if before[ticket.pk] != (ticket.reply_due_at, ticket.soft_due_at, ticket.needs_reply)
    ]
    quietly = [ticket for ticket in tickets if ticket.pk in touched and ticket not in changed]
    update_rows(Ticket, ["warned_for"], quietly)
    update_rows(Ticket, [*DEADLINE_FIELDS, "updated_at"], changed)
    TicketEvent.objects.bulk_create(_event(ticket, before[ticket.pk][0], now) for ticket in changed)
    bump_on_commit(ticket.pk for ticket in changed)
    return len(changed)


def _event(ticket: Ticket, before: datetime | None, now: datetime) -> TicketEvent:
    after = ticket.reply_due_at
    return TicketEvent(
        ticket=ticket,
        at=now,
        kind=EventKind.DEADLINE,
        before={"due_at": before.isoformat() if before else None},
        after={"due_at": after.isoformat() if after else None},
    )
