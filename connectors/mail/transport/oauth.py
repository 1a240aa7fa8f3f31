"""Access tokens for mail servers that take no passwords (RFC 6749, section 6: refreshing an access token)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from connectors.collaborators import AccessToken
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.http import Http
from connectors.text import marked as _

NO_GROUP = _("%(field)s: must be a group of values")
MISSING = _("%(field)s: missing")
NO_TOKEN = _("the mail provider gives no access token (status %(status)s)")


DEFAULT_LIFE = timedelta(minutes=30)
"""Assumed where the answer has no expires_in, which is optional (RFC 6749, 5.1)."""


@dataclass(frozen=True)
class RefreshGrant:
    """What it takes to get access tokens. client_secret: empty for a public client."""

    token_url: str
    client_id: str
    refresh_token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)

    @classmethod
    def from_group(cls, group: Mapping[str, Any], *, what: str) -> Self:
        """Read the credentials' `oauth` group. Raises ValueError naming the first field that is missing."""
        if not isinstance(group, Mapping):
            raise ValueError(NO_GROUP % {"field": what})
        for name in ("token_url", "client_id", "refresh_token"):
            if not isinstance(group.get(name), str) or not group[name]:
                raise ValueError(MISSING % {"field": f"{what}.{name}"})
        return cls(
            token_url=group["token_url"],
            client_id=group["client_id"],
            refresh_token=group["refresh_token"],
            client_secret=str(group.get("client_secret") or ""),
        )

    def renew(self, *, http: Http, now: datetime) -> AccessToken:
        """Ask for an access token. Raises SignInAgain where the refresh token is refused, or TryLater."""
        form = {"grant_type": "refresh_token", "client_id": self.client_id, "refresh_token": self.refresh_token}
        if self.client_secret:
            form["client_secret"] = self.client_secret
        answer = http.read("POST", self.token_url, data=form, headers={"Accept": "application/json"})
        if answer.status != 200:
            raise SignInAgain(NO_TOKEN % {"status": answer.status})
        body = answer.json()
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not token:
            raise UnexpectedAnswer(_("the mail provider's answer has no access_token"))
        seconds = body.get("expires_in")
        life = timedelta(seconds=seconds) if isinstance(seconds, int) else DEFAULT_LIFE
        return AccessToken(token, now + life)
