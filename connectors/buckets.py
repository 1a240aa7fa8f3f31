"""Token buckets in Redis, shared by all workers: quotas at marketplaces, and our own API's limit."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.utils import timezone
from redis.typing import EncodableT

from connectors.collaborators import Rate
from connectors.errors import TryLater
from connectors.shared_memory import client
from connectors.text import marked as _

USED_UP = _("the call limit of %(host)s is used up")


log = logging.getLogger(__name__)

_TAKE = """
local burst, per_second, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local field = function(name, otherwise) return tonumber(redis.call('HGET', KEYS[1], name) or otherwise) end
local level, at, resets, limit = field('level', burst), field('at', now), field('resets', 0), field('limit', burst)
per_second = field('rate', per_second)
if resets > 0 and now >= resets then
    level = limit
    redis.call('HDEL', KEYS[1], 'resets')
elseif resets == 0 then
    level = math.min(burst, level + math.max(0, now - at) * per_second)
end
local wait = 0
if level >= 1 then level = level - 1
elseif resets > now then wait = resets - now
else wait = (1 - level) / per_second end
redis.call('HSET', KEYS[1], 'level', level, 'at', now)
redis.call('EXPIRE', KEYS[1], 90000)
return tostring(wait)
"""
RESERVE = 0.05
"""Share of a marketplace's call limit that is kept for replies."""


def take(bucket: str, *, burst: float, per_second: float, now: datetime) -> timedelta:
    """Take one from a bucket that holds `burst` and refills at `per_second`; return the wait (zero: taken).

    Redis away = taken: a limit protects, it must not stop the counter.
    """
    try:
        wait = client().eval(_TAKE, 1, bucket, burst, per_second, now.timestamp())
    except redis.RedisError as error:
        log.warning("bucket %s: Redis is away (%s)", bucket, type(error).__name__)
        return timedelta(0)
    return timedelta(seconds=float(wait))


@dataclass(frozen=True)
class RedisQuota:
    """A Quota (see base) of one application at one marketplace."""

    application: str

    def take(self, api: str, *, rate: Rate) -> None:
        """See Quota.take."""
        wait = take(self._bucket(api), burst=rate.burst, per_second=rate.per_second, now=timezone.now())
        if wait:
            raise TryLater(USED_UP % {"host": api}, wait)

    def learn(self, api: str, *, remaining: int, limit: int, resets_at: datetime) -> None:
        """See Quota.learn. A twentieth of the limit is kept for replies, which never ask."""
        reserve = limit * RESERVE
        known: dict[EncodableT, EncodableT] = {
            "level": max(remaining - reserve, 0),
            "limit": limit - reserve,
            "resets": resets_at.timestamp(),
            "at": timezone.now().timestamp(),
        }
        self._note(api, known)

    def learn_rate(self, api: str, *, per_second: float) -> None:
        """See Quota.learn_rate."""
        self._note(api, {"rate": per_second})

    def _note(self, api: str, known: Mapping[EncodableT, EncodableT]) -> None:
        try:
            client().hset(self._bucket(api), mapping=known)
            client().expire(self._bucket(api), 90_000)
        except redis.RedisError as error:
            log.warning("call limit of %s: Redis is away (%s)", api, type(error).__name__)

    def _bucket(self, api: str) -> str:
        return f"bucket:{self.application}:{api}"
