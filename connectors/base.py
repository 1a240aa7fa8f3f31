"""What every marketplace connector is: four duties, five facts, and small optional abilities.

fetch() yields pages of raw payloads; the core stores them, then asks read() what each one means.
read() is pure, so an item that could not be read can be tried again later from what was stored.
A connector knows no Django, no Celery and no database: collaborators come in through `Tools`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.collaborators import Tools
from connectors.facts import (
    AccountFacts,
    CountedClaims,
    CredentialField,
    EnvironmentSetting,
    ReplyLimits,
    ReplyWindow,
    StreamFacts,
)
from connectors.files import FileSources
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.outgoing import OutgoingReply, SentReply


class Connector(ABC):
    """One marketplace, for one seller account."""

    slug: ClassVar[str]
    label: ClassVar[str]
    reply_window: ClassVar[ReplyWindow]
    limits: ClassVar[ReplyLimits]
    credential_fields: ClassVar[tuple[CredentialField, ...]]
    credential_groups: ClassVar[Mapping[str, str]] = {}
    """What the form calls each group of them, by its name before the dot (English msgids)."""
    streams: ClassVar[tuple[StreamFacts, ...]]
    environment: ClassVar[tuple[EnvironmentSetting, ...]] = ()
    topic_labels: ClassVar[Mapping[str, str]] = {}
    """What topics (IncomingConversation.topic) are called, by code (English msgids). Unknown codes are shown raw."""
    topic_meanings: ClassVar[Mapping[str, str]] = {}
    """Which of our topics they are nearest to (inbox/tickets/topics.py), by code, where the buyer's words tell none."""
    code_labels: ClassVar[Mapping[str, str]] = {}
    """What its other codes of conversations are called: channels, recipients, states and grades (English msgids)."""
    counted_claims: ClassVar[Mapping[str, CountedClaims]] = {}
    """Those of its own figures, by the first part of their name, that say in per cent how many orders come to a
    claim: which claims those are."""
    refunds_end_returns: ClassVar[bool] = False
    """Whether its claims of kind REFUND tell that money was given back, which a return about that order ends with."""
    order_forms: ClassVar[tuple[str, ...]] = ()
    """How its order numbers look, as regular expressions; none where they may look like anything."""
    channel_languages: ClassVar[Mapping[str, str]] = {}
    """What buyers of its sales channels mostly write in, by the channel's code; under "" those of no known channel."""
    buyer_recipient: ClassVar[str] = ""
    """The buyer's own code among IncomingConversation.recipients, where there is one."""
    is_own_channel: ClassVar[bool] = False
    """Whether it belongs to the shop, so that a link to the shop's own page may stand in what it writes there."""
    feedback_page: ClassVar[str] = ""
    """Where the seller answers, on the marketplace's own pages, what buyers say in public."""
    revision_page: ClassVar[str] = ""
    """Where the seller asks a buyer there to revise what he said, where no interface does it."""

    def __init__(self, *, credentials: Mapping[str, str], identity: Mapping[str, Any], tools: Tools) -> None:
        self.credentials = credentials
        self.identity = identity
        self.tools = tools

    @classmethod
    def wrong_credentials(cls, credentials: Mapping[str, Any]) -> str:
        """What of complete credentials cannot be right: a sentence beginning with the field, or "". Asks nobody."""
        del credentials
        return ""

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
