"""Locks between processes, held by the database session: they end with the process that took them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def advisory_lock(name: str) -> Iterator[None]:
    """Wait for the lock called `name`, hold it during the block."""
    number = _number(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
    try:
        yield
    finally:
        _release(number)


@contextmanager
def advisory_lock_or_not(name: str) -> Iterator[bool]:
    """Take the lock if it is free, and say whether it was."""
    number = _number(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        (taken,) = cursor.fetchone()
    try:
        yield taken
    finally:
        if taken:
            _release(number)


def advisory_lock_to_commit(name: str) -> None:
    """Wait for the lock called `name` and keep it until the transaction ends, as only a transaction can."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(name)])


def shared_lock_to_commit(name: str) -> None:
    """The same beside others who share it; one who wants it alone waits for all of them, and they wait for him."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_number(name)])


def _release(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
