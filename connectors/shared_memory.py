"""The Redis that all processes share, for what Django's cache cannot do: counters, token buckets."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)


def client() -> redis.Redis:
    """A client of the cache's own connections. Its calls raise redis.RedisError while Redis is away."""
    return cast("RedisCache", caches["default"])._cache.get_client(None, write=True)


@dataclass(frozen=True)
class RedisMemory:
    """A Memory (see connectors/collaborators.py) of one application. Redis away = nothing is remembered."""

    application: str

    def recall(self, name: str) -> str | None:
        try:
            found = client().get(self._key(name))
        except redis.RedisError as error:
            log.warning("memory: Redis is away (%s)", type(error).__name__)
            return None
        return cast("bytes", found).decode() if found is not None else None

    def keep(self, name: str, value: str, *, how_long: timedelta) -> None:
        try:
            client().set(self._key(name), value, ex=how_long)
        except redis.RedisError as error:
            log.warning("memory: Redis is away (%s)", type(error).__name__)

    def _key(self, name: str) -> str:
        return f"memory:{self.application}:{name}"
