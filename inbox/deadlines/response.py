"""When the shop must have answered: pure functions over what was written and done.

A wait (response cycle) opens with the oldest unanswered buyer message, at the time the buyer wrote
it. The first human answer that the marketplace accepted ends it, also one typed on the
marketplace's own site. A person may end it by hand; that covers only what had been seen by then.

The marketplace's own people may wait for an answer too, in the same conversation, and be written to alone. They read
all of it, the buyer does not read what is written to them: an answer to the buyer ends every wait, an answer to them
ends theirs only. So it leaves the buyer's clock as it is, unless it was they who opened the wait; a buyer who has
written since then begins a wait of his own, at the time he wrote.

A ticket into which another was merged holds several conversations. The marketplace counts an answer in the conversation
in which it is given, so it ends the waits of that one only; what a person ends by hand ends them all. What was done
before a question came onto the ticket does not touch it.

An acknowledgement says that the answer will follow: the wait goes on. Where the marketplace counts any answer, its own
clock stops all the same, and starts again with the next question: `waits(as_counted_there(entries))` are its waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from inbox.models.cycle import EndReason


class EntryKind(StrEnum):
    """What an entry does to a wait. Notes, automatic and unsent replies do nothing and are left out."""

    BUYER = "buyer"
    ANSWER = "answer"
    OUTSIDE = "outside"
    ACKNOWLEDGEMENT = "acknowledgement"
    ENDED_BY_HAND = "ended by hand"


@dataclass(frozen=True)
class Entry:
    """One thing of the log.

    at: when it happened at the marketplace (aware UTC). seen_at: when we learnt of it.
    message_id: of a message; of an ending by hand, the one message that it is about (a bare "thank you"), else None.
    reason: of an ending by hand, an EndReason.
    of_buyer: False = written by the marketplace's own people, or to them alone.
    conversation: which one, where the ticket holds several; empty = its own.
    joined_at: since when it is on this ticket, if it was on another before.
    """

    kind: EntryKind
    at: datetime
    seen_at: datetime
    message_id: int | None = None
    reason: str = ""
    of_buyer: bool = True
    conversation: str = ""
    joined_at: datetime | None = None


@dataclass(frozen=True)
class Wait:
    """One response cycle as the log gives it; ended_at None while the buyer waits."""

    opened_at: datetime
    opened_by: int | None
    seen_at: datetime
    ended_at: datetime | None = None
    end_reason: str = ""
    answered_by: int | None = None
    acknowledged_at: datetime | None = None

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered, in writing or by telephone; None too if it ended without an answer."""
        return self.ended_at if self.end_reason in ANSWERS else None


ANSWERS = (EndReason.ANSWERED, EndReason.ANSWERED_OUTSIDE, EndReason.CALL)

_ORDER = {
    EntryKind.BUYER: 0,
    EntryKind.ANSWER: 1,
    EntryKind.OUTSIDE: 1,
    EntryKind.ACKNOWLEDGEMENT: 1,
    EntryKind.ENDED_BY_HAND: 2,
}


def waits(entries: Iterable[Entry]) -> list[Wait]:
    """Return every wait of a ticket, oldest first; at most the last one is open.

    The order of `entries` does not matter: late and out-of-order items land where they belong.
    A buyer message and an answer at the same instant: the answer counts as the later one.
    Of two at the same instant the one of the buyer, or to him, counts as the earlier.
    """
    entries = sorted(entries, key=_place)
    found, left = _followed(entries)
    if left:
        found.append(_opened(left))
    acknowledged = [entry.at for entry in entries if entry.kind == EntryKind.ACKNOWLEDGEMENT]
    return [replace(wait, acknowledged_at=_first_within(wait, acknowledged)) for wait in found]


def still_open(entries: Iterable[Entry]) -> list[Entry]:
    """What the open wait is made of: the questions, and the acknowledgements since the oldest of them."""
    entries = sorted(entries, key=_place)
    _, left = _followed(entries)
    told = (entry for entry in entries if entry.kind == EntryKind.ACKNOWLEDGEMENT)
    return [*left, *(entry for entry in told if left and entry.at >= left[0].at)]


