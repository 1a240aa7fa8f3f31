"""Token buckets in Redis, shared by all workers: quotas at marketplaces, and our own API's limit."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.core.cache import cache
from django.utils import timezone

from connectors.errors import TryLater

log = logging.getLogger(__name__)

_TAKE = """
local level = tonumber(redis.call('HGET', KEYS[1], 'level') or ARGV[1])
local at = tonumber(redis.call('HGET', KEYS[1], 'at') or ARGV[3])
local shut = tonumber(redis.call('HGET', KEYS[1], 'shut') or 0)
local now = tonumber(ARGV[3])
if shut > now then return tostring(shut - now) end
level = math.min(tonumber(ARGV[1]), level + math.max(0, now - at) * tonumber(ARGV[2]))
local wait = 0
if level >= 1 then level = level - 1 else wait = (1 - level) / tonumber(ARGV[2]) end
redis.call('HSET', KEYS[1], 'level', level, 'at', now)
redis.call('EXPIRE', KEYS[1], 90000)
return tostring(wait)
"""


def take(bucket: str, *, burst: float, per_second: float, now: datetime) -> timedelta:
    """Take one from a bucket that holds `burst` and refills at `per_second`; return the wait (zero: taken).

    Redis away = taken: a limit protects, it must not stop the counter.
    """
    try:
        wait = _redis().eval(_TAKE, 1, f"bucket:{bucket}", burst, per_second, now.timestamp())
    except redis.RedisError as error:
        log.warning("bucket %s: Redis is away (%s)", bucket, type(error).__name__)
        return timedelta(0)
    return timedelta(seconds=float(wait))


def shut(bucket: str, *, until: datetime) -> None:
    """Let nothing through before `until`."""
    try:
        _redis().hset(f"bucket:{bucket}", "shut", until.timestamp())
        _redis().expire(f"bucket:{bucket}", 90000)
    except redis.RedisError as error:
        log.warning("bucket %s: Redis is away (%s)", bucket, type(error).__name__)


@dataclass(frozen=True)
class RedisQuota:
    """A Quota (see base) of one application at one marketplace."""

    application: str

    def take(self, api: str, *, per_day: int) -> None:
        """See Quota.take. Up to a tenth of the day's calls may go at once."""
        wait = take(
            f"{self.application}:{api}", burst=max(per_day / 10, 1), per_second=per_day / 86_400, now=timezone.now()
        )
        if wait:
            raise TryLater(f"the call limit of {api} is used up", wait)

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        """See Quota.learn."""
        del limit
        if remaining <= 0:
            shut(f"{self.application}:{api}", until=resets_at)


def _redis() -> redis.Redis:
    client: redis.Redis = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    return client
