"""When the shop must have answered: pure functions over what was written and done.

A wait (response cycle) opens with the oldest unanswered buyer message, at the time the buyer wrote
it. The first human answer that the marketplace accepted ends it, also one typed on the
marketplace's own site. A person may end it by hand; that covers only what had been seen by then.

The marketplace's own people may wait for an answer too, in the same conversation, and be written to alone. They read
all of it, the buyer does not read what is written to them: an answer to the buyer ends every wait, an answer to them
ends theirs only. So it leaves the buyer's clock as it is, unless it was they who opened the wait; a buyer who has
written since then begins a wait of his own, at the time he wrote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry does to a wait. Notes, automatic and unsent replies do nothing and are left out."""

    BUYER = "buyer"
    ANSWER = "answer"
    OUTSIDE = "outside"
    ENDED_BY_HAND = "ended by hand"


@dataclass(frozen=True)
class Entry:
    """One thing of the log.

    at: when it happened at the marketplace (aware UTC). seen_at: when we learnt of it.
    message_id: of a message, else None. reason: of an ending by hand.
    of_buyer: False = written by the marketplace's own people, or to them alone.
    """

    kind: EntryKind
    at: datetime
    seen_at: datetime
    message_id: int | None = None
    reason: str = ""
    of_buyer: bool = True


@dataclass(frozen=True)
class Wait:
    """One response cycle as the log gives it; ended_at None while the buyer waits."""

    opened_at: datetime
    opened_by: int | None
    seen_at: datetime
    ended_at: datetime | None = None
    end_reason: str = ""
    answered_by: int | None = None


ANSWERED = "answered"
ANSWERED_OUTSIDE = "answered_outside"

_ORDER = {EntryKind.BUYER: 0, EntryKind.ANSWER: 1, EntryKind.OUTSIDE: 1, EntryKind.ENDED_BY_HAND: 2}


def waits(entries: Iterable[Entry]) -> list[Wait]:
    """Return every wait of a ticket, oldest first; at most the last one is open.

    The order of `entries` does not matter: late and out-of-order items land where they belong.
    A buyer message and an answer at the same instant: the answer counts as the later one.
    Of two at the same instant the one of the buyer, or to him, counts as the earlier.
    """
    found: list[Wait] = []
    unanswered: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.at, _ORDER[entry.kind], not entry.of_buyer)):
        if entry.kind == EntryKind.BUYER:
            unanswered.append(entry)
            continue
        covered = [waiting for waiting in unanswered if _covers(entry, waiting)]
        unanswered = [waiting for waiting in unanswered if not _covers(entry, waiting)]
        if covered and _ends_a_wait(entry, covered, unanswered):
            found.append(_ended(_opened(covered), entry))
    if unanswered:
        found.append(_opened(unanswered))
    return found


def reply_due_at(unanswered: Sequence[datetime], window: timedelta) -> datetime | None:
    """Return when the seller must have answered, or None if nothing waits.

    unanswered: aware UTC times of the buyer messages not yet replied to.
    The oldest one counts: a second question does not buy the seller more time.
    """
    return min(unanswered) + window if unanswered else None


def is_met(ended_at: datetime, due_at: datetime) -> bool:
    """Exactly at the deadline is in time."""
    return ended_at <= due_at


def _opened(unanswered: Sequence[Entry]) -> Wait:
    oldest = min(unanswered, key=lambda entry: entry.at)
    return Wait(opened_at=oldest.at, opened_by=oldest.message_id, seen_at=oldest.seen_at)


def _covers(entry: Entry, waiting: Entry) -> bool:
    """Whether this ending takes care of that question."""
    if entry.kind == EntryKind.ENDED_BY_HAND:
        return waiting.seen_at <= entry.at
    return entry.of_buyer or not waiting.of_buyer


def _ends_a_wait(entry: Entry, covered: Sequence[Entry], left: Sequence[Entry]) -> bool:
    """An answer to others ends no wait that a buyer had opened before them and that goes on."""
    if entry.of_buyer or not left:
        return True
    return min(waiting.at for waiting in covered) < min(waiting.at for waiting in left)


def _ended(wait: Wait, entry: Entry) -> Wait:
    if entry.kind == EntryKind.ENDED_BY_HAND:
        return replace(wait, ended_at=entry.at, end_reason=entry.reason)
    reason = ANSWERED if entry.kind == EntryKind.ANSWER else ANSWERED_OUTSIDE
    return replace(wait, ended_at=entry.at, end_reason=reason, answered_by=entry.message_id)
