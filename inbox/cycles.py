"""Keep each ticket's response cycles and deadline equal to its log. Called by ingest, delivery and triage only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from inbox import deadlines
from inbox.bulk import insert_objects, next_ids, update_rows
from inbox.deadlines import Entry, EntryKind, Wait
from inbox.models import Delivery, EventKind, Message, MessageDirection, ResponseCycle, Ticket, TicketEvent
from inbox.models.ticket import queue_position

NOTHING: Mapping[int, Sequence[Entry]] = {}


def entries_of(ticket_ids: Collection[int]) -> dict[int, list[Entry]]:
    """Read the log of these tickets: two queries, however many there are."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    if not ticket_ids:
        return entries
    rows = (
        Message.objects.filter(ticket_id__in=ticket_ids)
        .filter(
            Q(direction=MessageDirection.IN, automatic=False, opens_wait=None)
            | Q(opens_wait=True)
            | Q(direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED, automatic=False)
        )
        .values_list(
            *("ticket_id", "id", "direction", "written_at"),
            *("accepted_at", "fetched_at", "attempted_at", "recipient"),
        )
    )
    for ticket_id, message_id, direction, written_at, accepted_at, fetched, attempted_at, recipient in rows:
        fetched_at = fetched or written_at
        if direction != MessageDirection.OUT:
            at = min(written_at, fetched_at)  # a clock ahead of ours cannot postpone a deadline
            of_buyer = direction == MessageDirection.IN
            entries[ticket_id].append(Entry(EntryKind.BUYER, at, fetched_at, message_id, of_buyer=of_buyer))
        else:
            kind = EntryKind.ANSWER if attempted_at else EntryKind.OUTSIDE
            at = accepted_at or written_at
            entries[ticket_id].append(Entry(kind, at, fetched_at, message_id, of_buyer=not recipient))
    for ticket_id, endings in _endings(ticket_ids).items():
        entries[ticket_id].extend(endings)
    return entries


def refresh_deadlines(
    tickets: Sequence[Ticket], now: datetime, *, arriving: Mapping[int, Sequence[Entry]] = NOTHING
) -> None:
    """Bring cycles and deadline columns of these tickets in line with their log.

    tickets: locked by the caller, with `account` loaded. Sets the deadline columns on the objects;
    the caller saves them (see DEADLINE_FIELDS). A stored cycle keeps its due times unless its start moved.
    arriving: entries about to be stored in the same transaction, by ticket id.
    """
    ids = [ticket.id for ticket in tickets if not ticket._state.adding]
    entries = entries_of(ids)
    for ticket_id, more in arriving.items():
        entries[ticket_id].extend(more)
    stored: dict[int, list[ResponseCycle]] = defaultdict(list)
    if ids:
        for cycle in ResponseCycle.objects.filter(ticket_id__in=ids).order_by("ticket_id", "number"):
            stored[cycle.ticket_id].append(cycle)
    new: list[ResponseCycle] = []
    changed: list[ResponseCycle] = []
    gone: list[int] = []
    for ticket in tickets:
        waits = deadlines.waits(entries[ticket.id])
        cycles = stored[ticket.id]
        for number, wait in enumerate(waits, start=1):
            if number > len(cycles):
                cycles.append(_new_cycle(ticket, number, wait))
                new.append(cycles[-1])
            elif _bring_in_line(cycles[number - 1], ticket, wait):
                changed.append(cycles[number - 1])
        gone += [cycle.id for cycle in cycles[len(waits) :]]
        _set_deadline(ticket, cycles[len(waits) - 1] if waits else None, now)
    if gone:
        ResponseCycle.objects.filter(id__in=gone).delete()
    if changed:
        # Two passes, since one ticket may have one open cycle at any moment: close first.
        changed.sort(key=lambda cycle: (cycle.ended_at is None, cycle.ticket_id, cycle.number))
        fields = ["opened_at", "opened_by", "soft_due_at", "due_at", "late_at_arrival", "windows_version"]
        fields += ["answered_at", "answered_by", "ended_at", "end_reason"]
        closed = [cycle for cycle in changed if cycle.ended_at is not None]
        still_open = [cycle for cycle in changed if cycle.ended_at is None]
        for batch in (closed, still_open):
            update_rows(ResponseCycle, fields, batch)
    for cycle, cycle_id in zip(new, next_ids(ResponseCycle, len(new)), strict=True):
        cycle.id = cycle_id
    insert_objects(new)


