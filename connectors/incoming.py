"""What a connector fetches, and what it says each fetched thing means."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    """Who wrote an entry: the buyer (IN), the shop (OUT), or neither (SYSTEM)."""

    IN = "in"
    OUT = "out"
    SYSTEM = "system"


@dataclass(frozen=True)
class RawPayload:
    """One thing as the marketplace gave it.

    key: the marketplace's id of it, unique per account and kind.
    body: JSON-able; stored as it is before anything is parsed.
    version: differs when the content differs in a way that matters; empty = digest of the body.
    blob: bytes that belong to it and are kept in storage, such as a whole mail.
    """

    kind: str
    key: str
    body: Any
    version: str = ""
    blob: bytes = b""


@dataclass(frozen=True)
class Page:
    """Some payloads, and where to go on if everything up to here is stored."""

    items: tuple[RawPayload, ...]
    cursor: Mapping[str, Any]


@dataclass(frozen=True)
class FetchRequest:
    """What to fetch.

    cursor: what the last stored page of this stream said; None on the first pull.
    since: how far back the first pull, or a back-fill, goes (aware UTC).
    until: set for a back-fill only; its pages' cursors are then ignored by the core.
    known: given keys of one kind, those already stored: spares detail calls.
    """

    stream: str
    cursor: Mapping[str, Any] | None
    since: datetime
    until: datetime | None = None
    known: Callable[[str, Collection[str]], AbstractSet[str]] = lambda kind, keys: frozenset()


@dataclass(frozen=True)
class Person:
    """The buyer. handle: the name the marketplace writes to; user_id: immutable id where known."""

    handle: str
    name: str = ""
    user_id: str = ""


@dataclass(frozen=True)
class IncomingAttachment:
    """A file that belongs to a message: its bytes, or where it is.

    url: untrusted, and not fetched by the connector; empty where `content` holds the file.
    problem: why there is no file though there should be one.
    """

    name: str
    content_type: str
    url: str = ""
    content: bytes = b""
    problem: str = ""


@dataclass(frozen=True)
class ThreadKey:
    """A name under which a conversation may be known. lasts: how long after its last use it still counts.

    leads: False = only remembered for the conversation that another name leads to; this message is not looked for
    by it, but a later one that has nothing surer is.
    """

    name: str
    lasts: timedelta | None = None
    leads: bool = True


@dataclass(frozen=True)
class IncomingMessage:
    """One entry of a conversation, whoever wrote it. Texts are storable (connectors.text).

    text: the writer's own words. whole_text: with quoted history and wrapping, where that is more; html: the same
    as sanitised HTML, where the marketplace gave some.
    thread_id: the conversation. Where it is not certain, thread_keys are its possible names, surest first: the first
    one known leads to its conversation; thread_id names a new one if none is.
    copy_within: a message of the same conversation with the same text, written at most this long before or after, is
    the same message (for marketplaces whose copies share no id); zero = external_id alone decides.
    answering: what the connector needs to know to answer this message (JSON-able; comes back in OutgoingReply).
    awaits_answer: of the marketplace's own people: they wait for one, as a buyer would.
    links: pages of the marketplace about this message, by kind ("no_response_needed", "case"): for the agent to open,
    never fetched.
    channel: the sales channel, where one account has several; its code as the marketplace writes it.
    recipient: of the shop's own, who it was written to; empty = the buyer, or not told.
    """

    external_id: str
    thread_id: str
    direction: Direction
    written_at: datetime
    text: str
    author: str
    buyer: Person
    subject: str = ""
    item_id: str = ""
    order_id: str = ""
    attachments: tuple[IncomingAttachment, ...] = ()
    automatic: bool = False
    whole_text: str = ""
    html: str = ""
    thread_keys: tuple[ThreadKey, ...] = ()
    copy_within: timedelta = timedelta(0)
    answering: Mapping[str, Any] = field(default_factory=dict)
    awaits_answer: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    recipient: str = ""


@dataclass(frozen=True)
class IncomingConversation:
    """How a conversation stands at the marketplace, apart from what is said in it.

    is_open, state, grade: three things that say nothing of each other: whether one can write, whether it counts as
    treated, and how far it has been escalated; words as the marketplace writes them, None or empty if it has none.
    topic: the buyer's reason, the marketplace's own code. recipients: who may be written to now; empty = the buyer
    only.
    """

    thread_id: str
    changed_at: datetime
    channel: str = ""
    is_open: bool | None = None
    state: str = ""
    grade: str = ""
    topic: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class IncomingNotice:
    """A message of the marketplace itself to the seller: no ticket, no clock."""

    external_id: str
    subject: str
    text: str
    html: str
    written_at: datetime


@dataclass(frozen=True)
class IncomingCopy:
    """A copy of an answer of ours that names no conversation: sent by us, or typed on the marketplace's own site.

    It confirms our reply with the same text, else answers the one waiting conversation that fits. order_id and
    buyer_name as far as the copy tells; texts storable.
    """

    external_id: str
    written_at: datetime
    subject: str
    text: str
    buyer_name: str = ""
    order_id: str = ""


@dataclass(frozen=True)
class IncomingFailure:
    """The marketplace or a mail server says that a reply of ours did not reach the buyer.

    permanent: False while it is still being tried. message_id: our name of the reply (SentReply.message_id), where
    told; else order_id and buyer_handle (the alias without what names the conversation) narrow it down.
    reason: for the agent, in the marketplace's words. remedy: a code the pages put into words, e.g. "opted_out".
    """

    external_id: str
    written_at: datetime
    subject: str
    text: str
    permanent: bool
    reason: str
    remedy: str = ""
    message_id: str = ""
    order_id: str = ""
    buyer_handle: str = ""


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
class Money:
    """An amount as the marketplace gives it; currency in ISO 4217, empty if not told."""

    amount: Decimal
    currency: str


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


@dataclass(frozen=True)
class OrderItem:
    """One line of an order. price: of all its pieces together, as the marketplace gives it. line_id: its number."""

    item_id: str
    title: str
    quantity: int
    sku: str = ""
    price: Money | None = None
    line_id: str = ""


@dataclass(frozen=True)
class IncomingOrder:
    """An order as it stands at `updated_at`. Everything about the buyer is optional.

    channel: the sales channel, e.g. the country's site. state: as the marketplace calls it.
    buyer_note: what the buyer wrote when ordering.
    """

    external_id: str
    channel: str
    state: str
    placed_at: datetime
    updated_at: datetime
    items: tuple[OrderItem, ...] = ()
    total: Money | None = None
    buyer_name: str = ""
    buyer_handle: str = ""
    city: str = ""
    country: str = ""
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    deliver_by: datetime | None = None
    carrier: str = ""
    tracking: str = ""
    fulfilled_by: str = ""
    cancel_requested: bool = False
    buyer_note: str = ""


@dataclass(frozen=True)
class IncomingFeedback:
    """What a buyer said publicly about the seller.

    rating: 1-5; None where the marketplace has no figure. word: its own word for the rating, e.g. "NEGATIVE".
    answerable: whether the seller may still answer it, where the marketplace lets him.
    line_id: the marketplace's number of the order line, where it says no order.
    """

    external_id: str
    written_at: datetime
    rating: int | None
    text: str
    answer: str = ""
    order_id: str = ""
    buyer_handle: str = ""
    item_id: str = ""
    word: str = ""
    answerable: bool = False
    line_id: str = ""


class Standing(StrEnum):
    """What a figure of the marketplace about the seller means for him."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True)
class IncomingIndicator:
    """A figure by which the marketplace judges the seller.

    name: its code there, unique per account with what it is about ("PROGRAM_GLOBAL/CURRENT"). label: for people.
    value, threshold: as the marketplace writes them, unit included. standing: None where it does not say.
    """

    name: str
    label: str
    value: str
    evaluated_at: datetime
    threshold: str = ""
    standing: Standing | None = None


@dataclass(frozen=True)
class IncomingNothing:
    """Of no concern to anybody, such as a test mail of our own: kept as it came and shown nowhere."""


Incoming = (
    IncomingMessage
    | IncomingConversation
    | IncomingNotice
    | IncomingCopy
    | IncomingFailure
    | IncomingClaim
    | IncomingOrder
    | IncomingFeedback
    | IncomingIndicator
    | IncomingNothing
)
