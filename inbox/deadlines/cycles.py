"""Keep each ticket's response cycles, clocks and deadline equal to its log and the policies: the one door to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inbox.bulk import insert_objects, next_ids, update_rows
from inbox.deadlines import clock_rows, cycle_rows
from inbox.deadlines.plan import NOTHING, Plan, planned
from inbox.deadlines.response import Entry
from inbox.deadlines.rules import RuleBook, rules_to_go_by
from inbox.models import ResponseCycle, Ticket, TicketClock

DEADLINE_FIELDS = ["needs_reply", "soft_due_at", "reply_due_at", "queue_at", "waits_since", "warned_for"]


def refresh_deadlines(
    tickets: Sequence[Ticket], now: datetime, *, arriving: Mapping[int, Sequence[Entry]] = NOTHING
) -> None:
    """Bring cycles, clocks and deadline columns of these tickets in line with their log. A fixed number of queries.

    tickets: locked by the caller, with `account` loaded. Sets the deadline columns on the objects; the caller saves
    them (see DEADLINE_FIELDS). What is open follows the policies of now, what has ended keeps its due times.
    arriving: entries about to be stored in the same transaction, by ticket id.
    """
    if tickets:
        store(planned(tickets, now, book=RuleBook(rules_to_go_by()), arriving=arriving))


def store(plan: Plan) -> None:
    """Write what was planned, in the transaction that holds the tickets' locks."""
    _delete(ResponseCycle, plan.gone_cycles)
    _delete(TicketClock, plan.gone_clocks)
    # Two passes, since one ticket may have one open cycle at any moment: close first.
    closed = [cycle for cycle in plan.changed_cycles if cycle.ended_at is not None]
    still_open = [cycle for cycle in plan.changed_cycles if cycle.ended_at is None]
    for batch in (closed, still_open):
        update_rows(ResponseCycle, cycle_rows.FIELDS, batch)
    update_rows(TicketClock, clock_rows.FIELDS, plan.changed_clocks)
    _insert(ResponseCycle, plan.new_cycles)
    _insert(TicketClock, plan.new_clocks)


def _delete(model: Any, rows: Sequence[Any]) -> None:
    if rows:
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _insert(model: Any, rows: Sequence[Any]) -> None:
    for row, row_id in zip(rows, next_ids(model, len(rows)), strict=True):
        row.id = row_id
    insert_objects(rows)
