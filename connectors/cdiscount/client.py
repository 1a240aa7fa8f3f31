"""Signed-in calls to Octopia: token, SellerId header, quota, one repeat after a refused token, our errors."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.cdiscount.problems import Refused, problem_from
from connectors.cdiscount.settings import Settings
from connectors.cdiscount.sign_in import SignIn
from connectors.collaborators import Tools
from connectors.errors import OutcomeUnknown, SignInAgain, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import marked as _

STATUS = _("Octopia answered with status %(status)s")
NO_SIGN_IN = _("Octopia refuses the sign-in: %(words)s")
NOT_DELEGATED = _("Octopia does not show %(names)s: %(words)s. The seller must delegate access to this client id.")
REFUSED = _("Octopia refused %(names)s: %(words)s")


QUOTA = "octopia"

Call = Callable[[str], Answer]


class OctopiaClient:
    """The calls of one seller. The header, not the token, says which seller: one client id may serve several."""

    def __init__(self, tools: Tools, settings: Settings, sign_in: SignIn, *, seller_id: str) -> None:
        self.tools = tools
        self.settings = settings
        self.sign_in = sign_in
        self.seller_id = seller_id
        self.purpose = f"client {sign_in.fingerprint}"

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """A path below the API's base, or a whole address that Octopia named there (see `is_ours`).

        Raises Refused for any 4xx, TryLater, SignInAgain or UnexpectedAnswer (a redirect).
        """
        url = path if path.startswith("http") else f"{self.settings.api}{path}"
        return self._accepted(self._read("GET", url, params=query))

    def patch(self, path: str, name: str, *, value: bool) -> None:
        """Set one field; may be repeated. Raises what `get` raises."""
        key = self.settings.patch_key.value
        written: bool | str = value if key == "op" else str(value).lower()
        change = [{key: "replace", "path": f"/{name}", "value": written}]
        headers = {"Content-Type": self.settings.patch_type}
        self._accepted(self._read("PATCH", f"{self.settings.api}{path}", headers=headers, json=change))

    def post_once(self, path: str, content: Mapping[str, Any]) -> Answer:
        """A call that must not be repeated once it may have arrived.

        Raises Refused, TryLater (no effect), SignInAgain or OutcomeUnknown. Asks no quota: pulls leave a reserve.
        """

        def call(token: str) -> Answer:
            url = f"{self.settings.api}{path}"
            return self.tools.http.send_once("POST", url, headers=self._headers(token), json=content)

        answer = self._signed_in(call)
        if answer.status == 408 or 300 <= answer.status < 400:
            raise OutcomeUnknown(STATUS % {"status": answer.status})
        if answer.status >= 400:
            raise Refused(problem_from(answer))
        return answer

    def is_ours(self, url: str) -> bool:
        """Whether an address lies below the API's base: the token is sent nowhere else."""
        return url.startswith(f"{self.settings.api}/")

    def _read(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **options: Any) -> Answer:
        def call(token: str) -> Answer:
            self.tools.quota.take(QUOTA, rate=self.settings.rate)
            return self.tools.http.read(method, url, headers={**self._headers(token), **(headers or {})}, **options)

        return self._signed_in(call)

    def _accepted(self, answer: Answer) -> Answer:
        if 400 <= answer.status < 500:
            raise Refused(problem_from(answer))
        if answer.status >= 300:
            raise UnexpectedAnswer(STATUS % {"status": answer.status})
        return answer

    def _signed_in(self, call: Call) -> Answer:
        """Make a call; if Octopia refuses the token, get a new one and repeat once: a 401 had no effect."""
        if not self.seller_id:
            raise SignInAgain(_("Octopia: the seller id must be filled in first"))
        keeper, renew = self.tools.shared_tokens, self.sign_in.access_token
        token = keeper.token(self.purpose, renew)
        answer = call(token)
        if answer.status == 401:
            answer = call(keeper.token(self.purpose, renew, refused=token))
        if answer.status == 401:
            raise SignInAgain(NO_SIGN_IN % {"words": problem_from(answer)})
        return answer

    def _headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}", "SellerId": self.seller_id, "Accept": "application/json"}


def no_access(error: Refused, what: str) -> SignInAgain | UnexpectedAnswer:
    """A refused list: 403 is an account that has not delegated access (inferred, fact sheet section 1)."""
    if error.problem.status == 403:
        return SignInAgain(NOT_DELEGATED % {"names": what, "words": error.problem})
    return UnexpectedAnswer(REFUSED % {"names": what, "words": error.problem})