def endings_since(ticket_id: int, moment: datetime) -> int:
    """How many endings by hand since then count: so many "answer needed after all" take them back."""
    return sum(ending.at >= moment for ending in _endings([ticket_id])[ticket_id])


DEADLINE_FIELDS = ["needs_reply", "soft_due_at", "reply_due_at", "queue_at"]


def reset_open_deadlines(account_id: int, now: datetime) -> int:
    """After the account's windows changed: give open cycles the new due times; ended ones keep theirs."""
    tickets = list(
        Ticket.objects.select_for_update(of=("self",))
        .filter(account_id=account_id, needs_reply=True)
        .select_related("account")
    )
    open_cycles = {
        cycle.ticket_id: cycle
        for cycle in ResponseCycle.objects.filter(ticket__in=tickets, ended_at=None).select_related("ticket")
    }
    events = []
    for ticket in tickets:
        cycle = open_cycles.get(ticket.id)
        if cycle is None or cycle.windows_version == ticket.account.windows_version:
            continue
        before = cycle.due_at
        _set_due_times(cycle, ticket)
        _set_deadline(ticket, cycle, now)
        events.append(
            TicketEvent(
                ticket=ticket,
                at=now,
                kind=EventKind.DEADLINE,
                before={"due_at": before.isoformat()},
                after={"due_at": cycle.due_at.isoformat()},
            )
        )
    update_rows(ResponseCycle, ["soft_due_at", "due_at", "windows_version"], list(open_cycles.values()))
    update_rows(Ticket, [*DEADLINE_FIELDS, "updated_at"], tickets)
    TicketEvent.objects.bulk_create(events, batch_size=500)
    return len(events)


def _endings(ticket_ids: Collection[int]) -> dict[int, list[Entry]]:
    """Endings by hand; one taken back ("answer needed after all") no longer counts."""
    endings: dict[int, list[Entry]] = defaultdict(list)
    kinds = [EventKind.SOLVED, EventKind.NO_ANSWER_NEEDED, EventKind.CLAIM_ENDED, EventKind.ANSWER_NEEDED]
    rows = TicketEvent.objects.filter(ticket_id__in=ticket_ids, kind__in=kinds).order_by("at", "id")
    for ticket_id, kind, at in rows.values_list("ticket_id", "kind", "at"):
        if kind == EventKind.ANSWER_NEEDED:
            endings[ticket_id] = endings[ticket_id][:-1]
        else:
            endings[ticket_id].append(Entry(EntryKind.ENDED_BY_HAND, at, at, reason=kind))
    return endings


def _new_cycle(ticket: Ticket, number: int, wait: Wait) -> ResponseCycle:
    cycle = ResponseCycle(ticket_id=ticket.id, number=number)
    _bring_in_line(cycle, ticket, wait)
    return cycle


def _bring_in_line(cycle: ResponseCycle, ticket: Ticket, wait: Wait) -> bool:
    """Make the cycle say what the wait says; True if anything differed."""
    differs = False
    if cycle.opened_at != wait.opened_at:
        cycle.opened_at = wait.opened_at
        _set_due_times(cycle, ticket)
        cycle.late_at_arrival = wait.seen_at > cycle.due_at
        differs = True
    answered_at = wait.ended_at if wait.end_reason in (deadlines.ANSWERED, deadlines.ANSWERED_OUTSIDE) else None
    wanted = {
        "opened_by_id": wait.opened_by,
        "ended_at": wait.ended_at,
        "end_reason": wait.end_reason,
        "answered_at": answered_at,
        "answered_by_id": wait.answered_by,
    }
    for name, value in wanted.items():
        if getattr(cycle, name) != value:
            setattr(cycle, name, value)
            differs = True
    return differs


def _set_due_times(cycle: ResponseCycle, ticket: Ticket) -> None:
    windows = ticket.account.windows(ticket.channel)
    cycle.soft_due_at = cycle.opened_at + windows.soft
    cycle.due_at = cycle.opened_at + windows.hard
    cycle.windows_version = ticket.account.windows_version


def _set_deadline(ticket: Ticket, last: ResponseCycle | None, now: datetime) -> None:
    waiting = last is not None and last.ended_at is None
    ticket.soft_due_at = last.soft_due_at if last and waiting else None
    due = [at for at in (last.due_at if last and waiting else None, ticket.claim_due_at) if at is not None]
    ticket.reply_due_at = min(due, default=None)
    ticket.needs_reply = bool(due)
    ticket.queue_at = queue_position(ticket.reply_due_at, ticket.last_message_at)
    ticket.updated_at = now
