"""A marketplace that shows no conversations: what tests want it to do with a reply, it does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from connectors import registry
from connectors.base import Connector
from connectors.errors import MarketplaceError
from connectors.facts import AccountFacts, CredentialField, ReplyLimits, ReplyWindow, StreamFacts
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.outgoing import OutgoingReply, SentReply

SLUG = "postbox"


@dataclass
class Post:
    """What was sent, and what becomes of the next reply. answers: errors to raise, before all goes well again.

    confirmed: whether taking a reply counts as its arrival.
    """

    sent: list[OutgoingReply] = field(default_factory=list)
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


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Post:
    """The marketplace, there for one test."""
    known: Mapping[str, type[Connector]] = {**registry.connectors(), SLUG: PostboxConnector}
    monkeypatch.setattr(registry, "connectors", lambda: known)
    settings.MARKETPLACES = {**settings.MARKETPLACES, SLUG: {}}
    monkeypatch.setattr(PostboxConnector, "post", Post())
    return PostboxConnector.post
