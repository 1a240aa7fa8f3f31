"""What the log of a ticket says to its clocks: read for many tickets in two queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime

from inbox.deadlines.response import Entry, EntryKind
from inbox.models import Delivery, EventKind, Message, MessageDirection, Ticket, TicketEvent


@dataclass(frozen=True)
class Mark:
    """Something that was done to the ticket.

    before, after: of a status or topic, the old and the new one. until: of a snooze, its end if it has one.
    waiting: of a merge, the messages whose wait went on in the other ticket. goes_on: of a status, the wait that
    "solved" had ended goes on.
    """

    kind: str
    at: datetime
    message_id: int | None = None
    before: Any = None
    after: Any = None
    until: datetime | None = None
    waiting: Sequence[int] = ()
    goes_on: bool = False


@dataclass
class TicketLog:
    """Of one ticket. entries: what the waits are made of. marks: in the order in which they were written down."""

    entries: list[Entry] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


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


def endings(marks: Collection[Mark]) -> list[Entry]:
    """Endings without a written answer, those left out that somebody took back.

    "Answer needed after all" takes the last one back, or those about the message it names; "no spam" takes back spam;
    reopened by hand takes back "solved" where it says so.
    """
    found: list[Mark] = []
    for mark in marks:
        if mark.kind == EventKind.ANSWER_NEEDED and mark.message_id is None:
            found = found[:-1]
        elif mark.kind == EventKind.ANSWER_NEEDED:
            found = [ending for ending in found if ending.message_id != mark.message_id]
        elif mark.kind == EventKind.STATUS and mark.goes_on:
            found = _without_last(EventKind.SOLVED, found)
        elif mark.kind == EventKind.NOT_SPAM:
            found = [ending for ending in found if ending.kind != EventKind.SPAM]
        elif mark.kind == EventKind.UNMERGED:
            found = [ending for ending in found if ending.kind != EventKind.MERGED]
        elif mark.kind in _ENDS:
            found.append(mark)
    return [_ending(mark) for mark in found]


def _without_last(kind: EventKind, found: list[Mark]) -> list[Mark]:
    last = max((place for place, ending in enumerate(found) if ending.kind == kind), default=None)
    return [ending for place, ending in enumerate(found) if place != last]


def _ending(mark: Mark) -> Entry:
    """A bare thank-you ends the wait of its own message only."""
    about = mark.message_id if mark.kind == EventKind.THANKS else None
    return Entry(EntryKind.ENDED_BY_HAND, mark.at, mark.at, about, reason=mark.kind)


_ENDS = (
    *(EventKind.SOLVED, EventKind.NO_ANSWER_NEEDED, EventKind.CLAIM_ENDED),
    *(EventKind.THANKS, EventKind.CALL, EventKind.MERGED, EventKind.SPAM),
)
_TOLD = (
    *_ENDS,
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
