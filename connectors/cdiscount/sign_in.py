"""Octopia's Keycloak: an access token of two hours for a client id and its secret.

Source: the project's fact sheet, section 1. Token creation is itself limited ("about 500 tokens an hour", unverified):
the core keeps one token for all workers and all accounts of a client id, so it is asked for a dozen times a day.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.collaborators import AccessToken
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.http import Answer, Http
from connectors.text import marked as _

NOT_ACCEPTED = _(
    "Octopia does not accept this client id and secret (%(words)s). Look them up under API Credentials Management at "
    "developer.octopia-io.net; a lost secret must be made anew."
)
TOKEN_STATUS = _("Octopia's token call answered with status %(status)s")


PATH = "/auth/realms/maas/protocol/openid-connect/token"
EARLY = timedelta(minutes=5)
"""A token counts as ended this long before it does, so that no call starts with a dying one."""


class SignIn:
    """Token calls for one client id."""

    def __init__(
        self, http: Http, url: str, *, client_id: str, client_secret: str, now: Callable[[], datetime]
    ) -> None:
        self.http = http
        self.url = url
        self.client_id = client_id
        self.client_secret = client_secret
        self.now = now

    @property
    def fingerprint(self) -> str:
        """Names the client id together with its secret, without telling either: whoever has both shares a token."""
        key = hashlib.sha256(self.client_secret.encode()).digest()
        return hashlib.blake2b(self.client_id.encode(), key=key, digest_size=8).hexdigest()

    def access_token(self) -> AccessToken:
        """A new token. Raises SignInAgain when Octopia does not know client id and secret."""
        if not self.client_id or not self.client_secret:
            raise SignInAgain(_("Octopia: client id and client secret must be filled in first"))
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        answer = self.http.read("POST", f"{self.url}{PATH}", data=form)
        if answer.status in (400, 401, 403):
            raise SignInAgain(NOT_ACCEPTED % {"words": _told(answer)})
        if answer.status != 200:
            raise UnexpectedAnswer(TOKEN_STATUS % {"status": answer.status})
        return self._token(answer.json())

    def _token(self, content: Any) -> AccessToken:
        found: Mapping[str, Any] = content if isinstance(content, dict) else {}
        value, seconds = found.get("access_token"), found.get("expires_in")
        if not isinstance(value, str) or not value:
            raise UnexpectedAnswer(_("Octopia's token answer: access_token is missing or no text"))
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < 10**9:
            raise UnexpectedAnswer(_("Octopia's token answer: expires_in is missing or no number"))
        return AccessToken(value, self.now() + max(timedelta(seconds=seconds) - EARLY, timedelta(seconds=30)))


def _told(answer: Answer) -> str:
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    error = content.get("error") if isinstance(content, dict) else None
    return error if isinstance(error, str) and error.isidentifier() else f"status {answer.status}"
