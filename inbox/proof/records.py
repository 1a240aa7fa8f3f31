"""What a proof says of one ticket, as frozen values: for the page, the PDF and the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inbox.deadlines.clock_records import ClockRecord
from inbox.models import Ticket
from inbox.proof.verifying import Verdict


@dataclass(frozen=True)
class ProvenFile:
    """sha256: in hex; "" if there is no copy of ours."""

    name: str
    size: int | None
    sha256: str


@dataclass(frozen=True)
class ProvenMessage:
    """One message. All but a buyer's and the marketplace's words came from the shop.

    author: "buyer", "marketplace", "agent", "automatic" or "outside" (typed on the marketplace's own site).
    sent_at: the start of the last attempt. marketplace_id: the marketplace's own name of it, "" before it has one.
    sha256: of the text as UTF-8. text: None where it was not asked for.
    """

    id: int
    author: str
    written_at: datetime
    fetched_at: datetime | None
    stored_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    confirmed_at: datetime | None
    delivery: str
    marketplace_id: str
    sha256: str
    text: str | None
    files: Sequence[ProvenFile]


@dataclass(frozen=True)
class ProvenWait:
    """One wait of the buyer, and its clocks. opened_by, answered_by: ids of messages."""

    number: int
    opened_at: datetime
    opened_by: int | None
    acknowledged_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    answered_by: int | None
    late_at_arrival: bool
    clocks: Sequence[ClockRecord]


@dataclass(frozen=True)
class ProvenEntry:
    """One entry of the log with its link of the chain; number None while it is not sealed. Digests in hex."""

    id: int
    at: datetime
    kind: str
    user_id: int | None
    message_id: int | None
    before: Any
    after: Any
    number: int | None
    sealed_at: datetime | None
    salt: str
    content: str
    previous: str
    digest: str

    @property
    def is_erased(self) -> bool:
        """Whether what it said was erased with the person; that it was there still shows."""
        return self.number is not None and not self.salt


@dataclass(frozen=True)
class Proof:
    """clocks: those that belong to no wait."""

    ticket: Ticket
    made_at: datetime
    messages: Sequence[ProvenMessage]
    waits: Sequence[ProvenWait]
    clocks: Sequence[ClockRecord]
    entries: Sequence[ProvenEntry]
    verdict: Verdict
