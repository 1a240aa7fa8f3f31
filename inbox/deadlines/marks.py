"""What was done to a ticket, and what of it ends a wait without a written answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inbox.deadlines.response import Entry, EntryKind
from inbox.models import EventKind

ENDINGS = (
    *(EventKind.SOLVED, EventKind.NO_ANSWER_NEEDED, EventKind.CLAIM_ENDED),
    *(EventKind.THANKS, EventKind.CALL, EventKind.MERGED, EventKind.SPAM),
)


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
        elif mark.kind in ENDINGS:
            found.append(mark)
    return [_ending(mark) for mark in found]


def _without_last(kind: EventKind, found: list[Mark]) -> list[Mark]:
    last = max((place for place, ending in enumerate(found) if ending.kind == kind), default=None)
    return [ending for place, ending in enumerate(found) if place != last]


def _ending(mark: Mark) -> Entry:
    """A bare thank-you ends the wait of its own message only."""
    about = mark.message_id if mark.kind == EventKind.THANKS else None
    return Entry(EntryKind.ENDED_BY_HAND, mark.at, mark.at, about, reason=mark.kind)
