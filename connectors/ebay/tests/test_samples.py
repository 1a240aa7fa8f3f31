"""The answers in the samples folders are read as what they are."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.ebay.claims.facts import Facts
from connectors.ebay.connector import EbayConnector
from connectors.ebay.names import names_from
from connectors.ebay.parse import message_from, notice_from
from connectors.ebay.tests.ebay_contracts import MESSAGE_SPEC, SAMPLES, SPECS, Exchange, violations
from connectors.incoming import (
    ClaimKind,
    ClaimState,
    Direction,
    IncomingClaim,
    IncomingMessage,
    IncomingNotice,
    Money,
    RawPayload,
)

OWN = Path(__file__).parents[1] / "samples"
SHOP = names_from({"username": "example_shop"})
THREAD = {"conversationId": "125400000301"}


def sample(name: str, folder: Path = SAMPLES) -> Any:
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    return json.loads(path.read_text())


def test_a_sampled_list_gives_its_latest_messages() -> None:
    entries = sample("get_conversations_response.json")["conversations"]
    messages = [message_from({"conversation": entry, "message": entry["latestMessage"]}, SHOP) for entry in entries]
    assert [(message.buyer.handle, message.direction) for message in messages] == [
        ("example_buyer", Direction.IN),
        ("another-buyer", Direction.IN),
    ]
    assert messages[0].item_id == "405900000001"
    assert messages[1].text == "" and messages[1].attachments[0].name == "image001.jpg"


def test_a_sampled_conversation_gives_both_sides() -> None:
    content = sample("get_conversation_response.json")
    messages = [message_from({"conversation": THREAD, "message": one}, SHOP) for one in content["messages"]]
    assert [message.direction for message in messages] == [Direction.IN, Direction.OUT]
    assert {message.buyer.handle for message in messages} == {"example_buyer"}


def test_a_sampled_mail_of_ebay_is_a_notice() -> None:
    content = sample("get_conversation_from_ebay_response.json")
    notice = notice_from({"conversation": THREAD, "message": content["messages"][0]})
    assert isinstance(notice, IncomingNotice)
    assert notice.text == "Your statement is ready."


def test_a_sampled_answer_to_a_send_is_a_message_of_ours() -> None:
    content = sample("send_message_response_201.json")
    message = message_from({"conversation": THREAD, "message": content}, SHOP)
    assert (message.direction, message.buyer.handle) == (Direction.OUT, "example_buyer")


def test_a_sampled_push_holds_a_message_without_pictures() -> None:
    data = sample("new_message_notification.json")["notification"]["data"]
    message = message_from({"conversation": data, "message": data}, SHOP)
    assert (message.thread_id, message.attachments) == ("125400000301", ())


def test_a_sampled_inquiry_is_a_claim(connector: EbayConnector) -> None:
    [entry] = sample("post_order_inquiry_search.json")["members"]
    claim = connector.read(RawPayload("claim", "1", {"kind": "inquiry", "summary": entry}))
    assert isinstance(claim, IncomingClaim)
    assert (claim.kind, claim.state) == (ClaimKind.NOT_RECEIVED, ClaimState.SELLER)
    assert claim.claim_id == "inquiry:396200000727-10075500000126"
    assert claim.respond_by == datetime(2026, 10, 8, 21, 59, 59, tzinfo=UTC)
    assert claim.amount == Money(Decimal("25.5"), "EUR")
    assert claim.buyer is not None and claim.buyer.handle == "example_buyer"


def test_a_sampled_return_is_a_claim_with_the_buyers_words(connector: EbayConnector) -> None:
    content = sample("post_order_return.json")
    facts = Facts({"kind": "return", "summary": content["summary"], "detail": content})
    assert [(step.who, step.words) for step in facts.steps()] == [("BUYER", "Screen is broken")]
    claim = connector.read(RawPayload("claim", "1", {"kind": "return", "summary": content["summary"]}))
    assert isinstance(claim, IncomingClaim)
    assert (claim.kind, claim.state, claim.order_id) == (ClaimKind.RETURN, ClaimState.SELLER, "26-13700-98500")
    assert claim.respond_by == datetime(2026, 10, 7, 21, 59, 59, tzinfo=UTC)
    assert claim.amount == Money(Decimal("143.99"), "EUR")
    assert "SELLER_APPROVE_REQUEST" in claim.text


@pytest.mark.parametrize("path", sorted(OWN.glob("*.json")), ids=lambda path: path.name)
def test_our_own_samples_read_as_their_file_says(path: Path, connector: EbayConnector) -> None:
    content = json.loads(path.read_text())
    own = names_from(content["identity"])
    found = [message_from(payload, own) for payload in content["payloads"]]
    read = [[message.direction.value, message.buyer.handle, message.text] for message in found]
    assert read == content["read_as"]
    first = connector.read(RawPayload("message", "1", content["payloads"][0]))
    assert isinstance(first, IncomingMessage)
    assert first.text == content["read_as"][0][2]


@pytest.mark.skipif(not SPECS.exists(), reason="eBay's contracts are not beside the repository")
@pytest.mark.parametrize("name", ["get_conversations_response.json", "get_conversation_response.json"])
def test_the_samples_themselves_keep_to_the_contract(name: str) -> None:
    content = sample(name)
    exchange = Exchange("GET", content["href"], {}, None, 200, content)
    assert MESSAGE_SPEC
    assert violations(exchange) == []
