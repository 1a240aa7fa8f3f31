"""What the log of a ticket says to its clocks: read for many tickets in two queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime

from inbox.deadlines.marks import ENDINGS, Mark, TicketLog, endings
from inbox.deadlines.response import Entry, EntryKind
from inbox.models import Delivery, EventKind, Message, MessageDirection, Ticket, TicketEvent

Logs = defaultdict[int, TicketLog]
GOES_ON = "goes_on"
"""What the log says of a ticket that was reopened by hand, where somebody waits again by that."""


def logs_of(ticket_ids: Collection[int]) -> Logs:
    """The log of each ticket; empty for one that has none."""
    logs: Logs = defaultdict(TicketLog)
    if ticket_ids:
        for ticket_id, entry in _messages(ticket_ids):
            logs[ticket_id].entries.append(entry)
        for ticket_id, mark in _marks(ticket_ids):
            logs[ticket_id].marks.append(mark)
        _give_back(logs)
        for log in logs.values():
            log.entries += endings(log.marks)
    return logs


def endings_since(ticket_id: int, moment: datetime) -> int:
    """How many endings by hand since then count: so many "answer needed after all" take them back."""
    return sum(ending.at >= moment for ending in endings([mark for _, mark in _marks([ticket_id])]))


_TOLD = (
    *ENDINGS,
    *(EventKind.ANSWER_NEEDED, EventKind.NOT_SPAM, EventKind.UNMERGED),
    *(EventKind.STATUS, EventKind.SNOOZED, EventKind.WOKEN, EventKind.TOPIC),
)
_TELLS_CLOCKS = (
    Q(direction=MessageDirection.IN, automatic=False, opens_wait=None)
    | Q(opens_wait=True)
    | Q(direction=MessageDirection.OUT, delivery=Delivery.ACCEPTED, automatic=False)
)


class _Row(NamedTuple):
    """What a message says to a clock: its columns."""

    id: int
    ticket_id: int
    direction: str
    written_at: datetime
    accepted_at: datetime | None
    fetched_at: datetime | None
    attempted_at: datetime | None
    recipient: str
    acknowledges: bool
    through_id: int | None
    counts_for_id: int | None
    moved_at: datetime | None


def _messages(ticket_ids: Collection[int]) -> Iterator[tuple[int, Entry]]:
    """What was settled before a message was moved goes on counting for the ticket that it was on then."""
    counted = Q(ticket_id__in=ticket_ids, counts_for=None) | Q(counts_for__in=ticket_ids)
    rows = _rows(counted & _TELLS_CLOCKS)
    conversations = _conversations({row.through_id for row in rows if row.through_id})
    for row in rows:
        conversation = "" if row.counts_for_id else conversations.get(row.through_id or 0, "")
        yield row.counts_for_id or row.ticket_id, replace(_entry(row), conversation=conversation)


def _rows(which: Q) -> list[_Row]:
    return [_Row(*row) for row in Message.objects.filter(which).values_list(*_Row._fields)]


def _conversations(merged_ids: Collection[int]) -> dict[int, str]:
    """The conversations of merged tickets that are others than those of the tickets they are in; no query for none."""
    if not merged_ids:
        return {}
    others = Ticket.objects.filter(pk__in=merged_ids).exclude(thread_id=F("merged_into__thread_id"))
    return dict(others.values_list("pk", "thread_id"))


def _entry(row: _Row) -> Entry:
    seen_at = row.fetched_at or row.written_at
    joined_at = None if row.counts_for_id else row.moved_at
    if row.direction != MessageDirection.OUT:
        at = min(row.written_at, seen_at)  # a clock ahead of ours cannot postpone a deadline
        of_buyer = row.direction == MessageDirection.IN
        return Entry(EntryKind.BUYER, at, seen_at, row.id, of_buyer=of_buyer, joined_at=joined_at)
    answer = EntryKind.ANSWER if row.attempted_at else EntryKind.OUTSIDE
    kind = EntryKind.ACKNOWLEDGEMENT if row.acknowledges else answer
    at = row.accepted_at or row.written_at
    return Entry(kind, at, seen_at, row.id, of_buyer=not row.recipient, joined_at=joined_at)


def _give_back(logs: Logs) -> None:
    """Merged tickets: what waited then had waited there, until the merge; no query where there is none."""
    waited = {ticket_id: ids for ticket_id, log in logs.items() if (ids := _waited(log.marks))}
    rows = {row.id: row for row in _rows(Q(pk__in=[*chain(*waited.values())]))} if waited else {}
    for ticket_id, ids in waited.items():
        entries = (_entry(rows[message_id]) for message_id in ids if message_id in rows)
        logs[ticket_id].entries += [replace(entry, joined_at=None) for entry in entries]


def _waited(marks: Iterable[Mark]) -> Sequence[int]:
    last = [mark for mark in marks if mark.kind in (EventKind.MERGED, EventKind.UNMERGED)][-1:]
    return last[0].waiting if last else ()


def _marks(ticket_ids: Collection[int]) -> Iterator[tuple[int, Mark]]:
    rows = TicketEvent.objects.filter(ticket_id__in=ticket_ids, kind__in=_TOLD).order_by("at", "id")
    for ticket_id, kind, at, message_id, before, after in rows.values_list(
        "ticket_id", "kind", "at", "message_id", "before", "after"
    ):
        until = parse_datetime(str(_part(after, "until") or ""))
        waiting, goes_on = _part(after, "waiting") or (), bool(_part(after, GOES_ON))
        was, is_now = _part(before, "value"), _part(after, "value")
        yield ticket_id, Mark(kind, at, message_id, was, is_now, until, waiting, goes_on)


def _part(said: Mapping[str, Any] | None, name: str) -> Any:
    return said.get(name) if isinstance(said, Mapping) else None
