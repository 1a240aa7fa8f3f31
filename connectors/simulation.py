"""What every marketplace simulator offers to the demo, to training and to the tests.

A simulator is a stateful local stand-in of one marketplace: it answers over HTTP (or mail) as the
marketplace documents, refuses what it refuses, and has its bad days on demand. People act on it
through the methods below, as a buyer or seller would act on the marketplace's own site.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar


def system_clock() -> datetime:
    """The time now, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class BuyerWrites:
    """A buyer's message. thread_id empty = a new conversation; at None = now; pictures are URLs.

    buyer: his user name, by which he is known again; buyer_name: how he is called, where names are shown.
    language: what the buyer speaks (ISO 639-1), which may say in which country's shop he is; empty = no matter.
    """

    seller: str
    buyer: str
    text: str
    thread_id: str = ""
    item_id: str = ""
    item_title: str = ""
    order_id: str = ""
    subject: str = ""
    at: datetime | None = None
    pictures: tuple[str, ...] = ()
    language: str = ""
    buyer_name: str = ""


@dataclass(frozen=True)
class Written:
    """Where a message went."""

    thread_id: str
    message_id: str


@dataclass(frozen=True)
class ReceivedReply:
    """A message of the seller as the marketplace holds it. through_api: not typed on its own site."""

    seller: str
    thread_id: str
    message_id: str
    text: str
    at: datetime
    through_api: bool


@dataclass(frozen=True)
class BuyerOrders:
    """A buyer buys something. at None = now; price: of all of it together; note: what he writes with it.

    lies: it has not been shipped, however long ago it was bought.
    """

    seller: str
    buyer: str
    order_id: str
    item_id: str
    item_title: str
    price: Decimal
    quantity: int = 1
    currency: str = "EUR"
    language: str = ""
    town: str = ""
    buyer_name: str = ""
    note: str = ""
    at: datetime | None = None
    lies: bool = False


class Happening(StrEnum):
    """What comes about at a marketplace besides messages and orders."""

    RETURN_ASKED = "the buyer asks to send it back"
    CANCELLATION_ASKED = "the buyer asks to cancel"
    REFUNDED = "the buyer gets money back"
    CLAIM_OPENED = "the buyer calls in the marketplace"
    CLAIM_RAISED = "the marketplace takes the claim up to the next level"
    CLAIM_WON = "the marketplace decides for the seller"
    CLAIM_LOST = "the marketplace decides for the buyer"
    PAYMENT_DISPUTED = "the buyer disputes the payment at his bank"
    PRAISED = "the buyer praises the shop in public"
    BLAMED = "the buyer complains about the shop in public"
    OPTED_OUT = "the buyer wants no messages"


@dataclass(frozen=True)
class Happens:
    """One happening. thread_id or order_id says where, as far as known; at None = now.

    topic: what the buyer has on his mind (demo/conversations/README.md). answer_by: until when the marketplace wants
    an answer, where it sets a time and the story wants a certain one.
    """

    what: Happening
    seller: str
    buyer: str = ""
    buyer_name: str = ""
    thread_id: str = ""
    order_id: str = ""
    item_id: str = ""
    item_title: str = ""
    amount: Decimal | None = None
    currency: str = "EUR"
    language: str = ""
    at: datetime | None = None
    topic: str = ""
    answer_by: datetime | None = None


class Trouble(StrEnum):
    """A bad day. Each hits the next `times` matching calls."""

    TOO_MANY = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    TIMEOUT_BEFORE = "time-out before acceptance"
    TIMEOUT_AFTER = "time-out after acceptance"
    CONNECTION_CUT = "connection cut in the answer"
    MALFORMED = "malformed JSON"
    TOKEN_EXPIRED = "access token expired"  # noqa: S105
    REFUSED = "refusal by policy"


class Simulator(ABC):
    """One simulated marketplace. All methods may be called from any thread while it serves."""

    slug: ClassVar[str]
    troubles: ClassVar[frozenset[Trouble]] = frozenset(Trouble)
    """The bad days this marketplace can have."""
    happenings: ClassVar[frozenset[Happening]] = frozenset()
    """What can come about here; `happens` is asked for nothing else."""
    order_shape: ClassVar[str] = "1#-#####-#####"
    """An order id, each # a digit."""

    longest_hold = timedelta(minutes=2)
    """How long a caller waits in vain on the day of a time-out before the line is cut."""

    share: ClassVar[int] = 3
    """How many of the demo's conversations take place here, as against the others."""

    languages: ClassVar[frozenset[str]] = frozenset()
    """What its buyers speak (ISO 639-1); empty = anything."""

    has_notices: ClassVar[bool] = True
    """Whether there is a marketplace behind it that writes to its sellers."""

    sending_path: ClassVar[str] = ""
    reading_path: ClassVar[str] = ""
    """What the paths of calls that send a reply, and of those that read messages, contain (see `trouble`)."""

    claims_stand_alone: ClassVar[bool] = False
    """Whether a buyer can claim something, or say what he thinks, without ever having written to the shop."""

    confirms = False
    """Whether every reply that came in is shown to the seller again, where that is not certain of the real one."""

    lively = False
    """Whether it does by itself what makes a marketplace tiresome (second copies, old layouts), as the demo wants."""

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        """state: a file to keep everything in, so that a restart goes on where it stopped."""
        self.state = state
        self.now = now

    @abstractmethod
    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve from background threads; returns once it accepts connections."""

    @abstractmethod
    def stop(self) -> None: ...

    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """Settings (environment names and values) that point the connector here."""

    def picture_url(self, name: str) -> str:
        """Where this marketplace keeps a made-up picture called `name`, or empty if it keeps none."""
        del name
        return ""

    def send_sellers_back_to(self, url: str) -> None:
        """Say where the simulated sign-in page sends a seller afterwards. Nothing to do where there is none."""
        del url

    @abstractmethod
    def add_seller(self, name: str) -> Mapping[str, Any]:
        """Make the seller if new; return credentials with which an account connects as him."""

    @abstractmethod
    def buyer_writes(self, message: BuyerWrites) -> Written: ...

    @abstractmethod
    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        """The seller answers on the marketplace's own site."""

    @abstractmethod
    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        """A system notice to the seller."""

    def places_order(self, order: BuyerOrders) -> None:
        """Have an order, where the marketplace's orders can be asked for; nothing to do elsewhere."""
        del order

    def happens(self, event: Happens) -> None:
        """Let one of `happenings` come about, with everything the seller is told of it."""
        raise NotImplementedError(f"{self.slug}: {event.what}")

    @abstractmethod
    def replies(self, after: int = 0) -> Sequence[ReceivedReply]:
        """Every message of any seller in order of arrival, from position `after` on."""

    @abstractmethod
    def trouble(self, trouble: Trouble, *, times: int = 1, path: str = "") -> None:
        """Let the next `times` calls whose path contains `path` go wrong in this way."""
