"""Plain in-memory collaborators for connectors under test."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.base import Connector
from connectors.collaborators import AccessToken, Rate, Tools
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.http import Http
from connectors.incoming import FetchRequest, Incoming, IncomingMessage, Page, RawPayload

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class MemoryTokens:
    """A TokenKeeper for one worker. renewed: how often each purpose was renewed."""

    now: Callable[[], datetime]
    kept: dict[str, AccessToken] = field(default_factory=dict)
    renewed: dict[str, int] = field(default_factory=dict)

    def token(self, purpose: str, renew: Callable[[], AccessToken], *, refused: str = "") -> str:
        kept = self.kept.get(purpose)
        if kept is None or kept.ends_at <= self.now() or kept.value == refused:
            kept = self.kept[purpose] = renew()
            self.renewed[purpose] = self.renewed.get(purpose, 0) + 1
        return kept.value


def renewals(tools: Tools) -> dict[str, int]:
    """How often the token of each purpose was renewed, by tools that hold MemoryTokens."""
    assert isinstance(tools.tokens, MemoryTokens)
    return tools.tokens.renewed


@dataclass
class MemoryQuota:
    """Counts calls; refuses after `at_most`. learnt, rates: what the marketplace said last, by API."""

    at_most: int | None = None
    taken: dict[str, int] = field(default_factory=dict)
    learnt: dict[str, tuple[int, int, datetime]] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)

    def take(self, api: str, *, rate: Rate) -> None:  # noqa: ARG002
        if self.at_most is not None and self.taken.get(api, 0) >= self.at_most:
            raise TryLater("the call limit is used up", timedelta(hours=1))
        self.taken[api] = self.taken.get(api, 0) + 1

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        self.learnt[api] = (remaining, limit, resets_at)

    def learn_rate(self, api: str, *, per_second: float) -> None:
        self.rates[api] = per_second


def make_tools(
    settings: Mapping[str, str],
    *,
    now: Callable[[], datetime],
    quota: MemoryQuota | None = None,
    read_seconds: float = 10.0,
) -> Tools:
    """Tools against a loopback server."""
    return Tools(
        http=Http(read_seconds=read_seconds),
        tokens=MemoryTokens(now),
        shared_tokens=MemoryTokens(now),
        quota=quota or MemoryQuota(),
        now=now,
        settings=settings,
    )


@dataclass
class Store:
    """Keeps what a connector yields the way the core does: payloads and cursor of a page together."""

    connector: Connector
    cursors: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    raws: dict[tuple[str, str], RawPayload] = field(default_factory=dict)
    arrived: list[tuple[str, str]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    def pull(
        self, stream: str = "messages", *, since: datetime = NOON - timedelta(days=30), until: datetime | None = None
    ) -> None:
        """Fetch until there is nothing more; what was stored before an error stays stored."""
        for page in self.connector.fetch(self.request(stream, since=since, until=until)):
            self.keep(stream, page, move=until is None)

    def request(self, stream: str, *, since: datetime, until: datetime | None = None) -> FetchRequest:
        return FetchRequest(stream, self.cursors.get(stream), since=since, until=until, known=self.known)

    def keep(self, stream: str, page: Page, *, move: bool = True) -> None:
        self.pages.append(len(page.items))
        for raw in page.items:
            if (raw.kind, raw.key) not in self.raws:
                self.arrived.append((raw.kind, raw.key))
            self.raws[raw.kind, raw.key] = raw
        if move:
            self.cursors[stream] = json.loads(json.dumps(page.cursor))

    def known(self, kind: str, keys: Collection[str]) -> frozenset[str]:
        return frozenset(key for key in keys if (kind, key) in self.raws)

    def items(self) -> list[Incoming]:
        """Everything stored, read, in order of arrival."""
        return [self.connector.read(self.raws[place]) for place in self.arrived]

    def messages(self) -> list[IncomingMessage]:
        """The messages among them, by the time they were written."""
        found = [item for item in self.items() if isinstance(item, IncomingMessage)]
        return sorted(found, key=lambda message: message.written_at)

    def texts(self) -> list[str]:
        return [message.text for message in self.messages()]

    def unreadable(self) -> list[str]:
        """Why stored payloads cannot be read."""
        reasons = []
        for place in self.arrived:
            try:
                self.connector.read(self.raws[place])
            except UnexpectedAnswer as error:
                reasons.append(str(error))
        return reasons
