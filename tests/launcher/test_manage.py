"""`manage` without a running `up`."""

from pathlib import Path

import pytest

from launcher.datadir import DataDirectory
from launcher.installation import installation
from launcher.remembered import parse, remember_marketplaces, remember_start, with_remembered
from tests.launcher.stack import guichet

COUNT = "from django.db import connection; print(connection.introspection.table_names())"


def test_a_command_that_needs_the_database_gets_it_for_its_time(tmp_path: Path) -> None:
    answer = guichet("manage", "shell", "--no-imports", "-c", COUNT, GUICHET_DATA=str(tmp_path / "data"))
    assert (answer.returncode, answer.stdout) == (0, "[]\n"), answer.stderr
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_where_guichet_was_never_started_a_command_says_so(tmp_path: Path) -> None:
    answer = guichet("manage", "recompute_figures", "--check", GUICHET_DATA=str(tmp_path / "data"))
    assert answer.returncode == 1
    assert "Start Guichet once with this data" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_exit_code_of_the_command_is_passed_on(tmp_path: Path) -> None:
    answer = guichet("manage", "shell", "--no-imports", "-c", "raise SystemExit(7)", GUICHET_DATA=str(tmp_path / "d"))
    assert answer.returncode == 7


def test_a_command_that_needs_no_database_does_not_pay_for_one(tmp_path: Path) -> None:
    answer = guichet("manage", "version", GUICHET_DATA=str(tmp_path / "data"))
    assert answer.returncode == 0
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_value_given_to_manage_goes_before_what_up_had(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a/one")
    remember_start(installation(data.path, default=data.path))
    monkeypatch.setenv("DATABASE_URL", "postgres://a/two")
    known = with_remembered(installation(data.path, default=data.path)).environment
    assert known["DATABASE_URL"] == "postgres://a/two"


def test_manage_finds_the_database_that_up_had(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a/one")
    remember_start(installation(data.path, default=data.path))
    monkeypatch.delenv("DATABASE_URL")
    known = with_remembered(installation(data.path, default=data.path)).environment
    assert known["DATABASE_URL"] == "postgres://a/one"


def test_a_demo_never_meets_a_real_marketplace(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_marketplaces(data, {"BAZAAR_API_URL": "http://127.0.0.1:7001"})
    monkeypatch.setenv("BAZAAR_API_URL", "https://api.bazaar.example")
    known = with_remembered(installation(data.path, default=data.path)).environment
    assert known["BAZAAR_API_URL"] == "http://127.0.0.1:7001"


def test_lines_that_are_no_assignment_are_left_out() -> None:
    assert parse(["A=1", "", "hello there", "B=x=y"]) == {"A": "1", "B": "x=y"}
