"""Our client and our simulator, both held against eBay's own OpenAPI contracts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Sells, Writes
from connectors.ebay.tests.ebay_contracts import (
    CANCELLATION_SEARCH,
    SPECS,
    Exchange,
    documented_refusals,
    operation_of,
    violations,
)
from connectors.ebay.tests.recording import RecordingHttp
from connectors.errors import ReplyRefused
from connectors.outgoing import OutgoingReply
from connectors.simulation import Happening, Happens
from tests.connectors.tools import NOON, Clock, Store, make_tools

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="eBay's contracts are not beside the repository")
BASE = "/commerce/message/v1"


CALLED = {
    "commerce_message_v1_oas3.json": {"getConversations", "getConversation", "sendMessage", "updateConversation"},
    "commerce_identity_v1_oas3.json": {"getUser"},
    "developer_analytics_v1_beta_oas3.json": {"getRateLimits"},
    "sell_fulfillment_v1_oas3.json": {
        *("getOrders", "getOrder", "getShippingFulfillments"),
        *("getPaymentDisputeSummaries", "getPaymentDispute", "getActivities"),
    },
    "commerce_feedback_v1_beta_oas3.json": {"getFeedback", "respondToFeedback"},
    "sell_analytics_v1_oas3.json": {"findSellerStandardsProfiles", "getCustomerServiceMetric"},
    "post_order_cancellation_oas3.json": {"search", "getCancellation"},
    "post_order_inquiry_oas3.json": {"search", "getInquiry"},
    "post_order_return_oas3.json": {"search", "getReturn", "getReturnFiles"},
    "post_order_case_oas3.json": {"search", "getCase"},
}
"""The operations of each contract that the connector calls, apart from those of push."""
BESIDE = {"commerce_notification_v1_oas3.json", CANCELLATION_SEARCH}
"""Held against elsewhere: with the tests of push, and within the check of cancellation searches."""


@pytest.fixture
def recorded(ebay: EbaySimulator, clock: Clock) -> RecordingHttp:
    return RecordingHttp()


@pytest.fixture
def observed(ebay: EbaySimulator, clock: Clock, recorded: RecordingHttp) -> EbayConnector:
    plain = make_tools(ebay.environment(), now=clock)
    tools = replace(plain, http=recorded)
    return EbayConnector(credentials=ebay.add_seller(SELLER), identity=IDENTITY, tools=tools)


def test_a_whole_day_of_calls_keeps_to_the_contracts(
    observed: EbayConnector, recorded: RecordingHttp, ebay: EbaySimulator, buyer_writes: Writes, sold: Sells
) -> None:
    picture = "https://i.ebayimg.com/images/photo.jpg"
    thread_id = buyer_writes(item_id="405900000001", subject="Lampe", pictures=(picture,)).thread_id
    for number in range(60):
        buyer_writes(f"message {number}", thread_id=thread_id)
        buyer_writes(buyer=f"buyer{number}")
    ebay.marketplace_writes(seller=SELLER, subject="Relevé", html="<p>Votre relevé</p>")
    for number in range(60):
        sold(order_id=f"12-0{number}", at=NOON - timedelta(days=3), town="Lille")
    ebay.lively = True
    for what, number in ((Happening.RETURN_ASKED, 1), (Happening.CANCELLATION_ASKED, 2)):
        ebay.happens(Happens(what, SELLER, order_id=f"12-0{number}"))
    for number in range(3, 20):
        ebay.happens(Happens(Happening.CLAIM_OPENED, SELLER, order_id=f"12-0{number}"))
        ebay.happens(Happens(Happening.CLAIM_OPENED, SELLER, order_id=f"12-0{number}"))
    ebay.happens(Happens(Happening.CLAIM_LOST, SELLER, order_id="12-03"))
    observed.check()
    observed.quotas()
    store = Store(observed)
    store.pull("messages")
    store.pull("notices")
    store.pull("orders")
    store.pull("claims")
    store.pull("feedback")
    store.pull("standards")
    opinion = next(iter(ebay.sales.opinions))
    observed.answer_feedback(opinion, buyer_handle="anna", text="Merci de votre retour.")
    observed.send(OutgoingReply(thread_id, "Il arrive demain."))
    observed.mark_read(thread_id)
    observed.fetch_order("12-01")
    list(observed.reread(thread_id))
    with pytest.raises(ReplyRefused):
        observed.send(OutgoingReply("999", "Bonjour"))
    assert {exchange.status for exchange in recorded.exchanges} <= {200, 201, 204, 400, 409}
    asked = {operation_of(exchange) for exchange in recorded.exchanges}
    assert asked - {("", "")} == {(name, operation) for name, ids in CALLED.items() for operation in ids}
    assert [fault for exchange in recorded.exchanges for fault in violations(exchange)] == []


def test_every_contract_is_called_or_named() -> None:
    assert {path.name for path in SPECS.glob("*.json")} == CALLED.keys() | BESIDE


def test_the_check_notices_what_the_contract_does_not_allow() -> None:
    url = f"https://api.ebay.com{BASE}/conversation?conversation_typ=FROM_MEMBERS"
    faults = violations(Exchange("GET", url, {}, None, 200, {"conversations": [{"unreadCount": "1"}], "more": True}))
    assert len(faults) == 4


PICTURE = {"mediaName": "a.jpg", "mediaType": "IMAGE", "mediaUrl": "https://x.example/a.jpg"}
UPDATE = {"conversationId": "THREAD", "conversationType": "FROM_MEMBERS", "conversationStatus": "ARCHIVE"}
MEMBERS = "conversation_type=FROM_MEMBERS"


def _send(**changes: Any) -> tuple[str, str, Any]:
    return ("POST", "/send_message", {"conversationId": "THREAD", "messageText": "Bonjour"} | changes)


def _list(query: str) -> tuple[str, str, Any]:
    return ("GET", f"/conversation?{query}", None)


def _one(query: str, thread: str = "THREAD") -> tuple[str, str, Any]:
    return ("GET", f"/conversation/{thread}?{query}", None)


def _bulk(*changes: dict[str, Any]) -> tuple[str, str, Any]:
    return ("POST", "/bulk_update_conversation", {"conversations": [UPDATE | change for change in changes]})


REFUSED: Mapping[tuple[str, int], tuple[str, str, Any]] = {
    ("getConversations", 355001): _list(f"{MEMBERS}&conversation_status=ARCHIVED"),
    ("getConversations", 355002): _list("conversation_type=FROM_MARS"),
    ("getConversations", 355003): _list(f"{MEMBERS}&reference_type=ORDER&reference_id=1"),
    ("getConversations", 355004): _list(f"{MEMBERS}&start_time=2026-02-01T00:00:00.000Z&end_time=2026-01-01T00:00:00Z"),
    ("getConversations", 355005): _list(f"{MEMBERS}&start_time=yesterday"),
    ("getConversations", 355006): _list(f"{MEMBERS}&other_party_username=nobody"),
    ("getConversations", 355008): _list(f"{MEMBERS}&limit=20&offset=30"),
    ("getConversations", 355009): _list(f"{MEMBERS}&limit=51"),
    ("getConversations", 355016): _list(f"{MEMBERS}&reference_type=LISTING&reference_id=v1"),
    ("getConversations", 355017): _list("limit=50"),
    ("getConversations", 355022): _list(f"{MEMBERS}&reference_id=1"),
    ("getConversation", 355007): _one(MEMBERS, "999"),
    ("getConversation", 355008): _one(f"{MEMBERS}&limit=50&offset=10"),
    ("getConversation", 355009): _one(f"{MEMBERS}&limit=0"),
    ("sendMessage", 355003): _send(reference={"referenceType": "ITEM", "referenceId": "1"}),
    ("sendMessage", 355006): _send(conversationId="", otherPartyUsername=SELLER),
    ("sendMessage", 355007): _send(conversationId="999"),
    ("sendMessage", 355010): _send(messageMedia=[PICTURE] * 6),
    ("sendMessage", 355011): _send(messageMedia=[PICTURE | {"mediaType": "VIDEO"}]),
    ("sendMessage", 355012): _send(messageMedia=[{"mediaUrl": "https://x.example/a.jpg"}]),
    ("sendMessage", 355013): _send(messageText="x" * 2001),
    ("sendMessage", 355014): _send(messageMedia=[PICTURE | {"mediaUrl": "http://x.example/a.jpg"}]),
    ("sendMessage", 355015): _send(messageText=""),
    ("sendMessage", 355016): _send(reference={"referenceType": "LISTING", "referenceId": "v1|1|0"}),
    ("sendMessage", 355018): _send(conversationId=""),
    ("sendMessage", 355020): _send(reference={"referenceType": "LISTING", "referenceId": "404404404404"}),
    ("sendMessage", 355021): _send(reference={"referenceType": "LISTING"}),
    ("updateConversation", 355001): ("POST", "/update_conversation", UPDATE | {"conversationStatus": "READ"}),
    ("updateConversation", 355002): ("POST", "/update_conversation", UPDATE | {"conversationType": ""}),
    ("updateConversation", 355007): ("POST", "/update_conversation", UPDATE | {"conversationId": "999"}),
    ("bulkUpdateConversation", 355001): _bulk({"conversationStatus": "GONE"}),
    ("bulkUpdateConversation", 355002): _bulk({"conversationType": "FROM_MARS"}),
    ("bulkUpdateConversation", 355007): _bulk({"conversationId": ""}),
    ("bulkUpdateConversation", 355019): _bulk(*[{}] * 11),
}

Ask = Callable[[str, str, Any], requests.Response]


@pytest.fixture
def ask(ebay: EbaySimulator, connector: EbayConnector, buyer_writes: Writes) -> Ask:
    """Call the simulator as the seller; THREAD stands for a conversation he has."""
    thread_id = buyer_writes().thread_id
    token = connector.sign_in.user_token(connector.credentials["refresh_token"]).value
    ebay.missing_listings = frozenset({"404404404404"})

    def call(method: str, path: str, body: Any) -> requests.Response:
        written = json.loads(json.dumps(body).replace("THREAD", thread_id))
        url = f"{ebay.url}{BASE}{path.replace('THREAD', thread_id)}"
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(method, url, json=written, headers=headers, timeout=5)

    return call


@pytest.mark.parametrize(("operation", "error_id"), list(documented_refusals()))
def test_the_simulator_refuses_what_ebay_refuses(ask: Ask, operation: str, error_id: int) -> None:
    method, path, body = REFUSED[operation, error_id]
    answer = ask(method, path, body)
    assert (answer.status_code, answer.json()["errors"][0]["errorId"]) == (400, error_id)
    exchange = Exchange(method, answer.url, {"content-type": "application/json"}, body, 400, answer.json())
    assert [fault for fault in violations(exchange) if fault.startswith(("error", "answer", "status"))] == []


def test_several_conversations_are_updated_at_once(ask: Ask, ebay: EbaySimulator) -> None:
    answer = ask(*_bulk({"conversationStatus": "READ"}, {"conversationStatus": "ARCHIVE"}))
    exchange = Exchange("POST", answer.url, {"content-type": "x"}, None, answer.status_code, answer.json())
    assert answer.json()["conversationsMetadata"]["updateSuccessCount"] == 2
    assert [fault for fault in violations(exchange) if fault.startswith("answer")] == []


@pytest.mark.parametrize("status", ["ACTIVE", "ARCHIVE", "READ", "UNREAD"])
def test_the_list_can_be_narrowed_by_status(ask: Ask, status: str) -> None:
    answer = ask(*_list(f"{MEMBERS}&conversation_status={status}")).json()
    assert answer["total"] == (1 if status in ("ACTIVE", "UNREAD") else 0)


def test_a_new_conversation_is_found_by_the_other_party(ask: Ask) -> None:
    listing = {"referenceType": "LISTING", "referenceId": "405900000001"}
    sent = ask(*_send(conversationId="", otherPartyUsername="bert", reference=listing))
    assert sent.status_code == 201
    query = f"{MEMBERS}&other_party_username=Bert&reference_type=LISTING&reference_id=405900000001"
    [found] = ask(*_list(query)).json()["conversations"]
    assert found["latestMessage"]["messageId"] == sent.json()["messageId"]


def test_pages_name_their_neighbours(ask: Ask, buyer_writes: Writes) -> None:
    for number in range(5):
        buyer_writes(buyer=f"b{number}")
    middle = ask(*_list(f"{MEMBERS}&limit=2&offset=2")).json()
    assert "offset=4" in middle["next"]
    assert "offset=0" in middle["prev"]
    assert "next" not in ask(*_list(f"{MEMBERS}&limit=2&offset=4")).json()