def as_counted_there(entries: Iterable[Entry]) -> list[Entry]:
    """The log as a marketplace sees it that counts any answer of a person, be it an acknowledgement."""
    return [
        replace(entry, kind=EntryKind.ANSWER) if entry.kind == EntryKind.ACKNOWLEDGEMENT else entry for entry in entries
    ]


def first_answer_at(entries: Iterable[Entry]) -> datetime | None:
    """When the shop first gave this buyer an answer, or wrote to him of its own accord; None = never yet."""
    answers = (entry.at for entry in entries if entry.of_buyer and _is_answer(entry))
    return min(answers, default=None)


def _followed(entries: Iterable[Entry]) -> tuple[list[Wait], list[Entry]]:
    """The waits that have ended, and the questions that are left. entries: in order."""
    found: list[Wait] = []
    left: list[Entry] = []
    for entry in entries:
        if entry.kind == EntryKind.BUYER:
            left.append(entry)
        elif entry.kind != EntryKind.ACKNOWLEDGEMENT:
            covered = [waiting for waiting in left if _covers(entry, waiting)]
            left = [waiting for waiting in left if not _covers(entry, waiting)]
            if covered and _ends_a_wait(entry, covered, left):
                found.append(_ended(_opened(covered), entry))
    return found, left


def _place(entry: Entry) -> tuple[datetime, int, bool, str, int]:
    return entry.at, _ORDER[entry.kind], not entry.of_buyer, entry.reason, entry.message_id or 0


def _is_answer(entry: Entry) -> bool:
    return entry.kind in (EntryKind.ANSWER, EntryKind.OUTSIDE) or entry.reason == EndReason.CALL


def _first_within(wait: Wait, moments: Iterable[datetime]) -> datetime | None:
    """moments: in order."""
    within = (at for at in moments if at >= wait.opened_at and (wait.ended_at is None or at <= wait.ended_at))
    return next(within, None)


def _opened(unanswered: Sequence[Entry]) -> Wait:
    oldest = min(unanswered, key=lambda entry: entry.at)
    return Wait(opened_at=oldest.at, opened_by=oldest.message_id, seen_at=oldest.seen_at)


def _covers(entry: Entry, waiting: Entry) -> bool:
    """Whether this ending takes care of that question."""
    if entry.kind == EntryKind.ENDED_BY_HAND:
        known_at = max(waiting.seen_at, waiting.joined_at or waiting.seen_at)
        return known_at <= entry.at and entry.message_id in (None, waiting.message_id)
    if entry.conversation != waiting.conversation or not _were_together(entry, waiting):
        return False
    return entry.of_buyer or not waiting.of_buyer


def _is_elsewhere(answer: Entry, waiting: Entry) -> bool:
    return waiting.conversation != answer.conversation and _were_together(answer, waiting)


def _were_together(answer: Entry, waiting: Entry) -> bool:
    """Whether the question was on the ticket when we learnt of the answer, or came onto it with it."""
    return waiting.joined_at is None or waiting.joined_at == answer.joined_at or answer.seen_at >= waiting.joined_at


def _ends_a_wait(entry: Entry, covered: Sequence[Entry], left: Sequence[Entry]) -> bool:
    """An answer to others or in one conversation of several, or a word about one message, ends no older wait."""
    is_about_one = entry.kind == EntryKind.ENDED_BY_HAND and entry.message_id is not None
    leaves_others = entry.kind != EntryKind.ENDED_BY_HAND and any(_is_elsewhere(entry, waiting) for waiting in left)
    if not left or (entry.of_buyer and not is_about_one and not leaves_others):
        return True
    return min(waiting.at for waiting in covered) < min(waiting.at for waiting in left)


def _ended(wait: Wait, entry: Entry) -> Wait:
    if entry.kind == EntryKind.ENDED_BY_HAND:
        return replace(wait, ended_at=entry.at, end_reason=entry.reason)
    reason = EndReason.ANSWERED if entry.kind == EntryKind.ANSWER else EndReason.ANSWERED_OUTSIDE
    return replace(wait, ended_at=entry.at, end_reason=reason, answered_by=entry.message_id)
