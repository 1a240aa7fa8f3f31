"""What a buyer wants put right, and how far that has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connectors.incoming.attachment import IncomingAttachment
from connectors.incoming.money import Money
from connectors.incoming.person import Direction, Person


class ClaimKind(StrEnum):
    """What the buyer wants put right."""

    RETURN = "return"
    REFUND = "refund"
    NOT_RECEIVED = "not_received"
    CANCELLATION = "cancellation"
    CASE = "case"
    PAYMENT_DISPUTE = "payment_dispute"
    A_TO_Z = "a_to_z"


class ClaimState(StrEnum):
    """seller: the seller must act. waiting: someone else must. The other two end it."""

    SELLER = "seller"
    WAITING = "waiting"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True)
class IncomingClaim:
    """One thing that happened to a claim.

    external_id: of this entry. claim_id: of the claim, the same in all its entries.
    respond_by: the marketplace's own deadline, copied, never computed from a policy.
    opens_ticket: False = an entry on the order's conversation, and a notice of the account if there is none.
    thread_id: the conversation that has become the claim, where the marketplace says so: its entries go there.
    starts_clock: whether the buyer's wait for an answer begins with it.
    state: None = this entry says nothing about it. state_there, reason: as the marketplace writes them, unknown words
    included.
    author: who wrote the entry, if it has words of a person: the buyer (direction IN), the shop (OUT); else the
    marketplace itself (SYSTEM).
    line_id: the marketplace's number of the order line, where it says no order.
    attachments: files shown inside the claim, with their content.
    urgent: the marketplace has escalated it beyond an ordinary claim.
    """

    external_id: str
    claim_id: str
    kind: ClaimKind
    state: ClaimState | None
    written_at: datetime
    subject: str
    text: str
    order_id: str = ""
    buyer: Person | None = None
    respond_by: datetime | None = None
    amount: Money | None = None
    opens_ticket: bool = True
    thread_id: str = ""
    starts_clock: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    item_id: str = ""
    state_there: str = ""
    reason: str = ""
    direction: Direction = Direction.SYSTEM
    author: str = ""
    urgent: bool = False
    line_id: str = ""
    attachments: tuple[IncomingAttachment, ...] = ()
