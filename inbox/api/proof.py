"""The proof of a ticket as JSON: what the chain of seals is verified with."""

from datetime import datetime
from typing import Any, Literal

from django.utils import timezone, translation
from ninja import Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.deadlines import ClockOut, clock_out
from inbox.api.one_ticket import ticket_or_404
from inbox.models import Ticket
from inbox.people.permissions import may_answer
from inbox.proof.proof import proof_of
from inbox.proof.records import ProvenEntry, ProvenMessage, ProvenWait
from inbox.proof.verifying import Fault, Verdict

router = Router(tags=["tickets"])


class ProvenFileOut(BaseModel):
    """sha256: null if Guichet has no copy."""

    name: str
    size: int | None
    sha256: str | None


class ProvenMessageOut(BaseModel):
    """author: outside = typed on the marketplace's own site. sent_at: the start of the last attempt.

    marketplace_id: its id there. sha256: of the text in UTF-8. text: null unless texts=true.
    """

    id: int
    author: Literal["buyer", "marketplace", "agent", "automatic", "outside"]
    written_at: datetime
    fetched_at: datetime | None
    stored_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    confirmed_at: datetime | None
    delivery: str | None
    marketplace_id: str | None
    sha256: str
    text: str | None
    files: list[ProvenFileOut]


class ProvenWaitOut(BaseModel):
    """opened_by, answered_by: ids of messages."""

    number: int
    opened_at: datetime
    opened_by: int | None
    acknowledged_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    answered_by: int | None
    late_at_arrival: bool
    clocks: list[ClockOut]


class SealOut(BaseModel):
    """One link of the chain; hex. docs/proof.md says how to verify it.

    salt: null once the entry's content was erased.
    """

    number: int
    sealed_at: datetime
    salt: str | None
    content: str
    previous: str
    digest: str


class LogEntryOut(BaseModel):
    """seal: null for an entry of the last seconds."""

    id: int
    at: datetime
    kind: str
    user_id: int | None
    message_id: int | None
    before: Any
    after: Any
    seal: SealOut | None


class FindingOut(BaseModel):
    """What does not fit. number: of the seal. entry: id of the log's entry."""

    fault: Fault
    number: int | None
    entry: int | None


class VerdictOut(BaseModel):
    """sealed_since: what is older was sealed as it was found then. head: the last link's digest."""

    holds: bool
    entries: int
    sealed: int
    waiting: int
    erased: int
    sealed_since: datetime | None
    head: str
    findings: list[FindingOut]


class ProofOut(BaseModel):
    """clocks: deadlines that belong to no single wait."""

    ticket: int
    account: str
    marketplace: str
    thread_id: str
    order_id: str | None
    made_at: datetime
    verdict: VerdictOut
    messages: list[ProvenMessageOut]
    waits: list[ProvenWaitOut]
    clocks: list[ClockOut]
    log: list[LogEntryOut]


@router.get("/tickets/{int:ticket_id}/proof", response={200: ProofOut, **problems(401, 403, 404, 422, 429)})
def proof(request: ApiRequest, ticket_id: int, texts: bool = False) -> ProofOut:  # noqa: FBT001, FBT002
    """Everything that happened, with the chain of seals. texts: with the messages' texts."""
    return proof_out(ticket_or_404(require(request, may_answer), ticket_id), timezone.now(), with_texts=texts)


def proof_out(ticket: Ticket, now: datetime, *, with_texts: bool) -> ProofOut:
    """The proof of one ticket. ticket: with its account."""
    found = proof_of(ticket, now, with_texts=with_texts)
    with translation.override("en"):
        return ProofOut(
            ticket=ticket.pk,
            account=ticket.account.name,
            marketplace=ticket.account.marketplace,
            thread_id=ticket.thread_id,
            order_id=ticket.order_id or None,
            made_at=found.made_at,
            verdict=_verdict_out(found.verdict),
            messages=[_message_out(message) for message in found.messages],
            waits=[_wait_out(wait) for wait in found.waits],
            clocks=[clock_out(clock) for clock in found.clocks],
            log=[_entry_out(entry) for entry in found.entries],
        )


def _message_out(message: ProvenMessage) -> ProvenMessageOut:
    files = [ProvenFileOut(name=file.name, size=file.size, sha256=file.sha256 or None) for file in message.files]
    values = {name: getattr(message, name) for name in ProvenMessageOut.model_fields if name != "files"}
    values |= {"delivery": message.delivery or None, "marketplace_id": message.marketplace_id or None}
    return ProvenMessageOut(**values, files=files)


def _wait_out(wait: ProvenWait) -> ProvenWaitOut:
    values = {name: getattr(wait, name) for name in ProvenWaitOut.model_fields if name != "clocks"}
    values["end_reason"] = wait.end_reason or None
    return ProvenWaitOut(**values, clocks=[clock_out(clock) for clock in wait.clocks])


def _entry_out(entry: ProvenEntry) -> LogEntryOut:
    values = {name: getattr(entry, name) for name in LogEntryOut.model_fields if name != "seal"}
    if entry.number is None or entry.sealed_at is None:
        return LogEntryOut(**values, seal=None)
    seal = SealOut(
        number=entry.number,
        sealed_at=entry.sealed_at,
        salt=entry.salt or None,
        content=entry.content,
        previous=entry.previous,
        digest=entry.digest,
    )
    return LogEntryOut(**values, seal=seal)


def _verdict_out(verdict: Verdict) -> VerdictOut:
    return VerdictOut(
        holds=verdict.holds,
        entries=verdict.entries,
        sealed=verdict.sealed,
        waiting=verdict.waiting,
        erased=verdict.erased,
        sealed_since=verdict.sealed_since,
        head=verdict.head.hex(),
        findings=[
            FindingOut(fault=finding.fault, number=finding.number, entry=finding.event_id)
            for finding in verdict.findings
        ],
    )
