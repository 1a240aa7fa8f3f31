"""`up` with servers of the user's own instead of the embedded ones."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.launcher.stack import Stack, guichet

DATABASE = "guichet_own"


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database on the server that the tests have."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    yield url.replace("/guichet?", f"/{DATABASE}?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.mark.slow
def test_own_servers_replace_the_embedded_ones(database_url: str) -> None:
    stack = Stack("up", DATABASE_URL=database_url, REDIS_URL=f"{os.environ['REDIS_URL']}?db=9")
    try:
        stack.start()
        assert stack.answers("/readyz")
        assert not (stack.data / "postgres").exists()
        assert not (stack.data / "valkey").exists()
    finally:
        stack.remove()


def test_a_database_that_does_not_exist_is_one_sentence(database_url: str) -> None:
    stack = Stack()
    missing = database_url.replace(DATABASE, "guichet_missing")
    answer = guichet(
        "up",
        "--data",
        str(stack.data),
        "--port",
        str(stack.port),
        DATABASE_URL=missing,
        REDIS_URL=os.environ["REDIS_URL"],
    )
    stack.remove()
    assert answer.returncode == 1
    assert answer.stderr.startswith("guichet: The database of DATABASE_URL must exist and let us in")
    assert '"guichet_missing" does not exist' in answer.stderr
    assert answer.stderr.count("\n") == 1
