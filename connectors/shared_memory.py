"""The Redis that all processes share, for what Django's cache cannot do: counters, token buckets."""

from typing import cast

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache


def client() -> redis.Redis:
    """A client of the cache's own connections. Its calls raise redis.RedisError while Redis is away."""
    return cast("RedisCache", caches["default"])._cache.get_client(None, write=True)
