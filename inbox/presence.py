"""Who is looking at which ticket, and who is writing there: kept in Redis for seconds, never needed for the truth.

Nothing is locked by it: two people may write at once, and whoever sends second is stopped (inbox/sending/meanwhile.py).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis

from connectors.shared_memory import client

log = logging.getLogger(__name__)

LOOKS_FOR = timedelta(seconds=12)
"""A page says every 3 seconds that it is open: so long after its last word it counts as left."""
WRITES_FOR = timedelta(seconds=8)
"""A draft is kept a moment after each letter: so long after the last one nobody counts as writing."""
_FORGOTTEN_AFTER = timedelta(minutes=1)
_LOOKS, _WRITES = "presence:looks", "presence:writes"


@dataclass(frozen=True)
class Present:
    """One person at one ticket. wrote_at: seconds since 1970, of the last letter kept; 0 = is not writing."""

    ticket_id: int
    user_id: int
    wrote_at: float

    @property
    def writes(self) -> bool:
        return self.wrote_at > 0


def look(ticket_id: int, user_id: int, now: datetime) -> None:
    """The person has the ticket open; the caller has checked that he may see it."""
    _add(_LOOKS, ticket_id, user_id, now)


def still_looks(ticket_id: int, user_id: int, now: datetime) -> bool:
    """The same for somebody who had it open a moment ago; False if that is not known, and nothing is kept then."""
    try:
        changed = client().zadd(_LOOKS, {f"{ticket_id}:{user_id}": now.timestamp()}, xx=True, ch=True)
    except redis.RedisError:
        return True
    return bool(changed)


def write(ticket_id: int, user_id: int, now: datetime) -> None:
    """The person has just typed something there."""
    _add(_LOOKS, ticket_id, user_id, now)
    _add(_WRITES, ticket_id, user_id, now)


def stop_writing(ticket_id: int, user_id: int) -> None:
    """What he was writing is sent."""
    try:
        client().zrem(_WRITES, f"{ticket_id}:{user_id}")
    except redis.RedisError as error:
        log.warning("presence: Redis is away (%s)", type(error).__name__)


def present(now: datetime) -> Sequence[Present]:
    """Everybody who is at a ticket now, in no order; nobody while Redis is away."""
    moment = now.timestamp()
    try:
        pipe = client().pipeline(transaction=False)
        pipe.zrangebyscore(_LOOKS, moment - LOOKS_FOR.total_seconds(), "+inf")
        pipe.zrangebyscore(_WRITES, moment - WRITES_FOR.total_seconds(), "+inf", withscores=True)
        looking, writing = pipe.execute()
    except redis.RedisError:
        return []
    wrote_at = dict(writing)
    return [_present(member, wrote_at.get(member, 0.0)) for member in looking]


def _present(member: bytes, wrote_at: float) -> Present:
    ticket_id, user_id = member.decode().split(":")
    return Present(int(ticket_id), int(user_id), wrote_at)


def _add(name: str, ticket_id: int, user_id: int, now: datetime) -> None:
    moment = now.timestamp()
    try:
        pipe = client().pipeline(transaction=False)
        pipe.zadd(name, {f"{ticket_id}:{user_id}": moment})
        pipe.zremrangebyscore(name, "-inf", moment - _FORGOTTEN_AFTER.total_seconds())
        pipe.execute()
    except redis.RedisError as error:
        log.warning("presence: Redis is away (%s)", type(error).__name__)
