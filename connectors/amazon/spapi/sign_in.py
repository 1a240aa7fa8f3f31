"""Login with Amazon: an access token of one hour for the seller's refresh token.

Source: Amazon "Connect to the SP-API" and "Rotate your app's LWA credentials", read 2026-11 through the project's
fact sheet, section 6. Failures have a shape of their own: `{"error", "error_description"}`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.collaborators import AccessToken
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.http import Answer, Http
from connectors.text import marked as _

NOT_FILLED_IN = _("Amazon: %(names)s must be filled in first")
TOKEN_STATUS = _("Amazon's token call answered with status %(words)s")


EARLY = timedelta(minutes=5)
"""A token counts as ended this long before it does, so that no call starts with a dying one."""

WORDS = {
    "invalid_client": _(
        "Amazon does not know this client id and secret (invalid_client). A client secret ends 180 days after it was "
        "made: make a new one in Seller Central under Develop Apps and enter it here."
    ),
    "invalid_grant": _(
        "Amazon no longer accepts the refresh token (invalid_grant). Authorise your application again in Seller "
        "Central under Develop Apps and enter the new refresh token here."
    ),
    "unauthorized_client": _(
        "Amazon says that this application may not sign in for the seller (unauthorized_client). Check client id and "
        "refresh token: both must be of the same application."
    ),
    "access_denied": _("Amazon denies this application the sign-in (access_denied)."),
}


class SignIn:
    """Token calls for one private application and the seller who authorised it."""

    def __init__(
        self,
        http: Http,
        url: str,
        *,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        now: Callable[[], datetime],
    ) -> None:
        self.http = http
        self.url = url
        self.form = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self.now = now

    def access_token(self) -> AccessToken:
        """A new access token. Raises SignInAgain when Amazon says that the grant or the secret is gone."""
        missing = [name for name, value in self.form.items() if not value]
        if missing:
            raise SignInAgain(NOT_FILLED_IN % {"names": ", ".join(missing)})
        answer = self.http.read("POST", f"{self.url}/auth/o2/token", data=self.form)
        if answer.status != 200:
            raise _refusal(answer)
        content = _object(answer)
        value, seconds = content.get("access_token"), content.get("expires_in")
        if not isinstance(value, str) or not value:
            raise UnexpectedAnswer(_("Amazon's token answer: access_token is missing or no text"))
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < 10**9:
            raise UnexpectedAnswer(_("Amazon's token answer: expires_in is missing or no number"))
        return AccessToken(value, self.now() + max(timedelta(seconds=seconds) - EARLY, timedelta(seconds=30)))


def _refusal(answer: Answer) -> SignInAgain | UnexpectedAnswer:
    try:
        error = _object(answer).get("error")
    except UnexpectedAnswer:
        error = None
    if isinstance(error, str) and error in WORDS:
        return SignInAgain(WORDS[error])
    named = f", {error}" if isinstance(error, str) and error.isidentifier() else ""
    return UnexpectedAnswer(TOKEN_STATUS % {"words": f"{answer.status}{named}"})


def _object(answer: Answer) -> Mapping[str, Any]:
    content = answer.json()
    if not isinstance(content, dict):
        raise UnexpectedAnswer(_("Amazon's token answer is no JSON object"))
    return content
