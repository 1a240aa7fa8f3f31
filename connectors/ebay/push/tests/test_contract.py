"""The calls about notifications, client and simulator, held against eBay's own contract."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import requests

from connectors.collaborators import Tools
from connectors.ebay.connector import EbayConnector
from connectors.ebay.push.tests.conftest import TOKEN, Receiver
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import IDENTITY, SELLER
from connectors.ebay.tests.ebay_contracts import SPECS, Exchange, documented_refusals, violations
from connectors.ebay.tests.recording import RecordingHttp
from connectors.push import Destination, PushRefused
from tests.connectors.tools import Clock, make_tools

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="eBay's contracts are not beside the repository")

SPEC = "commerce_notification_v1_oas3.json"
BASE = "/commerce/notification/v1"
ALL = [topic.name for topic in EbayConnector.push_topics if not topic.of_application]
APPLICATIONS = [topic.name for topic in EbayConnector.push_topics if topic.of_application]


def test_all_calls_about_notifications_keep_to_the_contract(
    ebay: EbaySimulator, clock: Clock, receiver: Receiver
) -> None:
    recorded = RecordingHttp()
    plain = make_tools(ebay.environment(), now=clock)
    tools = Tools(
        http=recorded,
        tokens=plain.tokens,
        shared_tokens=plain.shared_tokens,
        quota=plain.quota,
        now=clock,
        settings=plain.settings,
    )
    credentials = ebay.add_seller(SELLER)
    keys = {name: value for name, value in credentials.items() if name != "refresh_token"}
    application = EbayConnector(credentials=keys, identity={}, tools=tools)
    seller = EbayConnector(credentials=credentials, identity=IDENTITY, tools=make_seller_tools(tools, plain))
    made = application.keep_destination("", receiver.endpoint)
    ebay.mark_down(made.external_id)
    application.keep_destination(made.external_id, receiver.endpoint)
    application.keep_destination("", receiver.endpoint)
    application.keep_subscriptions(made, APPLICATIONS, known={})
    first = seller.keep_subscriptions(made, ALL, known={})
    seller.keep_subscriptions(made, ALL, known={})
    vars(ebay.pushes.subscriptions[first[0].external_id])["status"] = "DISABLED"
    vars(ebay.pushes.subscriptions[first[1].external_id])["destination"] = "0"
    seller.keep_subscriptions(made, [*ALL, "NO_SUCH"], known={each.topic: each.external_id for each in first})
    seller.ask_for_test(first[0].external_id)
    body, headers = receiver.wait_for(1)[0]
    application.verify_push(body, headers)
    seller.end_subscriptions([first[0].external_id, "0"])
    with pytest.raises(PushRefused):
        seller.ask_for_test("0")
    about = [exchange for exchange in recorded.exchanges if BASE in exchange.url]
    assert {exchange.status for exchange in about} == {200, 201, 202, 204, 404, 409}
    assert {exchange.method for exchange in about} == {"GET", "POST", "PUT", "DELETE"}
    assert [(exchange.method, exchange.url, fault) for exchange in about for fault in violations(exchange)] == []


def make_seller_tools(tools: Tools, plain: Tools) -> Tools:
    """The same, with tokens of its own."""
    return Tools(
        http=tools.http,
        tokens=make_tools(tools.settings, now=tools.now).tokens,
        shared_tokens=plain.shared_tokens,
        quota=tools.quota,
        now=tools.now,
        settings=tools.settings,
    )


Asked = tuple[str, str, Any]
NOT_DONE = {195014, 195028, 195029, 195031, 195032, 195033}
"""Topics that are no longer supported, and filters, which we do not use."""


def _destination(**changes: Any) -> Asked:
    delivery = {"endpoint": "https://nobody.example/push/", "verificationToken": TOKEN}
    return ("POST", "/destination", {"name": "Guichet", "status": "ENABLED", "deliveryConfig": delivery} | changes)


def _delivery(endpoint: str = "ENDPOINT", token: str = TOKEN) -> Asked:
    return _destination(deliveryConfig={"endpoint": endpoint, "verificationToken": token})


def _subscription(
    topic: str = "AUTHORIZATION_REVOCATION", payload: Mapping[str, str] | None = None, **changes: Any
) -> Asked:
    given = {"format": "JSON", "deliveryProtocol": "HTTPS", "schemaVersion": "1.0"} | dict(payload or {})
    wanted = {"topicId": topic, "status": "ENABLED", "destinationId": "DESTINATION", "payload": given}
    return ("POST", "/subscription", wanted | changes)


REFUSED: Mapping[int, Asked] = {
    195001: ("GET", "/public_key/made-up", None),
    195002: ("GET", "/topic/NO_SUCH", None),
    195004: ("GET", "/destination?limit=5", None),
    195005: ("GET", "/subscription?continuation_token=somewhere", None),
    195006: _subscription(status="ON"),
    195007: _subscription(destinationId="0"),
    195008: _subscription(payload={"schemaVersion": "9.9"}),
    195009: _subscription(payload={"format": "XML"}),
    195010: _subscription(payload={"deliveryProtocol": "SMTP"}),
    195011: _subscription("NEW_MESSAGE"),
    195012: _subscription("MARKETPLACE_ACCOUNT_DELETION"),
    195013: ("GET", "/subscription/0", None),
    195016: _destination(name="<b>Guichet</b>"),
    195017: _delivery("http://192.168.0.7/push/"),
    195018: _destination(status="MARKED_DOWN"),
    195019: _delivery("https://nobody.example/push/", "short"),
    195020: _delivery("ENDPOINTelsewhere/?x=1"),
    195021: _delivery(),
    195022: ("GET", "/destination/0", None),
    195024: ("DELETE", "/destination/DESTINATION", None),
    195025: ("PUT", "/config", {"alertEmail": "nobody"}),
    195027: _subscription("NO_SUCH"),
}
BEFORE_ANYTHING: Mapping[int, Asked] = {195003: _delivery(), 195026: ("GET", "/config", None)}

Ask = Callable[[Asked], requests.Response]


@pytest.fixture
def ask(ebay: EbaySimulator, application: EbayConnector, receiver: Receiver) -> Ask:
    """Call the simulator as the application. DESTINATION and ENDPOINT stand for what it has already."""
    token = application.sign_in.application_token().value

    def call(asked: Asked) -> requests.Response:
        method, path, body = asked
        known = next(iter(ebay.pushes.destinations), "")

        def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: filled(inner) for name, inner in value.items()}
            return value.replace("ENDPOINT", receiver.url).replace("DESTINATION", known) if value else value

        url = ebay.url + BASE + filled(path)
        return requests.request(
            method, url, json=filled(body), headers={"Authorization": f"Bearer {token}"}, timeout=10
        )

    return call


@pytest.mark.parametrize("error_id", sorted(REFUSED))
def test_the_simulator_refuses_what_ebay_refuses(
    ask: Ask, application: EbayConnector, destination: Destination, error_id: int
) -> None:
    application.keep_subscriptions(destination, ["MARKETPLACE_ACCOUNT_DELETION"], known={})
    assert_refused(ask(REFUSED[error_id]), error_id, REFUSED[error_id])


@pytest.mark.parametrize("error_id", sorted(BEFORE_ANYTHING))
def test_nothing_goes_before_the_address_for_alerts(ask: Ask, error_id: int) -> None:
    assert_refused(ask(BEFORE_ANYTHING[error_id]), error_id, BEFORE_ANYTHING[error_id])


def test_a_subscription_cannot_be_on_where_its_destination_is_not(
    ask: Ask, ebay: EbaySimulator, destination: Destination
) -> None:
    ebay.mark_down(destination.external_id)
    assert_refused(ask(_subscription()), 195015, _subscription())


def assert_refused(answer: requests.Response, error_id: int, asked: Asked) -> None:
    assert answer.json()["errors"][0]["errorId"] == error_id
    exchange = Exchange(asked[0], answer.url, {"content-type": "x"}, asked[2], answer.status_code, answer.json())
    assert [fault for fault in violations(exchange) if fault.startswith(("error", "answer", "status"))] == []


def test_every_refusal_of_the_contract_is_done_or_named() -> None:
    declared = {error_id for _, error_id in documented_refusals(SPEC)}
    assert declared == set(REFUSED) | set(BEFORE_ANYTHING) | {195015} | NOT_DONE
