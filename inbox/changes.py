"""A counter in Redis that moves whenever a ticket changes: pages poll it and get 204 if nothing moved."""

import logging
from collections.abc import Iterable

import redis
from django.db import transaction

from connectors.shared_memory import client

log = logging.getLogger(__name__)

_ALL = "changes"
_EACH = "changes:each"
"""Moves when so many tickets change at once that every open page may as well look."""
_MANY = 50
_KEEP_SECONDS = 86_400


def bump_on_commit(ticket_ids: Iterable[int]) -> None:
    """Once the transaction is through, tell everybody who looks at these tickets."""
    ids = list(ticket_ids)
    if ids:
        transaction.on_commit(lambda: _bump(ids))


def bump_lists_on_commit() -> None:
    """Once the transaction is through, tell every page that shows lists and counts."""
    transaction.on_commit(lambda: _bump([]))


def current() -> int:
    """The counter of all tickets; 0 if nothing moved yet or Redis is away."""
    return _read(_ALL)


def current_of(ticket_id: int) -> int:
    """The counter of one ticket; 0 if it has not moved for a day."""
    return _read(f"{_ALL}:{ticket_id}", _EACH)


def _read(*keys: str) -> int:
    """The sum of these counters."""
    try:
        found = client().mget(keys)
    except redis.RedisError:
        return 0
    return sum(int(value or 0) for value in found)


def _bump(ticket_ids: list[int]) -> None:
    try:
        pipe = client().pipeline(transaction=False)
        pipe.incr(_ALL)
        if len(ticket_ids) > _MANY:
            pipe.incr(_EACH)
            ticket_ids = []
        for ticket_id in ticket_ids:
            pipe.incr(f"{_ALL}:{ticket_id}")
            pipe.expire(f"{_ALL}:{ticket_id}", _KEEP_SECONDS)
        pipe.execute()
    except redis.RedisError as error:
        log.warning("change counter: Redis is away (%s)", type(error).__name__)
