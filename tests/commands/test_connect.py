"""connect: add a seller account by script."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from connectors.models import Account
from connectors.simulation import Simulator, Trouble

pytestmark = pytest.mark.django_db


def written(directory: Path, credentials: Mapping[str, Any] | str) -> str:
    path = directory / "credentials.json"
    path.write_text(credentials if isinstance(credentials, str) else json.dumps(dict(credentials)))
    return str(path)


def test_an_account_is_connected_and_checked(simulator: Simulator, tmp_path: Path, capsys: Any) -> None:
    path = written(tmp_path, simulator.add_seller("velo_shop"))

    call_command("connect", "ebay", "--name=Vélo", "--credentials", path)

    account = Account.objects.get()
    assert (account.name, account.seller_name, account.state) == ("Vélo", "velo_shop", "ok")
    assert "knows the seller as velo_shop" in capsys.readouterr().out


def test_credentials_may_come_from_standard_input(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(dict(simulator.add_seller("velo_shop")))))

    call_command("connect", "ebay", "--name=Vélo", "--credentials=-")

    assert Account.objects.get().seller_name == "velo_shop"


def test_without_the_check_the_marketplace_is_not_asked(tmp_path: Path) -> None:
    path = written(tmp_path, {"client_id": "a", "client_secret": "b", "refresh_token": "c"})

    call_command("connect", "ebay", "--name=Vélo", "--no-check", "--credentials", path)

    assert Account.objects.get().seller_name == ""


def test_credentials_that_the_marketplace_refuses_end_with_code_3(simulator: Simulator, tmp_path: Path) -> None:
    credentials = {**simulator.add_seller("velo_shop"), "refresh_token": "wrong"}

    with pytest.raises(CommandError) as caught:
        call_command("connect", "ebay", "--name=Vélo", "--credentials", written(tmp_path, credentials))

    assert caught.value.returncode == 3
    assert Account.objects.get().state == "sign_in_needed"


def test_a_marketplace_that_is_away_ends_with_code_4(simulator: Simulator, tmp_path: Path) -> None:
    credentials = simulator.add_seller("velo_shop")
    simulator.trouble(Trouble.UNAVAILABLE, times=50)

    with pytest.raises(CommandError) as caught:
        call_command("connect", "ebay", "--name=Vélo", "--credentials", written(tmp_path, credentials))

    assert caught.value.returncode == 4
    assert Account.objects.get().state == "ok"


@pytest.mark.parametrize(
    ("slug", "content", "problem"),
    [
        ("fleamarket", "{}", "not one of"),
        ("ebay", "{", "not JSON"),
        ("ebay", "[]", "JSON object"),
        ("ebay", '{"client_id": 5}', "client_id: must be a text"),
        ("ebay", "{}", "client_id"),
        ("ebay", '{"pin": "1"}', "pin: not a credential"),
        ("email", '{"mailbox": {"host": "imap.example"}}', "mailbox.port: missing"),
        ("email", '{"mailbox": "imap.example"}', "mailbox: not a credential"),
    ],
)
def test_what_cannot_be_right_stores_nothing(tmp_path: Path, slug: str, content: str, problem: str) -> None:
    with pytest.raises(CommandError, match=problem) as caught:
        call_command("connect", slug, "--name=Vélo", "--credentials", written(tmp_path, content))

    assert caught.value.returncode == 1
    assert not Account.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Cannot read .*nowhere\.json: No such file"):
        call_command("connect", "ebay", "--name=Vélo", "--credentials", str(tmp_path / "nowhere.json"))
