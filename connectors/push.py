"""Push: a marketplace tells us by itself that something has happened. What a connector that understands it can do.

A push is a hint, never a fact: what it says is fetched. Only a closed account and a withdrawn consent are acted upon
by themselves, and only when the signature holds.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from connectors.errors import MarketplaceError


class ForgedPush(MarketplaceError):
    """The signature is missing, or does not hold for this body. The sentence never quotes what was sent."""


class PushRefused(MarketplaceError):
    """The marketplace said no to a change of its notifications, in its own words."""


@dataclass(frozen=True)
class PushTopic:
    """One thing to be told of. name: the marketplace's; label: what it is about (English msgid).

    wakes: the streams to be read then. tells_all: whether it announces everything new in them, so that they can be
    polled less often. of_application: there is one subscription for the installation instead of one for each seller.
    """

    name: str
    label: str
    wakes: tuple[str, ...] = ()
    tells_all: bool = False
    of_application: bool = False


@dataclass(frozen=True)
class PushNote:
    """What one push says. notification_id: the same when the marketplace repeats itself.

    sellers: names of those it may concern, strangers among them. wakes: the streams to read for them.
    forgotten: every name of a person who has closed the account. revoked: the sellers' consent is gone.
    happened_at: when it came about, as far as told.
    """

    notification_id: str
    topic: str
    happened_at: datetime | None = None
    sellers: tuple[str, ...] = ()
    wakes: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    revoked: bool = False


@dataclass(frozen=True)
class ChallengeAnswer:
    """What to answer to a marketplace that asks whether the address is ours."""

    content: Mapping[str, str]


class PushState(StrEnum):
    """How a destination or subscription stands at the marketplace."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True)
class Endpoint:
    """Where pushes go. url: exactly as the marketplace is told; secret: shared with it for the challenge.

    contact: an e-mail address that the marketplace writes to when deliveries fail.
    """

    url: str
    secret: str
    contact: str


@dataclass(frozen=True)
class Destination:
    """The endpoint as the marketplace knows it. repaired: it had been given up and was set right just now."""

    external_id: str
    state: PushState
    repaired: bool = False


@dataclass(frozen=True)
class Subscription:
    """One topic, as it stands. problem: why it is not on (an English msgid, or the marketplace's words)."""

    topic: str
    external_id: str
    state: PushState
    problem: str = ""


class ReceivesPush(ABC):
    """Can be told by the marketplace. Without an account it speaks for the installation as a whole."""

    push_topics: ClassVar[tuple[PushTopic, ...]]
    push_help: ClassVar[str] = ""
    """What a person has to enter at the marketplace by himself (English msgid)."""

    @classmethod
    @abstractmethod
    def answer_challenge(cls, query: Mapping[str, str], endpoint: Endpoint) -> ChallengeAnswer | None:
        """Prove that the endpoint is ours; None if the query is no challenge."""

    @classmethod
    @abstractmethod
    def read_push(cls, body: bytes) -> PushNote:
        """Say what a body means whose signature holds. Pure. Raises UnexpectedAnswer naming what is wrong."""

    @classmethod
    @abstractmethod
    def own_names(cls, identity: Mapping[str, Any]) -> frozenset[str]:
        """Every name a push may call the seller of this identity, in lower case."""

    @abstractmethod
    def verify_push(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Hold the signature against the body as it came in. headers: with lower-case names.

        Raises ForgedPush; TryLater, SignInAgain or UnexpectedAnswer if the marketplace's key cannot be had now.
        """

    @abstractmethod
    def endpoint_problem(self, url: str) -> str:
        """Why the marketplace would not take this address (English msgid); empty if it would."""

    @abstractmethod
    def keep_destination(self, external_id: str, endpoint: Endpoint) -> Destination:
        """Make the destination, or set right what has changed. external_id: of the last time, or empty.

        The marketplace asks the endpoint for an answer to its challenge meanwhile. Raises TryLater, SignInAgain or
        PushRefused.
        """

    @abstractmethod
    def keep_subscriptions(
        self, destination: Destination, topics: Collection[str], *, known: Mapping[str, str]
    ) -> Sequence[Subscription]:
        """Make those that are missing, switch on those that are off. known: ids of the last time, by topic.

        A topic that cannot be had says why in its place. Raises TryLater or SignInAgain.
        """

    @abstractmethod
    def end_subscriptions(self, external_ids: Collection[str]) -> None:
        """Give them up; unknown ones are given up already. Raises TryLater or SignInAgain."""

    @abstractmethod
    def ask_for_test(self, external_id: str) -> None:
        """Let the marketplace send a made-up push. Raises PushRefused, TryLater or SignInAgain."""
