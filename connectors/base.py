"""What every marketplace connector is: four duties, five facts, and small optional abilities.

fetch() yields pages of raw payloads; the core stores them, then asks read() what each one means.
read() is pure, so an item that could not be read can be tried again later from what was stored.
A connector knows no Django, no Celery and no database: collaborators come in through `Tools`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from connectors.files import FileSources
from connectors.http import Http

# --- Facts a connector states about its marketplace


@dataclass(frozen=True)
class ReplyWindow:
    """How long a seller has to answer a buyer. `soft`: impatience starts; `hard`: the deadline."""

    soft: timedelta
    hard: timedelta
    source: str


@dataclass(frozen=True)
class ReplyLimits:
    """What one reply may hold. `count` measures a text in the marketplace's own way."""

    max_characters: int
    attachments: int = 0
    count: Callable[[str], int] = len


@dataclass(frozen=True)
class CredentialField:
    """One value a person or script supplies. `help` is shown under the field (English msgid)."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""


@dataclass(frozen=True)
class EnvironmentSetting:
    """A value read once from the environment by config/settings.py, e.g. a base URL."""

    name: str
    default: str
    secret: bool = False


@dataclass(frozen=True)
class StreamFacts:
    """One thing to poll. `busy`: interval in working hours without push; `calm`: otherwise."""

    name: str
    busy: timedelta
    calm: timedelta


# --- What goes in and comes out


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
    """

    kind: str
    key: str
    body: Any
    version: str = ""


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
    """A file that belongs to a message; `url` is untrusted and not fetched by the connector."""

    name: str
    content_type: str
    url: str


@dataclass(frozen=True)
class IncomingMessage:
    """One entry of a conversation, whoever wrote it. Texts are storable (connectors.text)."""

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


@dataclass(frozen=True)
class IncomingNotice:
    """A message of the marketplace itself to the seller: no ticket, no clock."""

    external_id: str
    subject: str
    text: str
    html: str
    written_at: datetime


Incoming = IncomingMessage | IncomingNotice


@dataclass(frozen=True)
class OutgoingReply:
    """A reply to send now. `item_id` and `buyer_handle` as last seen on the ticket."""

    thread_id: str
    body: str
    buyer_handle: str = ""
    item_id: str = ""


@dataclass(frozen=True)
class SentReply:
    """The marketplace accepted it: its id of the message, and its time where it says one."""

    message_id: str
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class AccountFacts:
    """What check() found out.

    name: the seller as the marketplace calls him.
    identity: JSON-able; stored on the account and handed to the next connector instance.
    sign_in_ends_at: when the seller must consent again, where that is known.
    missing: sentences, each one thing that will not work and why; empty when all is well.
    """

    name: str
    identity: Mapping[str, Any]
    sign_in_ends_at: datetime | None = None
    missing: tuple[str, ...] = ()


# --- Collaborators


@dataclass(frozen=True)
class AccessToken:
    """A bearer token and when it ends."""

    value: str
    ends_at: datetime


class TokenKeeper(Protocol):
    """Keeps one access token per purpose, shared by all workers, refreshed under a lock."""

    def token(self, purpose: str, renew: Callable[[], AccessToken], *, refused: str = "") -> str:
        """Return a valid token; call `renew` (at most one worker does) when none is left.

        refused: a token the marketplace has just refused; it counts as ended.
        """
        ...


class Quota(Protocol):
    """A bucket shared by all workers, per (application, API)."""

    def take(self, api: str, *, per_day: int) -> None:
        """Use up one call, or raise TryLater with the wait. Nothing is called before this returns."""
        ...

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        """Obey what the marketplace says is left."""
        ...


@dataclass(frozen=True)
class Tools:
    """Everything a connector gets from the core besides its credentials."""

    http: Http
    tokens: TokenKeeper
    quota: Quota
    now: Callable[[], datetime]
    settings: Mapping[str, str] = field(default_factory=dict)


class Connector(ABC):
    """One marketplace, for one seller account."""

    slug: ClassVar[str]
    label: ClassVar[str]
    reply_window: ClassVar[ReplyWindow]
    limits: ClassVar[ReplyLimits]
    credential_fields: ClassVar[tuple[CredentialField, ...]]
    streams: ClassVar[tuple[StreamFacts, ...]]
    environment: ClassVar[tuple[EnvironmentSetting, ...]] = ()

    def __init__(self, *, credentials: Mapping[str, str], identity: Mapping[str, Any], tools: Tools) -> None:
        self.credentials = credentials
        self.identity = identity
        self.tools = tools

    @abstractmethod
    def check(self) -> AccountFacts:
        """Sign in and say who the seller is. Raises SignInAgain or TryLater."""

    @abstractmethod
    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        """Yield pages until there is nothing more now. May repeat things, never skips any.

        Raises TryLater, SignInAgain, or UnexpectedAnswer for a whole answer; pages already
        yielded stay valid.
        """

    @abstractmethod
    def read(self, raw: RawPayload) -> Incoming:
        """Say what one stored payload means. Pure. Raises UnexpectedAnswer naming what is wrong."""

    @abstractmethod
    def send(self, reply: OutgoingReply) -> SentReply:
        """Send once. Raises TryLater (no effect), ReplyRefused, SignInAgain or OutcomeUnknown."""

    def file_sources(self) -> FileSources:
        """Where the files of messages may be fetched from; by default nowhere."""
        return FileSources()


# --- Abilities only some connectors have


class ReadsBack(ABC):
    """Can show one conversation as it stands now, to settle what became of a reply."""

    @abstractmethod
    def reread(self, thread_id: str) -> Iterator[Page]:
        """Yield the conversation's payloads; cursors are ignored."""


class MarksRead(ABC):
    """Can tell the marketplace that the seller has read a conversation."""

    @abstractmethod
    def mark_read(self, thread_id: str) -> None: ...


@dataclass(frozen=True)
class SignedIn:
    """What a redirect sign-in gave: credentials to keep, and when consent must be renewed."""

    credentials: Mapping[str, str]
    sign_in_ends_at: datetime | None


class RedirectSignIn(ABC):
    """The seller signs in on the marketplace's own page and comes back with a code."""

    app_fields: ClassVar[tuple[CredentialField, ...]]
    """What the installation as a whole must have first; also found in `environment`."""

    @abstractmethod
    def sign_in_url(self, *, state: str, locale: str) -> str:
        """The address to send the seller's browser to."""

    @abstractmethod
    def finish_sign_in(self, code: str) -> SignedIn: ...


@dataclass(frozen=True)
class QuotaLeft:
    """How many calls the application may still make."""

    api: str
    limit: int
    remaining: int
    resets_at: datetime | None


class ReportsQuota(ABC):
    """Can ask the marketplace how much of the call limits is left."""

    @abstractmethod
    def quotas(self) -> tuple[QuotaLeft, ...]: ...
