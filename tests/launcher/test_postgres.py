"""Our runner of PostgreSQL, with the real programs."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from launcher import postgres
from launcher.datadir import DataDirectory
from launcher.postgres import Postgres
from launcher.temporary import running_postgres
from launcher.unprivileged import start_as


@pytest.fixture
def data(open_data: DataDirectory) -> Iterator[DataDirectory]:
    yield open_data
    shutil.rmtree(open_data.postgres, ignore_errors=True)


@pytest.fixture
def server(data: DataDirectory) -> Postgres:
    programs = postgres.binaries()
    return Postgres(data.postgres, data.postgres_sockets, programs, start_as(programs, data), ("--no-sync",))


def test_a_torn_first_start_is_made_good_by_the_next(data: DataDirectory, server: Postgres) -> None:
    torn = data.path / "postgres.new"
    torn.mkdir()
    (torn / "PG_VERSION").write_text("18\n")
    with running_postgres(server, run=data.run, logs=data.logs), psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == ("guichet", "guichet")
    assert not torn.exists()


def test_a_lock_file_whose_number_is_another_programs_is_removed(data: DataDirectory, server: Postgres) -> None:
    server.prepare()
    (data.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n{data.postgres}\n")
    with running_postgres(server, run=data.run, logs=data.logs):
        assert server.is_ready(None)
    assert not server.is_ready(None)


def test_what_buyers_wrote_stays_out_of_the_log(data: DataDirectory, server: Postgres) -> None:
    with running_postgres(server, run=data.run, logs=data.logs), psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE message (body text UNIQUE)")
        connection.execute("INSERT INTO message VALUES ('ma commande est perdue')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO message VALUES ('ma commande est perdue')")
    log = (data.logs / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "ma commande" not in log


def test_the_server_does_not_see_our_secrets(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SECRET_KEY", "hush")
    assert "hush" not in replace(server).environment.values()
