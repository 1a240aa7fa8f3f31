"""The simulated consent page and token endpoint.

One application is registered: CLIENT_ID, CLIENT_SECRET and the redirect name RU_NAME.
Sources: eBay, "authorization code grant" and "refresh token" requests, read 2026-11 through the
project's fact sheet; lifetimes 7,200 s (access) and 47,304,000 s (refresh, never renewed by use).
"""

import base64
import binascii
import html
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.ebay.simulator.state import State, Token, far_future
from connectors.simulation_server import Reply, Request, json_reply

CLIENT_ID = "Guichet-Simulat-SBX-0000000000000-00000000"
CLIENT_SECRET = "SBX-simulated-not-a-secret"  # noqa: S105
RU_NAME = "Guichet-Guichet-Simula-abcdefgh"
ACCESS = timedelta(seconds=7200)
CODE = timedelta(seconds=299)
PREFIX = "https://api.ebay.com/oauth/api_scope"
MESSAGE_SCOPE = f"{PREFIX}/commerce.message"
IDENTITY_SCOPE = f"{PREFIX}/commerce.identity.readonly"
KNOWN_SCOPES = frozenset(
    {PREFIX}
    | {
        f"{PREFIX}/{name}"
        for name in (
            "commerce.message",
            "commerce.identity.readonly",
            "commerce.notification.subscription",
            "commerce.notification.subscription.readonly",
            "commerce.feedback",
            "commerce.feedback.readonly",
            "sell.fulfillment",
            "sell.fulfillment.readonly",
            "sell.payment.dispute",
            "sell.analytics.readonly",
        )
    }
)


