"""Marketplaces that do what tests want them to do.

Postbox shows no conversations, as mail does. Desk has some that are open or closed, with people of its own in them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from connectors import registry
from connectors.abilities import ClosesConversations, ConversationTopic, OpensConversations
from connectors.base import Connector
from connectors.errors import MarketplaceError
from connectors.facts import AccountFacts, CredentialField, ReplyLimits, ReplyWindow, StreamFacts
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.outgoing import OpenedConversation, OpeningMessage, OutgoingReply, SentReply

SLUG = "postbox"
DESK = "desk"


@dataclass
class Post:
    """What was sent, and what becomes of the next reply. answers: errors to raise, before all goes well again.

    confirmed: whether taking a reply counts as its arrival. closings: what conversations were to become.
    during: what happens meanwhile to the next closing.
    """

    sent: list[OutgoingReply] = field(default_factory=list)
    closings: list[tuple[str, bool]] = field(default_factory=list)
    opened: list[OpeningMessage] = field(default_factory=list)
    during: list[Callable[[], object]] = field(default_factory=list)
    answers: list[MarketplaceError] = field(default_factory=list)
    confirmed: bool = False


class PostboxConnector(Connector):
    """Takes replies without a word on whether they arrive, as mail does."""

    slug = SLUG
    label = "Postbox"
    reply_window = ReplyWindow(timedelta(hours=8), timedelta(hours=24), source="made up for tests")
    limits = ReplyLimits(max_characters=2000, attachments=2, largest_files=1000, file_types=(".pdf", ".png"))
    credential_fields: ClassVar[tuple[CredentialField, ...]] = ()
    streams = (StreamFacts("messages", timedelta(minutes=1), timedelta(minutes=5)),)
    post = Post()

    def check(self) -> AccountFacts:
        return AccountFacts("velo_shop", {"name": "velo_shop"})

    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        del request
        yield from ()

    def read(self, raw: RawPayload) -> Incoming:
        raise NotImplementedError

    def send(self, reply: OutgoingReply) -> SentReply:
        if self.post.answers:
            raise self.post.answers.pop(0)
        self.post.sent.append(reply)
        return SentReply(message_id=f"<{reply.key}@shop.test>", confirmed=self.post.confirmed)


class DeskConnector(PostboxConnector, ClosesConversations, OpensConversations):
    """Conversations with the buyer and the marketplace's customer care."""

    slug = DESK
    label = "Desk"
    topic_labels: ClassVar[Mapping[str, str]] = {"late": "Parcel is late", "invoice": "Invoice"}
    code_labels: ClassVar[Mapping[str, str]] = {"North": "Desk North", "Buyer": "Buyer", "Care": "Customer care"}
    buyer_recipient = "Buyer"

    def set_open(self, thread_id: str, is_open: bool) -> None:  # noqa: FBT001
        self.post.closings.append((thread_id, is_open))
        if self.post.during:
            self.post.during.pop(0)()
        if self.post.answers:
            raise self.post.answers.pop(0)

    def topics(self, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
        del channel, order_state
        if self.post.answers:
            raise self.post.answers.pop(0)
        return (ConversationTopic("late", "Parcel is late"), ConversationTopic("invoice", "Invoice"))

    def open_conversation(self, message: OpeningMessage) -> OpenedConversation:
        self.post.opened.append(message)
        if self.post.answers:
            raise self.post.answers.pop(0)
        return OpenedConversation(f"North:opened-{len(self.post.opened)}", f"opening-{len(self.post.opened)}")


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Post:
    """The marketplaces, there for one test."""
    known: Mapping[str, type[Connector]] = {**registry.connectors(), SLUG: PostboxConnector, DESK: DeskConnector}
    monkeypatch.setattr(registry, "connectors", lambda: known)
    settings.MARKETPLACES = {**settings.MARKETPLACES, SLUG: {}, DESK: {}}
    monkeypatch.setattr(PostboxConnector, "post", Post())
    return PostboxConnector.post
