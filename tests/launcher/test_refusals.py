"""What is missing or in the way is one sentence with the remedy, and an exit code that is not 0."""

import os
from pathlib import Path

import pytest

from launcher import postgres, up
from launcher.datadir import DataDirectory
from launcher.demo import Buyers, demo
from launcher.errors import CannotStart
from launcher.installation import installation
from launcher.postgres import Postgres
from launcher.unprivileged import start_as
from tests.launcher.stack import free_port, guichet


def test_a_data_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    answer = guichet("up", "--data", str(tmp_path / "data"))
    assert answer.returncode == 1
    assert "choose another with --data" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_data_directory_that_cannot_be_written_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(CannotStart, match="is not writable"):
        DataDirectory(tmp_path / "data").prepare()


def test_a_data_directory_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(CannotStart, match=r"is not writable \(.*\): change its owner or choose another"):
        DataDirectory(Path("/proc/guichet")).prepare()


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    answer = guichet("up", "--data", str(tmp_path / ("d" * 100)))
    assert answer.returncode == 1
    assert "too long for a socket: choose a shorter one with --data" in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotStart, match="is not a port"):
        installation(None, default=Path("var"), port=port)


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    answer = guichet("up", "--data", str(tmp_path / "data"), "--host", "192.0.2.1")
    assert answer.stderr == "guichet: 192.0.2.1 is not an address of this machine: choose another with --host.\n"


def test_a_demo_serves_this_machine_only(tmp_path: Path) -> None:
    answer = guichet("demo", "--data", str(tmp_path / "data"), "--host", "0.0.0.0")
    assert answer.returncode == 1
    assert "serves this machine only" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_demo_does_not_touch_a_shops_data(data: DataDirectory) -> None:
    data.postgres.mkdir()
    with pytest.raises(CannotStart, match="holds a shop's real data"):
        demo(installation(data.path, default=data.path), Buyers(pace=1, seed=1, corpus=None))


def test_up_does_not_serve_a_demos_data(data: DataDirectory) -> None:
    data.demo_mark.touch()
    with pytest.raises(CannotStart, match=r"holds a demo: run `\./guichet demo"):
        up.up(installation(data.path, default=data.path))


def test_missing_postgres_programs_name_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GUICHET_PG_BIN", str(tmp_path))
    with pytest.raises(CannotStart, match="point GUICHET_PG_BIN at"):
        postgres.binaries()


def test_a_database_of_another_version_is_not_opened(data: DataDirectory) -> None:
    data.postgres.mkdir()
    (data.postgres / "PG_VERSION").write_text("9\n")
    server = Postgres(data.postgres, data.postgres_sockets, postgres.binaries())
    with pytest.raises(CannotStart, match="is of PostgreSQL 9, the programs"):
        server.prepare()


def test_root_without_a_way_down_is_told_three_ways_out(
    monkeypatch: pytest.MonkeyPatch, data: DataDirectory, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(CannotStart, match=r"run \./guichet as an ordinary user, move .* or set DATABASE_URL"):
        start_as(tmp_path, data)


def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    port = str(free_port())
    answer = guichet("up", "--data", str(tmp_path / "data"), "--port", port, GUICHET_ZONE="Europe/Nowhere")
    assert answer.returncode == 1
    assert "GUICHET_ZONE: 'Europe/Nowhere' is not a time zone" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "Traceback" not in answer.stdout


def test_an_unknown_command_is_named() -> None:
    answer = guichet("serve")
    assert (answer.returncode, answer.stderr) == (2, "guichet: there is no command 'serve'; see ./guichet help.\n")