class SignInDesk:
    """Hands out codes and tokens. write: carries out and remembers an event."""

    def __init__(
        self, state: State, *, write: Callable[[Mapping[str, Any]], None], now: datetime, accept_url: str
    ) -> None:
        self.state = state
        self.write = write
        self.now = now
        self.accept_url = accept_url

    def grant(self, kind: str, *, seller: str, scopes: frozenset[str], ends_at: datetime) -> str:
        """Make a token (kind access, application, refresh or code)."""
        token = "v^1.1#i^1#" + secrets.token_urlsafe(48)
        scope_list = sorted(scopes)
        event = {"event": "token", "token": token, "kind": kind, "seller": seller, "scopes": scope_list}
        self.write(event | {"ends_at": ends_at.isoformat()})
        return token

    def refresh_token(self, seller: str, scopes: frozenset[str]) -> str:
        return self.grant("refresh", seller=seller, scopes=scopes, ends_at=far_future(self.now))

    def consent_page(self, request: Request) -> Reply:
        """The page on which a seller agrees, and what happens when he does."""
        asked = request.query if request.method == "GET" else {**request.query, **request.form}
        scopes = frozenset(asked.get("scope", "").split())
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != RU_NAME:
            return _page(400, "<p>unauthorized_client: this application or RuName is not registered.</p>")
        if asked.get("response_type") != "code":
            return _page(400, "<p>unsupported_response_type</p>")
        if not scopes or not scopes <= KNOWN_SCOPES:
            return _page(400, "<p>invalid_scope</p>")
        if request.method != "POST":
            return _page(200, self._form(asked))
        return self._decided(asked, scopes)

    def _form(self, asked: Mapping[str, str]) -> str:
        carried = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        options = "".join(
            f'<option value="{html.escape(seller.key)}">{html.escape(seller.name)}</option>'
            for seller in self.state.sellers.values()
        )
        return (
            "<h1>Sign in to eBay (simulated)</h1><p>Guichet asks to read and send your messages.</p>"
            f'<form method="post" action="/oauth2/authorize">{carried}'
            f'<p><label for="seller">Sign in as</label> <select id="seller" name="seller">{options}</select></p>'
            '<p><button name="decision" value="agree">Agree and continue</button> '
            '<button name="decision" value="decline">No, thanks</button></p></form>'
        )

    def _decided(self, asked: Mapping[str, str], scopes: frozenset[str]) -> Reply:
        seller = asked.get("seller", "")
        if asked.get("decision") != "agree":
            answer = {"error": "access_denied", "state": asked.get("state", "")}
        elif seller not in self.state.sellers:
            return _page(400, "<p>There is no such seller.</p>")
        else:
            code = self.grant("code", seller=seller, scopes=scopes, ends_at=self.now + CODE)
            answer = {"state": asked.get("state", ""), "code": code, "expires_in": "299"}
        if not self.accept_url:
            return _page(
                200, f"<p>No accept URL is registered. Answer: <code>{html.escape(urlencode(answer))}</code></p>"
            )
        joined = "&" if "?" in self.accept_url else "?"
        return Reply(302, headers={"Location": f"{self.accept_url}{joined}{urlencode(answer)}"})

    def token_call(self, request: Request) -> Reply:
        """POST /identity/v1/oauth2/token."""
        if not _signed_by_application(request):
            return _oauth_error(401, "invalid_client", "client authentication failed")
        grants = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            "client_credentials": self._by_application,
        }
        grant = grants.get(request.form.get("grant_type", ""))
        if grant is None:
            return _oauth_error(400, "unsupported_grant_type", "grant type in request is not supported")
        return grant(request.form)

    def _by_code(self, form: Mapping[str, str]) -> Reply:
        code = self.valid(form.get("code", ""), "code")
        if code is None or form.get("redirect_uri") != RU_NAME:
            return _oauth_error(400, "invalid_grant", "the provided authorization grant code is invalid or was used")
        self.write({"event": "token_ended", "token": form["code"]})
        refresh = self.refresh_token(code.seller, code.scopes)
        answer = self._access("access", code.seller, code.scopes)
        return json_reply(200, answer | {"refresh_token": refresh, "refresh_token_expires_in": 47304000})

    def _by_refresh_token(self, form: Mapping[str, str]) -> Reply:
        token = self.valid(form.get("refresh_token", ""), "refresh")
        if token is None:
            words = "the provided authorization refresh token is invalid or was issued to another client"
            return _oauth_error(400, "invalid_grant", words)
        asked = frozenset(form.get("scope", "").split()) or token.scopes
        if not asked <= token.scopes:
            return _oauth_error(400, "invalid_scope", "the requested scope is invalid or exceeds the scope granted")
        return json_reply(200, self._access("access", token.seller, asked))

    def _by_application(self, form: Mapping[str, str]) -> Reply:
        asked = frozenset(form.get("scope", "").split())
        if asked != {PREFIX}:
            return _oauth_error(400, "invalid_scope", "the requested scope is invalid, unknown, or malformed")
        return json_reply(200, self._access("application", "", asked))

    def _access(self, kind: str, seller: str, scopes: frozenset[str]) -> dict[str, Any]:
        token = self.grant(kind, seller=seller, scopes=scopes, ends_at=self.now + ACCESS)
        name = "Application Access Token" if kind == "application" else "User Access Token"
        return {"access_token": token, "expires_in": int(ACCESS.total_seconds()), "token_type": name}

    def valid(self, value: str, *kinds: str) -> Token | None:
        """The token with this value if it is of such a kind, not ended and not revoked."""
        token = self.state.tokens.get(value)
        if token is None or token.kind not in kinds or token.revoked or token.ends_at <= self.now:
            return None
        return token


def _signed_by_application(request: Request) -> bool:
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return kind == "Basic" and decoded == f"{CLIENT_ID}:{CLIENT_SECRET}"


def _oauth_error(status: int, error: str, description: str) -> Reply:
    return json_reply(status, {"error": error, "error_description": description})


def _page(status: int, body: str) -> Reply:
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>eBay (simulated)</title></head>'
    page = f"{head}<body>{body}</body></html>"
    return Reply(status, page.encode(), content_type="text/html; charset=utf-8")
