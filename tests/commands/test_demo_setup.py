"""demo_setup: the demo's people and accounts, and only in the demo."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from connectors.models import Account, Stream
from inbox.models import User

pytestmark = pytest.mark.django_db

SHOP = {
    "marketplace": "ebay",
    "name": "Vélo Shop",
    "credentials": {"client_id": "a", "client_secret": "b", "refresh_token": "c"},
}


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Path:
    """The demo's list of accounts."""
    settings.IS_DEMO, settings.DATA_DIR = True, tmp_path
    path = tmp_path / "demo" / "accounts.json"
    path.parent.mkdir()
    path.write_text(json.dumps([SHOP]))
    return path


def test_outside_the_demo_nothing_happens(demo: Path, settings: Settings) -> None:
    settings.IS_DEMO = False

    with pytest.raises(CommandError, match="not the demo"):
        call_command("demo_setup")

    assert not User.objects.exists()


def test_people_can_log_in_as_shown(demo: Path, client: Any, capsys: Any) -> None:
    call_command("demo_setup")

    shown = capsys.readouterr().out
    password = shown.splitlines()[0].rpartition(" ")[2]
    assert all(user.email in shown for user in User.objects.all())
    assert sorted(User.objects.values_list("role", flat=True)) == ["agent", "agent", "lead", "outside", "owner"]
    assert client.login(email="camille@guichet.test", password=password)


def test_accounts_are_connected_and_due(demo: Path) -> None:
    call_command("demo_setup")

    assert Account.objects.get().name == "Vélo Shop"
    assert Stream.objects.exists()
    assert not Stream.objects.filter(next_pull_at=None).exists()


def test_running_it_again_changes_nobody(demo: Path) -> None:
    call_command("demo_setup")
    before = list(User.objects.values("id", "password")), list(Account.objects.values("id", "state_since"))

    call_command("demo_setup")

    assert before == (list(User.objects.values("id", "password")), list(Account.objects.values("id", "state_since")))


@pytest.mark.parametrize("content", ["{", "{}", "[1]", '[{"name": "x"}]', '[{"marketplace": "x", "name": "y"}]'])
def test_a_list_that_cannot_be_right_is_refused_first(demo: Path, content: str) -> None:
    demo.write_text(content)

    with pytest.raises(CommandError, match=r"accounts\.json"):
        call_command("demo_setup")

    assert not User.objects.exists()
