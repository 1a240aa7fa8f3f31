"""Which open tickets a change of the rules would change, and how: computed as they will be, and nothing is written.

Asked by the pages before a change is kept, and by the API.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inbox.deadlines.plan import Plan, planned
from inbox.deadlines.rules import RuleBook, Rules
from inbox.models import Clock, ResponseCycle, Ticket, TicketClock

MOST = 5000
"""So many open tickets are looked at, those that are due first."""
SHOWN = 500
"""So many changes are told one by one."""
_AT_ONCE = 500
Key = tuple[int, str, int]
"""A ticket, whose deadline (a Clock, or a ClockKind), and its number among those."""


@dataclass(frozen=True)
class Change:
    """One deadline that would be another. what: a Clock for that of the answer, else a ClockKind.

    before, after: None = none, or paused.
    """

    ticket: Ticket
    what: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Preview:
    """tickets: how many would change. late: how many of those would be late at once.

    first: the changes of those due first; further: how many more there are.

    looked_at: how many were tried; left_out: how many open ones were not, since there are too many.
    """

    tickets: int
    late: int
    first: Sequence[Change]
    further: int
    looked_at: int
    left_out: int


def preview(rules: Rules, *, now: datetime) -> Preview:
    """Try the rules on the open tickets.

    In a transaction that is rolled back, though nothing is written: whatever happens, nothing can be.
    """
    with transaction.atomic():
        found = _preview(rules, now)
        transaction.set_rollback(True)
    return found


def _preview(rules: Rules, now: datetime) -> Preview:
    wanted = Ticket.objects.unsolved()
    ids = list(wanted.order_by("queue_at", "id").values_list("pk", flat=True)[:MOST])
    changes: list[Change] = []
    for start in range(0, len(ids), _AT_ONCE):
        changes += _tried(ids[start : start + _AT_ONCE], rules, now)
    changes.sort(key=lambda change: (change.after or change.before or now, change.ticket.pk))
    return Preview(
        tickets=len({change.ticket.pk for change in changes}),
        late=len({change.ticket.pk for change in changes if _gets_late(change, now)}),
        first=changes[:SHOWN],
        further=len(changes[SHOWN:]),
        looked_at=len(ids),
        left_out=wanted.count() - len(ids) if len(ids) == MOST else 0,
    )


def _tried(ids: Sequence[int], rules: Rules, now: datetime) -> Iterator[Change]:
    tickets = Ticket.objects.select_related("account").in_bulk(ids)
    before = dict(_dues(ResponseCycle.objects.filter(ticket__in=ids), TicketClock.objects.filter(ticket__in=ids)))
    plan = planned(list(tickets.values()), now, book=RuleBook(rules))
    after = before | dict(_planned_dues(plan))
    for key in sorted(after.keys()):
        if before.get(key) != after[key]:
            yield Change(tickets[key[0]], key[1], before.get(key), after[key])


def _planned_dues(plan: Plan) -> Mapping[Key, datetime | None]:
    return dict(_dues([*plan.new_cycles, *plan.changed_cycles], [*plan.new_clocks, *plan.changed_clocks]))


def _dues(cycles: Iterable[ResponseCycle], clocks: Iterable[TicketClock]) -> Iterator[tuple[Key, datetime | None]]:
    """Every deadline that runs; of a clock that ends with the change none is left."""
    for cycle in cycles:
        if cycle.ended_at is None:
            yield (cycle.ticket_id, Clock.MARKETPLACE, 0), cycle.due_at
            yield (cycle.ticket_id, Clock.COMPANY, 0), cycle.company_due_at
    for clock in clocks:
        yield (clock.ticket_id, clock.kind, clock.number), clock.due_at if clock.ended_at is None else None


def _gets_late(change: Change, now: datetime) -> bool:
    was_late = change.before is not None and change.before < now
    return change.after is not None and change.after < now and not was_late
