"""What only some marketplaces can do: one small class each. The core asks "does this connector have this ability?"."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from connectors.facts import CredentialField
from connectors.incoming import Page, RawPayload
from connectors.mail.mail import Explanation, Mail
from connectors.outgoing import (
    ForwardedMail,
    OpenedConversation,
    OpeningMessage,
    OutgoingFile,
    OutgoingReply,
    ReplyPreview,
    SentReply,
)


class ReadsBack(ABC):
    """Can show one conversation as it stands now, to settle what became of a reply."""

    @abstractmethod
    def reread(self, thread_id: str) -> Iterator[Page]:
        """Yield the conversation's payloads; cursors are ignored."""


class FetchesAgain(ABC):
    """Can ask again for a single thing that the marketplace would not give when its turn came."""

    @abstractmethod
    def was_passed_over(self, raw: RawPayload) -> bool:
        """Whether a stored payload only stands for such a thing."""

    @abstractmethod
    def fetch_again(self, raw: RawPayload) -> RawPayload | None:
        """The thing itself; None if it is not there any more.

        Raises TryLater or UnexpectedAnswer if it cannot be had now either, or SignInAgain.
        """


class PreviewsReplies(ABC):
    """Knows how a reply arrives, where that is more, or less, than its text."""

    @abstractmethod
    def preview(self, reply: OutgoingReply) -> ReplyPreview:
        """As `send` would write it, without its files. Pure. Raises ReplyRefused with what send refuses."""


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


class LooksUpOrders(ABC):
    """Can fetch one order by its id."""

    @abstractmethod
    def fetch_order(self, order_id: str) -> RawPayload | None:
        """The order as it stands; None if the marketplace does not know it or shows it to nobody.

        Raises TryLater, SignInAgain (also where this account has no access to orders) or UnexpectedAnswer.
        """


@dataclass(frozen=True)
class OrderAction:
    """Something the seller may do on an order besides writing freely, such as a typed message.

    name: stable code; label, help: English msgids. fields: what a person fills in (kind by name: "text",
    "starts_at", "ends_at", "file"). reason: why it cannot be done now, in words; empty = it can.
    locale: the language the text must be in, such as "fr-FR"; empty = the marketplace names none.
    """

    name: str
    label: str
    help: str = ""
    fields: tuple[str, ...] = ()
    max_characters: int = 0
    reason: str = ""
    locale: str = ""


class ActsOnOrders(ABC):
    """Has actions on an order that the marketplace allows or not, order by order."""

    @abstractmethod
    def order_actions(self, order_id: str) -> tuple[OrderAction, ...]:
        """Every action this connector knows, with the reason for those not allowed now."""

    @abstractmethod
    def act_on_order(
        self, order_id: str, action: str, *, values: Mapping[str, str], files: tuple[OutgoingFile, ...] = ()
    ) -> None:
        """Do it once. Raises ReplyRefused, TryLater (no effect), SignInAgain or OutcomeUnknown."""


class RequestsReviews(ActsOnOrders):
    """Can have the marketplace itself ask the buyer of an order for his opinion, in its own words."""

    review_action: ClassVar[str]
    """The order action that does it, once per order; the reason beside it says when it is not possible (yet)."""


class AsksInConversation:
    """The shop may ask the buyer in his own conversation whether he was content: in plain words, without a link."""

    asking_source: ClassVar[str]
    """Who says so, and when it was read."""


class ClosesConversations(ABC):
    """Has conversations that are open or closed, which the seller may ask to change."""

    @abstractmethod
    def set_open(self, thread_id: str, is_open: bool) -> None:  # noqa: FBT001
        """Ask for it; asking again is harmless. Raises ReplyRefused with the reason, TryLater or SignInAgain."""


@dataclass(frozen=True)
class ConversationTopic:
    """A reason for writing, as the marketplace knows it. label: in its own language."""

    code: str
    label: str


class OpensConversations(ABC):
    """Lets the seller write first, about an order."""

    @abstractmethod
    def topics(self, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
        """Reasons that may be chosen on an order of this channel in this state. Raises TryLater or SignInAgain."""

    @abstractmethod
    def open_conversation(self, message: OpeningMessage) -> OpenedConversation:
        """Open it once. Raises ReplyRefused, TryLater (no effect), SignInAgain or OutcomeUnknown."""


class AnswersFeedback(ABC):
    """Lets the seller answer a public opinion, once."""

    longest_feedback_answer: ClassVar[int]
    """In characters."""

    @abstractmethod
    def answer_feedback(self, feedback_id: str, *, buyer_handle: str, text: str) -> None:
        """Answer it. Raises ReplyRefused (also if it is answered already), TryLater, SignInAgain or OutcomeUnknown."""


class CheckResult(StrEnum):
    """What came of one check of the set-up. unknown: it cannot be verified from here."""

    FINE = "fine"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SetUpStep:
    """One thing a person does outside Guichet. title, text: English msgids; where: the page it is done on."""

    title: str
    text: str
    where: str = ""


@dataclass(frozen=True)
class SetUpCheck:
    """What one check found.

    title, text: English msgids, a text of several lines being as many. values: what stands for %(name)s in the text.
    """

    title: str
    result: CheckResult
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


class ChecksSetUp(ABC):
    """Walks through settings on the marketplace's own pages, and checks what can be checked of them."""

    set_up_steps: ClassVar[tuple[SetUpStep, ...]]

    @abstractmethod
    def check_set_up(self) -> tuple[SetUpCheck, ...]:
        """Try all that can be tried, a test message included. Takes up to a minute; raises nothing of its own."""


class ReadsMail(ABC):
    """Works on mails (RawPayload.blob), and can say of any mail how it is read."""

    fallback: ClassVar[bool] = False
    """Whether any mail is its own, so that it is asked after all others."""

    @classmethod
    @abstractmethod
    def is_ours(cls, mail: Mail) -> bool:
        """Whether this mail comes from this marketplace, by the mail alone."""

    @classmethod
    @abstractmethod
    def explain(cls, mail: Mail) -> Explanation:
        """How the mail is read, for the operator. Never raises."""


class ForwardsMail(ReadsMail):
    """Has a mailbox of the shop's own: it can write to anybody, and what is answered comes in by `fetch`."""

    @abstractmethod
    def forward(self, mail: ForwardedMail) -> SentReply:
        """Send it once, its key in the Message-ID, so that answers and reports name it.

        Raises ReplyRefused, TryLater (no effect), SignInAgain or OutcomeUnknown.
        """
