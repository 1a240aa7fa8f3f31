"""The calls of the Notification API that we make: as the application; about subscriptions also as one seller.

They may all be repeated: what exists already is refused as such. Paging: by the address in `next`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from connectors.collaborators import Rate
from connectors.ebay.client import Call, EbayClient, TokenRefused
from connectors.ebay.complaints import Complaint, complaint_from
from connectors.ebay.values import objects
from connectors.errors import UnexpectedAnswer
from connectors.http import Answer
from connectors.push import PushRefused
from connectors.text import marked as _

STATUS = _("eBay answered with status %(status)s")


API = "commerce.notification"
CALLS_PER_DAY = 10_000
BASE = "/commerce/notification/v1"
PAGE = 100
MOST_PAGES = 50


class NotThere(PushRefused):
    """404: eBay does not know this id. Never leaves this folder."""


class Refused(PushRefused):
    """Another 4xx. Never leaves this folder."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(f"eBay refused it: {complaint}")
        self.complaint = complaint


class NotificationApi:
    """as_seller: whether subscriptions are the seller's of `client`; all else is asked as the application."""

    def __init__(self, client: EbayClient, *, as_seller: bool = False) -> None:
        self.client = client
        self.as_seller = as_seller

    def public_key(self, key_id: str) -> Any:
        """getPublicKey. Raises NotThere for an id that eBay never gave out."""
        return self._call("GET", f"/public_key/{_in_path(key_id)}").json()

    def has_config(self) -> bool:
        """Whether an address for alerts is set, without which nothing else can be."""
        try:
            self._call("GET", "/config")
        except NotThere:
            return False
        return True

    def set_config(self, contact: str) -> None:
        self._call("PUT", "/config", json={"alertEmail": contact})

    def destination(self, destination_id: str) -> Mapping[str, Any]:
        return _content(self._call("GET", f"/destination/{_in_path(destination_id)}"))

    def destinations(self) -> Iterator[Mapping[str, Any]]:
        return self._pages("/destination", "destinations", self._call)

    def make_destination(self, wanted: Mapping[str, Any]) -> str:
        """createDestination; return its id. eBay challenges the endpoint before it answers."""
        return _id_of(self._call("POST", "/destination", json=wanted))

    def change_destination(self, destination_id: str, wanted: Mapping[str, Any]) -> None:
        self._call("PUT", f"/destination/{_in_path(destination_id)}", json=wanted)

    def schema_version(self, topic: str) -> str:
        """The newest version of a topic's payload that is still supported. Raises NotThere for an unknown topic."""
        content = _content(self._call("GET", f"/topic/{_in_path(topic)}"))
        versions = [payload for payload in objects(content, "supportedPayloads") if not payload.get("deprecated")]
        given = [str(payload["schemaVersion"]) for payload in versions if payload.get("schemaVersion")]
        return max(given, default="1.0", key=_numbers)

    def subscription(self, subscription_id: str) -> Mapping[str, Any]:
        return _content(self._own_call("GET", f"/subscription/{_in_path(subscription_id)}"))

    def subscriptions(self) -> Iterator[Mapping[str, Any]]:
        return self._pages("/subscription", "subscriptions", self._own_call)

    def subscribe(self, wanted: Mapping[str, Any]) -> str:
        return _id_of(self._own_call("POST", "/subscription", json=wanted))

    def change_subscription(self, subscription_id: str, wanted: Mapping[str, Any]) -> None:
        self._own_call("PUT", f"/subscription/{_in_path(subscription_id)}", json=wanted)

    def enable(self, subscription_id: str) -> None:
        self._own_call("POST", f"/subscription/{_in_path(subscription_id)}/enable")

    def test(self, subscription_id: str) -> None:
        self._own_call("POST", f"/subscription/{_in_path(subscription_id)}/test")

    def unsubscribe(self, subscription_id: str) -> None:
        self._own_call("DELETE", f"/subscription/{_in_path(subscription_id)}")

    def _pages(self, path: str, name: str, call: Callable[[str, str], Answer]) -> Iterator[Mapping[str, Any]]:
        """Every entry of a list; ends where no next page of ours is named, or one that has been read."""
        url = f"{path}?limit={PAGE}"
        seen: set[str] = set()
        while url and url not in seen and len(seen) < MOST_PAGES:
            seen.add(url)
            content = _content(call("GET", url))
            yield from objects(content, name)
            following = content.get("next")
            url = _path_of(following) if isinstance(following, str) else ""

    def _own_call(self, method: str, path: str, **options: Any) -> Answer:
        """As the seller, if there is one. Raises like _call, and SignInAgain when his consent has gone."""
        return self._made(
            self.client.signed_in if self.as_seller else self.client.as_application, method, path, options
        )

    def _call(self, method: str, path: str, **options: Any) -> Answer:
        """As the application. Raises NotThere, Refused (401 and 403 too), TryLater, SignInAgain or UnexpectedAnswer."""
        return self._made(self.client.as_application, method, path, options)

    def _made(self, signed_in: Callable[[Call], Answer], method: str, path: str, options: Mapping[str, Any]) -> Answer:
        client = self.client

        def call(token: str) -> Answer:
            client.tools.quota.take(API, rate=Rate.per_day(CALLS_PER_DAY))
            headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            return client.tools.http.read(method, client.hosts.api + BASE + path, headers=headers, **options)

        try:
            answer = client.limited(lambda: signed_in(call), quota=API)
        except TokenRefused as error:
            raise Refused(Complaint(401, (), str(error))) from error
        if answer.status == 404:
            raise NotThere(f"eBay does not know it: {complaint_from(answer)}")
        if 400 <= answer.status < 500:
            raise Refused(complaint_from(answer))
        if answer.status >= 300:
            raise UnexpectedAnswer(STATUS % {"status": answer.status})
        return answer


def _content(answer: Answer) -> Mapping[str, Any]:
    content = answer.json()
    if not isinstance(content, dict):
        raise UnexpectedAnswer(_("eBay's answer is no JSON object"))
    return content


def _id_of(answer: Answer) -> str:
    """The id of what was made: the end of the Location header."""
    made = answer.headers.get("location", "").rstrip("/").rpartition("/")[2].partition("?")[0]
    if not made:
        raise UnexpectedAnswer(_("eBay made it but does not say under what id"))
    return made


def _path_of(following: str) -> str:
    """Path and query below BASE of the address of a next page, whatever host it names; "" if it lies elsewhere."""
    return following.partition(BASE)[2]


def _numbers(version: str) -> list[int]:
    """A version as numbers, so that 1.10 comes after 1.9; one that is no number comes first."""
    return [int(part) for part in version.split(".")] if all(part.isdecimal() for part in version.split(".")) else []


def _in_path(value: str) -> str:
    return quote(value, safe="")
