"""eBay's OAuth: consent of the seller, access tokens for him and for the application.

The refresh token lives 18 months from consent and is never renewed by use, so its end is told to
the core. Refreshing names no scopes: the token then has all the seller agreed to.
Sources: eBay "authorization code grant request", "refresh token request", "client credentials",
read 2026-11 through the project's fact sheet, section 2.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from urllib.parse import quote, unquote, urlencode

from connectors.abilities import SignedIn
from connectors.collaborators import AccessToken
from connectors.ebay.hosts import Hosts
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.http import Answer, Http
from connectors.text import marked as _

NOT_FILLED_IN = _("eBay: %(names)s of the application must be filled in first")
CONSENT_ENDED = _("eBay no longer accepts the seller's consent (%(words)s); the seller must sign in again")
TOKEN_STATUS = _("eBay's token call answered with status %(words)s")
NO_TEXT = _("eBay's token answer: %(name)s is missing or no text")


BASE_SCOPE = "https://api.ebay.com/oauth/api_scope"
MESSAGE_SCOPE = f"{BASE_SCOPE}/commerce.message"
IDENTITY_SCOPE = f"{BASE_SCOPE}/commerce.identity.readonly"
ORDER_SCOPE = f"{BASE_SCOPE}/sell.fulfillment.readonly"
DISPUTE_SCOPE = f"{BASE_SCOPE}/sell.payment.dispute"
FEEDBACK_SCOPE = f"{BASE_SCOPE}/commerce.feedback"
"""For reading and answering; reading alone would also do with commerce.feedback.readonly."""
STANDARDS_SCOPE = f"{BASE_SCOPE}/sell.analytics.readonly"
NOTIFICATION_SCOPE = f"{BASE_SCOPE}/commerce.notification.subscription"
SCOPES = (
    MESSAGE_SCOPE,
    IDENTITY_SCOPE,
    BASE_SCOPE,
    ORDER_SCOPE,
    DISPUTE_SCOPE,
    FEEDBACK_SCOPE,
    STANDARDS_SCOPE,
    NOTIFICATION_SCOPE,
)
"""What the seller is asked to agree to, unless EBAY_SCOPES says otherwise. A refresh token never gains a scope that is
added here later; only the first two are needed for messages."""

EARLY = timedelta(minutes=5)
"""A token counts as ended this long before it does, so that no call starts with a dying one."""

LOST = frozenset({"invalid_grant", "invalid_scope", "invalid_client", "unauthorized_client", "access_denied"})
LOCALES = {
    "fr": "fr-FR",
    "en": "en-GB",
    "de": "de-DE",
    "es": "es-ES",
    "it": "it-IT",
    "nl": "nl-NL",
    "pl": "pl-PL",
}


class SignIn:
    """Token calls for one application (client id, secret, RuName)."""

    def __init__(
        self,
        http: Http,
        hosts: Hosts,
        *,
        client_id: str,
        client_secret: str,
        ru_name: str,
        now: Callable[[], datetime],
        scopes: Sequence[str] = SCOPES,
    ) -> None:
        self.http = http
        self.hosts = hosts
        self.client_id = client_id
        self.client_secret = client_secret
        self.ru_name = ru_name
        self.now = now
        self.scopes = tuple(scopes)

    def consent_url(self, *, state: str, locale: str) -> str:
        """eBay's consent page. `redirect_uri` is the RuName: the URL behind it is set in eBay's developer portal."""
        self._require("client_id", "ru_name")
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.ru_name,
            "scope": " ".join(self.scopes),
            "state": state,
        }
        page_locale = LOCALES.get(locale.replace("_", "-").partition("-")[0].lower())
        if page_locale:
            query["locale"] = page_locale
        return f"{self.hosts.auth}/oauth2/authorize?{urlencode(query, quote_via=quote)}"

    def exchange(self, code: str) -> SignedIn:
        """Turn the code that came back from the consent page into a refresh token.

        code: as the web framework decoded it; decoded once more if it is still percent-encoded.
        """
        self._require("client_id", "client_secret", "ru_name")
        form = {
            "grant_type": "authorization_code",
            "code": unquote(code) if "%" in code else code,
            "redirect_uri": self.ru_name,
        }
        answer = self._token_call(form)
        refresh_token = _text(answer, "refresh_token")
        ends_in = answer.get("refresh_token_expires_in")
        ends_at = self.now() + timedelta(seconds=ends_in) if _is_seconds(ends_in) else None
        return SignedIn(credentials={"refresh_token": refresh_token}, sign_in_ends_at=ends_at)

    def user_token(self, refresh_token: str) -> AccessToken:
        """An access token for the seller."""
        if not refresh_token:
            raise SignInAgain(_("eBay: nobody has signed in for this account yet"))
        return self._access_token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def covers(self, refresh_token: str, scope: str) -> bool:
        """Whether the seller has agreed to a scope: only then may an access token be narrowed to it."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "scope": scope}
        answer = self._ask(form)
        if answer.status == 200 or _error(answer) == "invalid_scope":
            return answer.status == 200
        raise _refusal(answer)

    def application_token(self) -> AccessToken:
        """An access token for the application itself; at most 1,000 of them a day."""
        return self._access_token({"grant_type": "client_credentials", "scope": BASE_SCOPE})

    def _access_token(self, form: Mapping[str, str]) -> AccessToken:
        self._require("client_id", "client_secret")
        answer = self._token_call(form)
        value, seconds = _text(answer, "access_token"), answer.get("expires_in")
        if not _is_seconds(seconds):
            raise UnexpectedAnswer(_("eBay token answer: expires_in is missing or no number"))
        return AccessToken(value, self.now() + max(timedelta(seconds=seconds) - EARLY, timedelta(seconds=30)))

    def _token_call(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """POST the token endpoint. Raises SignInAgain when eBay says the grant is gone."""
        answer = self._ask(form)
        if answer.status != 200:
            raise _refusal(answer)
        content = answer.json()
        if not isinstance(content, dict):
            raise UnexpectedAnswer(_("eBay token answer is no JSON object"))
        return content

    def _ask(self, form: Mapping[str, str]) -> Answer:
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return self.http.read(
            "POST",
            f"{self.hosts.api}/identity/v1/oauth2/token",
            headers={"Authorization": f"Basic {pair}", "Accept": "application/json"},
            data=dict(form),
        )

    def _require(self, *names: str) -> None:
        missing = [name for name in names if not getattr(self, name)]
        if missing:
            raise SignInAgain(NOT_FILLED_IN % {"names": ", ".join(missing)})


def _error(answer: Answer) -> Any:
    """eBay's code of what is wrong with a grant; None if it names none."""
    try:
        content = answer.json()
    except UnexpectedAnswer:
        return None
    return content.get("error") if isinstance(content, dict) else None


def _refusal(answer: Answer) -> SignInAgain | UnexpectedAnswer:
    error = _error(answer)
    if error == "invalid_scope":
        return SignInAgain(_("eBay: the consent lacks a permission (invalid_scope); the seller must sign in again"))
    if error == "invalid_client" or (answer.status == 401 and error is None):
        return SignInAgain(_("eBay does not know this client id and secret (invalid_client)"))
    if error in LOST:
        return SignInAgain(CONSENT_ENDED % {"words": error})
    named = f", {error}" if isinstance(error, str) and error.isidentifier() else ""
    return UnexpectedAnswer(TOKEN_STATUS % {"words": f"{answer.status}{named}"})


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer(NO_TEXT % {"name": name})
    return value


def _is_seconds(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9
