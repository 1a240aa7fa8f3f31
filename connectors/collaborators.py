"""What a connector gets from the core besides its credentials."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from connectors.http import Http


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


@dataclass(frozen=True)
class Rate:
    """A call limit as a bucket: it holds `burst` calls and refills at `per_second`."""

    burst: float
    per_second: float

    @classmethod
    def per_day(cls, calls: int) -> "Rate":
        """A limit per day, all of which may be used at once."""
        return cls(burst=calls, per_second=calls / 86_400)


class Quota(Protocol):
    """A bucket shared by all workers, per (application, API)."""

    def take(self, api: str, *, rate: Rate) -> None:
        """Use up one call, or raise TryLater with the wait. Nothing is called before this returns.

        rate: as documented; what was learnt comes before it.
        """
        ...

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        """Obey what the marketplace says is left."""
        ...

    def learn_rate(self, api: str, *, per_second: float) -> None:
        """Refill at the speed that the marketplace says it grants."""
        ...


class Memory(Protocol):
    """Small things that all workers know for a while. What is kept may be forgotten sooner."""

    def recall(self, name: str) -> str | None: ...

    def keep(self, name: str, value: str, *, how_long: timedelta) -> None: ...


@dataclass
class OwnMemory:
    """A Memory of one process, for a connector that works alone."""

    kept: dict[str, tuple[str, float]] = field(default_factory=dict)

    def recall(self, name: str) -> str | None:
        value, until = self.kept.get(name, ("", 0.0))
        return value if until > time.monotonic() else None

    def keep(self, name: str, value: str, *, how_long: timedelta) -> None:
        self.kept[name] = (value, time.monotonic() + how_long.total_seconds())


@dataclass(frozen=True)
class Tools:
    """Everything a connector gets from the core besides its credentials.

    tokens: of this account alone. shared_tokens: for every account of the marketplace; a purpose there names the
    application and what proves it, so that an account with a wrong secret neither uses nor spoils another's token.
    """

    http: Http
    tokens: TokenKeeper
    shared_tokens: TokenKeeper
    quota: Quota
    now: Callable[[], datetime]
    settings: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=OwnMemory)
