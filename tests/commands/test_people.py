"""create_user, create_token, owner_link."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from inbox.models import User
from tests.api.conftest import ApiClient
from tests.make import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough secret"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a text on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_user_is_created_and_can_log_in(typed: Any, client: Any) -> None:
    typed(PASSWORD + "\n")

    call_command("create_user", "Lise@Shop.test", "--role=lead", "--name=Lise Martin Duval", "--password-stdin")

    user = User.objects.get()
    assert (user.email, user.role, user.first_name, user.last_name) == (
        "lise@shop.test",
        "lead",
        "Lise",
        "Martin Duval",
    )
    assert client.login(email="lise@shop.test", password=PASSWORD)


def test_a_user_who_exists_stays_as_is(typed: Any) -> None:
    user = make_user(email="lise@shop.test")
    typed(PASSWORD)

    with pytest.raises(CommandError, match="exists already"):
        call_command("create_user", "LISE@shop.test", "--role=owner", "--password-stdin")

    user.refresh_from_db()
    assert user.role == "agent"
    assert not user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "password", "problem"),
    [
        ("lise@shop.test", "short", "too short"),
        ("lise@shop.test", "", "too short"),
        ("lise@shop.test", "password123", "too common"),
        ("lise", PASSWORD, "valid email"),
        ("li\x00se@shop.test", PASSWORD, "valid email"),
    ],
)
def test_what_cannot_be_right_is_refused_in_a_sentence(typed: Any, email: str, password: str, problem: str) -> None:
    typed(password)

    with pytest.raises(CommandError, match=problem):
        call_command("create_user", email, "--role=agent", "--password-stdin")

    assert not User.objects.exists()


def test_an_unknown_role_is_refused(typed: Any) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("create_user", "lise@shop.test", "--role=boss", "--password-stdin")


def test_a_token_stands_alone_on_standard_output_and_works(agent: User, capsys: Any, client: Any) -> None:
    call_command("create_token", agent.email.upper())

    token = capsys.readouterr().out.removesuffix("\n")
    assert token.startswith("gct_") and "\n" not in token
    assert ApiClient(token, client).get("/tickets").status_code == 200


def test_a_token_is_for_somebody_who_exists() -> None:
    with pytest.raises(CommandError, match=r"There is no user nobody@shop\.test"):
        call_command("create_token", "nobody@shop.test")


def test_a_token_is_not_for_somebody_who_has_left() -> None:
    make_user(email="gone@shop.test", is_active=False)

    with pytest.raises(CommandError, match="may not log in"):
        call_command("create_token", "gone@shop.test")


def test_the_owner_link_is_a_whole_address(capsys: Any) -> None:
    call_command("owner_link", "--base-url", "http://127.0.0.1:8123/")

    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8123/")
    assert resolve(link.removeprefix("http://127.0.0.1:8123")).url_name == "first_run"


def test_there_is_no_owner_link_once_somebody_is_there(agent: User, capsys: Any) -> None:
    call_command("owner_link")

    assert capsys.readouterr().out == ""
