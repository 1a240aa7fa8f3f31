"""eBay's side of the ability to receive pushes; a base class of the connector, which brings the client."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from connectors.ebay.client import EbayClient
from connectors.ebay.names import names_from
from connectors.ebay.push import destination as destinations
from connectors.ebay.push import subscriptions
from connectors.ebay.push.calls import NotificationApi
from connectors.ebay.push.challenge import LONGEST_CODE, challenge_response
from connectors.ebay.push.keys import Keys
from connectors.ebay.push.read import read_note
from connectors.ebay.push.signature import signature_from
from connectors.ebay.push.topics import TOPICS
from connectors.push import ChallengeAnswer, Destination, Endpoint, PushNote, ReceivesPush, Subscription
from connectors.text import marked as _

TO_LOOPBACK = "EBAY_PUSH_TO_LOOPBACK"


class EbayPush(ReceivesPush):
    """With a refresh token the subscriptions are the seller's, without one the application's."""

    client: EbayClient
    push_topics = TOPICS
    push_help = _(
        "eBay keeps the keys of an application switched off until it has an address for closed accounts. In eBay's "
        "developer portal, on the page “Alerts and Notifications”, choose “Marketplace Account Deletion” and enter the "
        "address and the token below."
    )

    @classmethod
    def answer_challenge(cls, query: Mapping[str, str], endpoint: Endpoint) -> ChallengeAnswer | None:
        code = query.get("challenge_code", "")
        if not 0 < len(code) <= LONGEST_CODE:
            return None
        return ChallengeAnswer(
            {"challengeResponse": challenge_response(code, token=endpoint.secret, endpoint=endpoint.url)}
        )

    @classmethod
    def read_push(cls, body: bytes) -> PushNote:
        return read_note(body)

    @classmethod
    def own_names(cls, identity: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(name.lower() for name in names_from(identity).known)

    def verify_push(self, body: bytes, headers: Mapping[str, str]) -> None:
        signature = signature_from(headers)
        key = Keys(NotificationApi(self.client), self.client.tools).key(signature.key_id)
        key.check(body, signature)

    def endpoint_problem(self, url: str) -> str:
        takes_loopback = self.client.tools.settings.get(TO_LOOPBACK, "") == "yes"
        return destinations.endpoint_problem(url, takes_loopback=takes_loopback)

    def keep_destination(self, external_id: str, endpoint: Endpoint) -> Destination:
        return destinations.keep(NotificationApi(self.client), external_id, endpoint)

    def keep_subscriptions(
        self, destination: Destination, topics: Collection[str], *, known: Mapping[str, str]
    ) -> Sequence[Subscription]:
        return subscriptions.keep(self._own_api(), destination.external_id, topics, known=known)

    def end_subscriptions(self, external_ids: Collection[str]) -> None:
        subscriptions.end(self._own_api(), external_ids)

    def ask_for_test(self, external_id: str) -> None:
        self._own_api().test(external_id)

    def _own_api(self) -> NotificationApi:
        return NotificationApi(self.client, as_seller=bool(self.client.refresh_token))
