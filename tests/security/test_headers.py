"""What every answer tells the browser; and what production settings add behind TLS."""

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from connectors.models import Account, Notice
from inbox.models import Ticket, User
from launcher.project import PYTHON, ROOT
from launcher.secret_files import ensure_secrets
from tests.launcher.stack import environment
from tests.make import NINE, PASSWORD, make_message
from tests.security.addresses import addresses

pytestmark = pytest.mark.django_db

FRAMED_MAIL = {"notice_html", "message_whole"}
"""Mail as it came, in a frame without scripts: its style attributes are let through."""
PRODUCTION = {
    "GUICHET_PUBLIC_URL": "https://guichet.example",
    "DATABASE_URL": "postgres://guichet@127.0.0.1:1/guichet",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def pages(client: Client, owner: User, ticket: Ticket, account: Account) -> dict[str, dict[str, str]]:
    """Headers of every answer, by the name of its address, as nobody and as owner."""
    values = {"ticket_id": ticket.pk, "account_id": account.pk, "message_id": make_message(ticket).pk}
    notice = Notice.objects.create(account=account, external_id="n", html="<p>", written_at=NINE, fetched_at=NINE)
    found = {}
    for who in ("nobody", "owner"):
        for name, path in addresses(values | {"notice_id": notice.pk}):
            found[f"{who} {name}"] = dict(client.get(path).headers)
        client.force_login(owner)
    return found


def test_every_answer_has_a_content_security_policy_without_inline_scripts(pages: dict[str, dict[str, str]]) -> None:
    policies = {name: headers.get("Content-Security-Policy", "") for name, headers in pages.items()}
    assert [name for name, policy in policies.items() if "default-src 'none'" not in policy] == []
    loose = [
        name
        for name, policy in policies.items()
        if "unsafe" in policy or "http:" in policy or "https:" in policy or "*" in policy
    ]
    assert {name.split()[1] for name in loose} <= FRAMED_MAIL
    assert all("sandbox" in policies[name] and "script-src" not in policies[name] for name in loose)


def test_no_answer_may_be_framed_by_others_sniffed_or_sent_on_as_referrer(pages: dict[str, dict[str, str]]) -> None:
    assert {name for name, headers in pages.items() if headers["X-Content-Type-Options"] != "nosniff"} == set()
    referrers = {name: headers["Referrer-Policy"] for name, headers in pages.items()}
    assert {name for name, policy in referrers.items() if policy not in ("same-origin", "no-referrer")} == set()
    assert {
        name
        for name, headers in pages.items()
        if "frame-ancestors 'none'" not in headers["Content-Security-Policy"]
        and "frame-ancestors 'self'" not in headers["Content-Security-Policy"]
    } == set()


def test_cookies_are_not_for_scripts_and_stay_on_our_site(client: Client, owner: User) -> None:
    client.post("/me/login/", {"login": owner.email, "password": PASSWORD})
    client.get("/me/login/")
    session, csrf = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert {session["samesite"], csrf["samesite"]} <= {"Lax", "Strict"}


def production(code: str, tmp_path: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the settings of an installation behind TLS."""
    (tmp_path / "secrets").mkdir(mode=0o700)
    ensure_secrets(tmp_path / "secrets")
    return subprocess.run(
        [PYTHON, "-c", code],
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="config.settings", GUICHET_DATA=str(tmp_path), **PRODUCTION, **values),
        capture_output=True,
        text=True,
    )


def test_behind_tls_plain_requests_are_redirected_and_cookies_are_secure(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from django.conf import settings as s
from django.test import Client
plain = Client(headers={"Host": "guichet.example"}).get("/me/login/")
secure = Client(headers={"Host": "guichet.example"}).get("/healthz", secure=True)
print(plain.status_code, plain["Location"])
print(secure["Strict-Transport-Security"])
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)
print(Client(headers={"Host": "guichet.example"}).get("/healthz").status_code)
"""
    answer = production(code, tmp_path)
    assert answer.stdout.splitlines() == [
        "301 https://guichet.example/me/login/",
        "max-age=31536000; includeSubDomains; preload",
        "True True False",
        "200",
    ], answer.stderr


def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    code = (
        "import sys; from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
    )
    answer = production(code, tmp_path)
    assert answer.returncode == 0, answer.stderr
