"""Logging in: a new session, few guesses, forms only from our own pages, no address that a client can make up."""

import subprocess
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from inbox.models import Ticket, User
from launcher.project import PYTHON, ROOT
from tests.launcher.stack import environment
from tests.make import PASSWORD

pytestmark = pytest.mark.django_db

GUESSES = 12


def log_in(client: Client, user: User, password: str = PASSWORD, **extra: Any) -> int:
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, **extra).status_code


def is_let_in(user: User, **extra: Any) -> bool:
    client = Client()
    log_in(client, user, **extra)
    return client.get(reverse("queue")).status_code == 200


def test_the_session_gets_a_new_key_at_log_in(client: Client, owner: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    planted = session.session_key
    log_in(client, owner)
    assert client.get(reverse("queue")).status_code == 200
    assert client.session.session_key != planted
    assert Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={planted}"}).get("/").status_code == 302


def test_the_session_ends_at_log_out(client: Client, owner: User) -> None:
    client.force_login(owner)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = key or ""
    assert again.get(reverse("queue")).status_code == 302


def test_a_link_cannot_log_anybody_out(client: Client, owner: User) -> None:
    client.force_login(owner)
    client.get(reverse("account_logout"))
    assert client.get(reverse("queue")).status_code == 200


def test_other_sessions_end_when_the_password_changes(client: Client, owner: User) -> None:
    client.force_login(owner)
    owner.set_password("another-long-password-7")
    owner.save()
    assert client.get(reverse("queue")).status_code == 302


def test_after_many_wrong_passwords_the_right_one_waits_too(owner: User) -> None:
    for _ in range(GUESSES):
        log_in(Client(), owner, "wrong-password-0")
    assert not is_let_in(owner)


def test_guesses_at_one_person_do_not_lock_out_a_colleague_elsewhere(owner: User, agent: User) -> None:
    for _ in range(GUESSES):
        log_in(Client(), owner, "wrong-password-0", REMOTE_ADDR="192.0.2.1")
    assert is_let_in(agent, REMOTE_ADDR="192.0.2.2")


def test_a_made_up_forwarding_address_does_not_help_guessing(owner: User, agent: User) -> None:
    for number in range(GUESSES * 2):
        person = owner if number % 2 else agent
        log_in(Client(), person, "wrong-password-0", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert not is_let_in(owner, HTTP_X_FORWARDED_FOR="198.51.100.99")


def test_a_made_up_forwarding_protocol_does_not_make_a_request_secure() -> None:
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert settings.USE_X_FORWARDED_HOST is False


def test_log_in_leads_to_no_other_site(client: Client, owner: User) -> None:
    fields = {"login": owner.email, "password": PASSWORD}
    answer = client.post(f"{reverse('account_login')}?next=https://evil.example/", fields | {"next": "//evil.example"})
    assert answer.status_code == 302
    assert "evil.example" not in answer["Location"]


def test_changing_the_language_leads_to_no_other_site(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://evil.example/"})
    assert "evil.example" not in answer["Location"]


def test_an_unknown_and_a_known_address_get_the_same_answer(owner: User) -> None:
    def words(email: str) -> str:
        page = Client().post(reverse("account_login"), {"login": email, "password": "wrong-password-0"})
        return page.content.decode().replace(email, "").partition("<form")[2].partition("csrfmiddlewaretoken")[0]

    assert words(owner.email) == words("nobody@shop.test")


def test_forms_from_elsewhere_are_refused(owner: User, ticket: Ticket) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    paths = [
        reverse("ticket_write", args=[ticket.pk]),
        reverse("ticket_assign", args=[ticket.pk]),
        reverse("connect", args=["ebay"]),
        reverse("people"),
        reverse("set_language"),
        reverse("account_logout"),
        reverse("account_login"),
    ]
    assert {path: client.post(path, {"body": "x"}).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_host_headers_of_others_are_refused(client: Client) -> None:
    assert client.get(reverse("account_login"), headers={"Host": "evil.example"}).status_code == 400


def test_a_trusted_proxy_is_named_by_its_number_only() -> None:
    code = (
        "from django.conf import settings as s; import django; django.setup();"
        "print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    shown = subprocess.run(
        [PYTHON, "-c", code],
        cwd=ROOT,
        env=environment(
            DJANGO_SETTINGS_MODULE="config.settings",
            GUICHET_SECRET_KEY="x" * 60,
            GUICHET_FIELD_KEYS="k",
            GUICHET_TRUSTED_PROXIES="1",
        ),
        capture_output=True,
        text=True,
    )
    assert shown.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https') 1", shown.stderr
