"""Signed-in calls of the APIs beside messages, each with its own call limit."""

from collections.abc import Mapping
from typing import Any

from connectors.collaborators import Rate
from connectors.ebay.apis import Api
from connectors.ebay.client import Call, EbayClient, TokenRefused
from connectors.ebay.complaints import Complaint, complaint_from
from connectors.ebay.hosts import SANDBOX
from connectors.errors import MarketplaceError, UnexpectedAnswer
from connectors.http import Answer
from connectors.text import marked as _

STATUS = _("eBay answered with status %(status)s")


class NoAccess(MarketplaceError):  # noqa: N818
    """This API is closed to this consent; messages are not concerned. Never leaves this folder."""


class Refused(MarketplaceError):  # noqa: N818
    """eBay answered 4xx. Never leaves this folder."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


class Reader:
    """Calls for one seller."""

    def __init__(self, client: EbayClient) -> None:
        self.client = client
        self.now = client.tools.now

    @property
    def in_sandbox(self) -> bool:
        """Whether this is eBay's sandbox, in which Post-Order's searches do not exist."""
        return self.client.hosts.api == SANDBOX["EBAY_API_URL"]

    def get(
        self, api: Api, path: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """The JSON object of a good answer, empty for 204.

        Raises NoAccess, Refused for another 4xx, TryLater, UnexpectedAnswer; SignInAgain only where eBay gives no
        token at all.
        """

        def call(token: str) -> Answer:
            given = _headers(api, token) | dict(headers or {})
            return self.client.tools.http.read("GET", self._url(api, path), headers=given, params=dict(params or {}))

        answer = self._limited(api, call)
        if answer.status == 403:
            raise NoAccess(api.missing)
        return _content(answer)

    def post_once(self, api: Api, path: str, *, json: Mapping[str, Any]) -> Answer:
        """A POST that must not be repeated, whatever eBay answers below 500.

        Raises NoAccess where eBay takes no token of this seller, TryLater if it had no effect, OutcomeUnknown.
        """

        def call(token: str) -> Answer:
            return self.client.tools.http.send_once(
                "POST", self._url(api, path), headers=_headers(api, token), json=dict(json)
            )

        return self._limited(api, call)

    def _url(self, api: Api, path: str) -> str:
        return (self.client.hosts.apiz if api.on_apiz else self.client.hosts.api) + api.base + path

    def _limited(self, api: Api, call: Call) -> Answer:
        rate = Rate.per_day(api.calls_per_day)

        def counted(token: str) -> Answer:
            self.client.tools.quota.take(api.name, rate=rate)
            return call(token)

        try:
            return self.client.limited(lambda: self.client.signed_in(counted), quota=api.name)
        except TokenRefused as error:
            raise NoAccess(api.missing) from error


def _headers(api: Api, token: str) -> dict[str, str]:
    return {"Authorization": f"{api.scheme} {token}", "Accept": "application/json"}


def _content(answer: Answer) -> Mapping[str, Any]:
    if answer.status == 204:
        return {}
    if 400 <= answer.status < 500:
        raise Refused(complaint_from(answer))
    if answer.status != 200:
        raise UnexpectedAnswer(STATUS % {"status": answer.status})
    content = answer.json()
    if not isinstance(content, dict):
        raise UnexpectedAnswer(_("eBay's answer is no JSON object"))
    return content
