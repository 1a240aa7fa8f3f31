"""A database for each number of tickets, filled once on a server.

On the server of one bench they go with it; benches that share a server of their own (DATABASE_URL) share them, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from bench.fill import MESSAGES, fill


@contextmanager
def database_of(tickets: int) -> Iterator[None]:
    """Whatever is asked inside is asked of a database with so many tickets; nothing is remembered from before."""
    origin = str(connection.settings_dict["NAME"])
    name = f"{origin}_{tickets}x{MESSAGES}"
    if not _exists(name):
        _make(name, tickets, template=origin)
    _turn_to(name)
    call_command("migrate", verbosity=0)
    cache.clear()
    try:
        yield
    finally:
        _turn_to(origin)


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _make(name: str, tickets: int, *, template: str) -> None:
    """It gets its name once it is full."""
    half_full = f"{name}_half_full"
    _ask_server(f'DROP DATABASE IF EXISTS "{half_full}"', f'CREATE DATABASE "{half_full}" TEMPLATE "{template}"')
    _turn_to(half_full)
    fill(tickets)
    _ask_server(f'ALTER DATABASE "{half_full}" RENAME TO "{name}"')


def _ask_server(*statements: str) -> None:
    """What is done to a database must be asked for in another."""
    _turn_to("postgres")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
