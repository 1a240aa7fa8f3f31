"""Does a ticket's log still fit its seals? Pure; says plainly what does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inbox.models import EventSeal
from inbox.proof.digests import START, LogEntry, content_digest, link_digest

SEALED_WITHIN = timedelta(hours=1)
"""So long the ticks may stand still before an entry without a seal is a finding."""
OUT_OF_ORDER = timedelta(minutes=15)
"""Ids of one ticket's entries may be sealed out of order for as long as a transaction lasts, never longer."""


class Fault(StrEnum):
    """What does not fit.

    CHANGED: an entry, its seal or the one before is not what it was. MISSING: a sealed entry is gone.
    PUT_IN: an entry was put in among older ones after these were sealed. UNSEALED: an entry was never sealed.
    LINK_MISSING: a seal is gone.
    """

    CHANGED = "changed"
    MISSING = "missing"
    PUT_IN = "put_in"
    UNSEALED = "unsealed"
    LINK_MISSING = "link_missing"


@dataclass(frozen=True)
class Finding:
    """number: of the link; None for an entry without one. event_id None: of a missing link. at: as the log says."""

    fault: Fault
    number: int | None
    event_id: int | None
    at: datetime | None


@dataclass(frozen=True)
class Verdict:
    """What the chain of one ticket says.

    entries: in the log. sealed: links. waiting: entries to be sealed with the next tick. erased: entries whose content
    was erased with their person. sealed_since: what is older was sealed as it was found then; None without any link.
    head: digest of the last link.
    """

    entries: int
    sealed: int
    waiting: int
    erased: int
    sealed_since: datetime | None
    head: bytes
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        return not self.findings


def verify(log: Sequence[LogEntry], seals: Sequence[EventSeal], *, now: datetime) -> Verdict:
    """log: of one ticket, in any order. seals: of the same, by number."""
    by_id = {entry.id: entry for entry in log}
    sealed_ids = {seal.event_id for seal in seals}
    unsealed = [entry for entry in log if entry.id not in sealed_ids]
    findings = [*_links(seals, by_id), *_unsealed(unsealed, seals, now)]
    return Verdict(
        entries=len(log),
        sealed=len(seals),
        waiting=len(unsealed) - sum(finding.number is None and finding.at is not None for finding in findings),
        erased=sum(not seal.salt for seal in seals),
        sealed_since=seals[0].sealed_at if seals else None,
        head=bytes(seals[-1].digest) if seals else START,
        findings=tuple(findings),
    )


def _links(seals: Iterable[EventSeal], by_id: Mapping[int, LogEntry]) -> Iterator[Finding]:
    """What is wrong with each link, or with its entry. What follows a wrong one is held against what stands there."""
    previous, expected = START, 1
    newest: EventSeal | None = None
    for seal in seals:
        for number in range(expected, seal.number):
            yield Finding(Fault.LINK_MISSING, number, None, None)
        entry = by_id.get(seal.event_id)
        if entry is None:
            yield Finding(Fault.MISSING, seal.number, seal.event_id, None)
        elif fault := _fault(seal, entry, previous if seal.number == expected else None, newest):
            yield Finding(fault, seal.number, seal.event_id, entry.at)
        previous, expected = bytes(seal.digest), seal.number + 1
        newest = seal if newest is None or seal.event_id > newest.event_id else newest


def _fault(seal: EventSeal, entry: LogEntry, previous: bytes | None, newest: EventSeal | None) -> Fault | None:
    """previous: digest of the link before; None where that is gone. newest: the highest entry sealed before."""
    content = bytes(seal.content)
    if seal.salt and content_digest(entry, bytes(seal.salt)) != content:
        return Fault.CHANGED
    if previous is not None and link_digest(previous, seal.number, entry, content=content) != bytes(seal.digest):
        return Fault.CHANGED
    if newest and entry.id < newest.event_id and seal.sealed_at - newest.sealed_at > OUT_OF_ORDER:
        return Fault.PUT_IN
    return None


def _unsealed(unsealed: Iterable[LogEntry], seals: Sequence[EventSeal], now: datetime) -> Iterator[Finding]:
    newest = max(seals, key=lambda seal: seal.event_id, default=None)
    for entry in unsealed:
        if newest and entry.id < newest.event_id and now - newest.sealed_at > OUT_OF_ORDER:
            yield Finding(Fault.PUT_IN, None, entry.id, entry.at)
        elif now - entry.at > SEALED_WITHIN:
            yield Finding(Fault.UNSEALED, None, entry.id, entry.at)
