"""What the simulated order, dispute and feedback APIs refuse, held against eBay's contracts."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
import requests

from connectors.ebay.claims.disputes import Disputes
from connectors.ebay.connector import EbayConnector
from connectors.ebay.hosts import Hosts
from connectors.ebay.orders import Orders, written
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Sells
from connectors.ebay.tests.ebay_contracts import SPECS, Exchange, documented_refusals, violations
from connectors.errors import TryLater
from tests.connectors.tools import NOON

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="eBay's contracts are not beside the repository")

ORDERS = "/sell/fulfillment/v1/order"
DISPUTES = "/sell/fulfillment/v1/payment_dispute_summary"
FEEDBACK = "/commerce/feedback/v1/feedback"
RESPOND = "/commerce/feedback/v1/respond_to_feedback"
METRIC = "/sell/analytics/v1/customer_service_metric"
OF_SHOP = f"user_id={SELLER}&feedback_type=FEEDBACK_RECEIVED"
EARLIER, LATER = written(NOON - timedelta(days=2)), written(NOON - timedelta(days=1))

REFUSED: Mapping[tuple[str, int], str] = {
    ("getOrders", 30700): f"{ORDERS}?filter=buyer:anna",
    ("getOrders", 30810): f"{ORDERS}?filter=lastmodifieddate:[yesterday..]",
    ("getOrders", 30830): f"{ORDERS}?filter=lastmodifieddate:[2020-01-01T00:00:00.000Z..]",
    ("getOrders", 30840): f"{ORDERS}?filter=lastmodifieddate:[{LATER}..{EARLIER}]",
    ("getOrders", 30850): f"{ORDERS}?filter=lastmodifieddate:[{EARLIER}..{written(NOON + timedelta(days=1))}]",
    ("getOrders", 31000): f"{ORDERS}?offset=first",
    ("getOrders", 31100): f"{ORDERS}?limit=201",
    ("getPaymentDisputeSummaries", 33001): f"{DISPUTES}?limit=500",
    ("getFeedback", 501000): f"{FEEDBACK}?feedback_type=FEEDBACK_RECEIVED&user_id=nobody",
    ("getFeedback", 501001): f"{FEEDBACK}?user_id={SELLER}&feedback_type=ALL",
    ("getFeedback", 501025): f"{FEEDBACK}?{OF_SHOP}&filter=role:BYSTANDER",
    ("getFeedback", 501035): f"{FEEDBACK}?{OF_SHOP}&sort=NEWEST",
    ("getFeedback", 501037): f"{FEEDBACK}?{OF_SHOP}&filter=period:31",
    ("getFeedback", 501039): f"{FEEDBACK}?{OF_SHOP}",
    ("getOrder", 32100): f"{ORDERS}/no-such-order",
    ("getShippingFulfillments", 32100): f"{ORDERS}/no-such-order/shipping_fulfillment",
    ("getPaymentDispute", 33001): "/sell/fulfillment/v1/payment_dispute/5000",
    ("getActivities", 33001): "/sell/fulfillment/v1/payment_dispute/5000/activity",
    ("getCustomerServiceMetric", 54200): f"{METRIC}/ITEM_NOT_RECEIVED/CURRENT?evaluation_marketplace_id=EBAY_ES",
    ("getCustomerServiceMetric", 54400): f"{METRIC}/ITEM_TOO_NICE/CURRENT?evaluation_marketplace_id=EBAY_FR",
    ("getCustomerServiceMetric", 54401): f"{METRIC}/ITEM_NOT_RECEIVED/CURRENT?evaluation_marketplace_id=EBAY_MARS",
    ("getCustomerServiceMetric", 54402): f"{METRIC}/ITEM_NOT_RECEIVED/SOON?evaluation_marketplace_id=EBAY_FR",
}
ANSWER = {"recipientUserId": "anna", "responseType": "REPLY", "responseText": "Merci"}
ANSWERS_REFUSED: Mapping[int, Mapping[str, str]] = {
    501013: {"responseText": "x" * 501},
    501014: {"responseText": "<b>Merci</b>"},
    501026: {"feedbackId": "404"},
    501027: {"responseType": "SHOUT"},
    501028: {"responseText": ""},
    501029: {"recipientUserId": "bert"},
    501031: {},
    501032: {},
}
NOT_DONE = {
    ("respondToFeedback", 501011),  # no rule is documented by which eBay would refuse these three
    ("respondToFeedback", 501015),
    ("respondToFeedback", 501033),
    ("getOrder", 32800),
    ("getOrders", 30800),  # a value of a filter that the connector does not use
    ("getOrders", 30820),
    ("getOrders", 30900),
    ("getOrders", 32800),
    ("getFeedback", 501002),
    ("getFeedback", 501003),
    ("getFeedback", 501036),
    ("getFeedback", 501038),
}
"""Refusals of parameters that the connector never sends, and of what cannot be simulated."""

Ask = Callable[[str], requests.Response]


@pytest.fixture
def ask(ebay: EbaySimulator, connector: EbayConnector, sold: Sells) -> Ask:
    sold()
    token = connector.sign_in.user_token(connector.credentials["refresh_token"]).value
    return lambda path: requests.get(ebay.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=5)


@pytest.mark.parametrize(("operation", "error_id"), list(REFUSED))
def test_the_simulator_refuses_what_ebay_refuses(ask: Ask, operation: str, error_id: int) -> None:
    answer = ask(REFUSED[operation, error_id])
    assert answer.json()["errors"][0]["errorId"] == error_id
    exchange = Exchange("GET", answer.url, {}, None, answer.status_code, answer.json())
    assert answer.status_code < 500
    assert [fault for fault in violations(exchange) if fault.startswith(("error", "answer", "status"))] == []


@pytest.mark.parametrize("error_id", list(ANSWERS_REFUSED))
def test_the_simulator_refuses_answers_that_ebay_refuses(
    ebay: EbaySimulator, connector: EbayConnector, sold: Sells, error_id: int
) -> None:
    opinion = ebay.leaves_feedback(sold(), "NEGATIVE", "Cassé.")
    ebay.change_feedback(opinion, automatic=error_id == 501031, answer="Déjà." if error_id == 501032 else "")
    token = connector.sign_in.user_token(connector.credentials["refresh_token"]).value
    body = {"feedbackId": opinion, **ANSWER, **ANSWERS_REFUSED[error_id]}
    answer = requests.post(ebay.url + RESPOND, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert answer.json()["errors"][0]["errorId"] == error_id
    headers = {"content-type": "application/json"}
    assert violations(Exchange("POST", answer.url, headers, body, answer.status_code, answer.json())) == []


def test_every_refusal_of_the_contracts_is_done_or_named() -> None:
    asked = {
        "sell_fulfillment_v1_oas3.json": (
            *("getOrders", "getOrder", "getShippingFulfillments"),
            *("getPaymentDisputeSummaries", "getPaymentDispute", "getActivities"),
        ),
        "commerce_feedback_v1_beta_oas3.json": ("getFeedback", "respondToFeedback"),
        "sell_analytics_v1_oas3.json": ("findSellerStandardsProfiles", "getCustomerServiceMetric"),
    }
    documented = {found for name, ids in asked.items() for found in documented_refusals(name, operations=ids)}
    answers = {("respondToFeedback", error_id) for error_id in ANSWERS_REFUSED}
    assert documented == set(REFUSED) | answers | NOT_DONE


@pytest.mark.parametrize("scheme", ["Bearer", "TOKEN"])
def test_post_order_takes_no_other_scheme_than_iaf(ebay: EbaySimulator, connector: EbayConnector, scheme: str) -> None:
    token = connector.sign_in.user_token(connector.credentials["refresh_token"]).value
    headers = {"Authorization": f"{scheme} {token}", "X-EBAY-C-MARKETPLACE-ID": "EBAY_FR"}
    answer = requests.get(f"{ebay.url}/post-order/v2/return/search", headers=headers, timeout=5)
    assert answer.status_code == 401
    headers["Authorization"] = f"IAF {token}"
    assert requests.get(f"{ebay.url}/post-order/v2/return/search", headers=headers, timeout=5).status_code == 200


def test_payment_disputes_are_asked_for_at_their_own_host(ebay: EbaySimulator, connector: EbayConnector) -> None:
    Orders(connector.reader).visible()
    connector.client.hosts = Hosts(api="http://127.0.0.1:9", apiz=ebay.url, auth="")
    Disputes(connector.reader).visible()
    with pytest.raises(TryLater):
        Orders(connector.reader).visible()
