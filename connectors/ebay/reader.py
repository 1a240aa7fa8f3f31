"""Signed-in reads of the APIs beside messages, each with its own call limit."""

from collections.abc import Mapping
from typing import Any

from connectors.collaborators import Rate
from connectors.ebay.apis import Api
from connectors.ebay.client import EbayClient, TokenRefused
from connectors.ebay.complaints import Complaint, complaint_from
from connectors.ebay.hosts import SANDBOX
from connectors.errors import MarketplaceError, UnexpectedAnswer
from connectors.http import Answer


class NoAccess(MarketplaceError):  # noqa: N818
    """This API is closed to this consent; messages are not concerned. Never leaves this folder."""


class Refused(MarketplaceError):  # noqa: N818
    """eBay answered 4xx. Never leaves this folder."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint


class Reader:
    """GETs for one seller."""

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
        host = self.client.hosts.apiz if api.on_apiz else self.client.hosts.api
        rate = Rate.per_day(api.calls_per_day)

        def call(token: str) -> Answer:
            self.client.tools.quota.take(api.name, rate=rate)
            given = {"Authorization": f"{api.scheme} {token}", "Accept": "application/json", **(headers or {})}
            return self.client.tools.http.read("GET", host + api.base + path, headers=given, params=dict(params or {}))

        try:
            answer = self.client.limited(lambda: self.client.signed_in(call), quota=api.name)
        except TokenRefused as error:
            raise NoAccess(api.missing) from error
        if answer.status == 403:
            raise NoAccess(api.missing)
        return _content(answer)


def _content(answer: Answer) -> Mapping[str, Any]:
    if answer.status == 204:
        return {}
    if 400 <= answer.status < 500:
        raise Refused(complaint_from(answer))
    if answer.status != 200:
        raise UnexpectedAnswer(f"eBay answered with status {answer.status}")
    content = answer.json()
    if not isinstance(content, dict):
        raise UnexpectedAnswer("eBay's answer is no JSON object")
    return content
