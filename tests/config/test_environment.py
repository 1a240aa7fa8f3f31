"""Settings from the environment: a wrong value stops the start with its name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


def test_a_value_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    monkeypatch.setenv("GUICHET_TEST_FILE", str(secret))
    assert environment.text("GUICHET_TEST") == "from the file"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_TEST_FILE", "/nowhere/secret")
    with pytest.raises(ImproperlyConfigured, match="GUICHET_TEST_FILE"):
        environment.text("GUICHET_TEST")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.flag("GUICHET_TEST", default=True), "perhaps"),
        (lambda: environment.whole_number("GUICHET_TEST", 1), "many"),
        (lambda: environment.zone("GUICHET_TEST", "UTC"), "Europe/Atlantis"),
        (lambda: environment.url("GUICHET_TEST"), "ftp://example.test"),
        (lambda: environment.database("GUICHET_TEST", ""), "mysql://localhost/guichet"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name(
    read: Callable[[], object], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_TEST", value)
    with pytest.raises(ImproperlyConfigured, match="GUICHET_TEST"):
        read()


def test_a_database_address_may_name_a_socket_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_TEST", "postgres://guichet@/guichet?host=/srv/run/pg")
    read = environment.database("GUICHET_TEST", "")
    assert (read["HOST"], read["NAME"], read["USER"]) == ("/srv/run/pg", "guichet", "guichet")
