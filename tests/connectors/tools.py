"""Plain in-memory collaborators for connectors under test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from connectors.base import AccessToken, Tools
from connectors.errors import TryLater
from connectors.http import Http

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


@dataclass
class MemoryQuota:
    """Counts calls; refuses after `at_most`. learnt: what the marketplace said last, by API."""

    at_most: int | None = None
    taken: dict[str, int] = field(default_factory=dict)
    learnt: dict[str, tuple[int, int, datetime]] = field(default_factory=dict)

    def take(self, api: str, *, per_day: int) -> None:
        if self.at_most is not None and self.taken.get(api, 0) >= self.at_most:
            raise TryLater("the call limit is used up", timedelta(hours=1))
        self.taken[api] = self.taken.get(api, 0) + 1

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        self.learnt[api] = (remaining, limit, resets_at)


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
        quota=quota or MemoryQuota(),
        now=now,
        settings=settings,
    )
