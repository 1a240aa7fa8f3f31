"""Logging in to a mailbox with access tokens, at a Dovecot that asks a provider whether they are good."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.collaborators import Tools
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.mail.mailbox import Mailbox
from connectors.mail.servers import server_from
from tests.connectors.mail.dovecot import Dovecot
from tests.connectors.mail.letters import mail
from tests.connectors.tools import MemoryTokens, make_tools

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Provider:
    """Gives access tokens for the refresh token `refresh`, and says whose they are. good: those that still count."""

    def __init__(self, port: int) -> None:
        self.good: dict[str, str] = {}
        self.given = 0
        self.user = ""
        self.status = 200
        self.forms: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/token"

    def new_token(self, form: dict[str, str]) -> dict[str, Any]:
        self.forms.append(form)
        self.given += 1
        token = f"token-{self.given}"
        self.good[token] = self.user
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
            user = provider.good.get(token)
            self._answer(200 if user else 401, {"email": user, "active": "yes"} if user else {"error": "invalid_token"})

        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            good = form.get("refresh_token") == "refresh" and provider.status == 200
            self._answer(
                200 if good else max(provider.status, 400), provider.new_token(form) if good else {"error": "x"}
            )

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def provider(dovecot: Dovecot, user: str) -> Iterator[Provider]:
    started = Provider(dovecot.tokeninfo_port)
    started.user = user
    yield started
    started.server.shutdown()
    started.server.server_close()


@pytest.fixture
def tools() -> Tools:
    return make_tools({}, now=lambda: NOW)


@pytest.fixture
def group(dovecot: Dovecot, user: str, provider: Provider) -> dict[str, Any]:
    """The credentials of the mailbox."""
    oauth = {"token_url": provider.url, "client_id": "app", "client_secret": "s", "refresh_token": "refresh"}
    return {"host": "127.0.0.1", "port": dovecot.plain_port, "security": "none", "user": user, "oauth": oauth}


def mails(group: dict[str, Any], tools: Tools) -> list[bytes]:
    mailbox = Mailbox(server_from(group, what="mailbox", tools=tools))
    return [item.blob for page in mailbox.pages(None, since=NOW - timedelta(days=30)) for item in page.items]


def test_a_token_is_fetched_used_and_kept(
    dovecot: Dovecot, user: str, group: dict[str, Any], tools: Tools, provider: Provider
) -> None:
    dovecot.deliver(user, mail(1), at=NOW)

    assert mails(group, tools) == mails(group, tools) == [mail(1)]

    assert provider.given == 1
    assert provider.forms[0] == {
        "grant_type": "refresh_token",
        "client_id": "app",
        "client_secret": "s",
        "refresh_token": "refresh",
    }


def test_a_token_that_no_longer_counts_is_renewed_at_once(
    group: dict[str, Any], tools: Tools, provider: Provider
) -> None:
    mails(group, tools)
    provider.good.clear()

    assert mails(group, tools) == []

    assert provider.given == 2
    assert isinstance(tools.tokens, MemoryTokens)


def test_a_refresh_token_that_is_refused_asks_to_sign_in_again(group: dict[str, Any], tools: Tools) -> None:
    group["oauth"]["refresh_token"] = "revoked"
    with pytest.raises(SignInAgain, match="no access token"):
        mails(group, tools)


def test_a_provider_on_a_bad_day_is_tried_later(group: dict[str, Any], tools: Tools, provider: Provider) -> None:
    provider.status = 503
    with pytest.raises(TryLater):
        mails(group, tools)


def test_a_provider_that_gives_no_token_is_told(
    group: dict[str, Any], tools: Tools, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "new_token", lambda form: {"token": 5})
    with pytest.raises(UnexpectedAnswer, match="access_token"):
        mails(group, tools)


def test_a_fixed_token_works_without_a_provider_to_ask(
    dovecot: Dovecot, user: str, group: dict[str, Any], tools: Tools, provider: Provider
) -> None:
    dovecot.deliver(user, mail(1), at=NOW)
    provider.good["fixed"] = user
    del group["oauth"]

    assert mails({**group, "token": "fixed"}, tools) == [mail(1)]
