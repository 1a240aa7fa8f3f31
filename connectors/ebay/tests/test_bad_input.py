"""Whatever eBay or a buyer sends: stored or set aside with a reason, and the account goes on."""

import json
from typing import Any

import pytest

from connectors.ebay.plain import plain_text
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Writes
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingNotice
from connectors.simulation_server import Reply
from tests.connectors.tools import Clock, Store


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "a" * 2_000_000,
        "\u202eright to left\u202c 🙂 \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "'; DROP TABLE message; --",
        "{% raw %} {{ 7*7 }} %s %(x)s \\N{BULLET}",
    ],
    ids=["markup", "two megabytes", "unicode", "sql", "placeholders"],
)
def test_any_text_of_a_buyer_arrives_unchanged(store: Store, buyer_writes: Writes, text: str) -> None:
    buyer_writes(text)
    store.pull()
    assert store.texts() == [text]


def test_nul_and_half_surrogates_are_replaced_and_the_rest_kept(store: Store, buyer_writes: Writes) -> None:
    buyer_writes(json.loads(r'"a\u0000b \ud83d c"'), buyer=json.loads(r'"bob\udc00"'))
    store.pull()
    [message] = store.messages()
    assert message.text == "a\ufffdb \ufffd c"
    assert message.buyer.handle == "bob\ufffd"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"messageId": None}, "messageId"),
        ({"messageId": {"a": 1}}, "messageId"),
        ({"createdDate": None}, "createdDate"),
        ({"createdDate": "not a date"}, "createdDate"),
        ({"messageBody": ["x"]}, "messageBody"),
        ({"senderUsername": 5}, "senderUsername"),
        ({"messageMedia": 5}, "messageMedia"),
    ],
)
def test_a_malformed_message_is_set_aside_and_its_neighbours_read(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock, fields: dict[str, Any], reason: str
) -> None:
    bad = buyer_writes("bad")
    buyer_writes("good", thread_id=bad.thread_id)
    buyer_writes("other", buyer="bert")
    ebay.spoil(bad.thread_id, fields, message_id=bad.message_id)
    store.pull()
    clock.forward(minutes=3)
    store.pull()
    assert len(store.raws) == 3
    [told] = store.unreadable()
    assert reason in told


def test_a_latest_message_without_id_is_fetched_once(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    bad = buyer_writes("bad")
    ebay.spoil(bad.thread_id, {"messageId": None}, message_id=bad.message_id)
    store.pull()
    ebay.calls.clear()
    clock.forward(minutes=3)
    store.pull()
    assert len(ebay.calls) == 1
    assert len(store.raws) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"conversationStatus": "FROZEN", "surprise": {"deep": [1, 2]}},
        {"unreadCount": "many"},
        {"conversationTitle": None, "referenceId": 405900000001},
        {"latestMessage": None},
        {"latestMessage": "x"},
        {"createdDate": "x"},
    ],
)
def test_a_strange_list_entry_does_no_harm(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, fields: dict[str, Any]
) -> None:
    thread_id = buyer_writes("strange").thread_id
    buyer_writes("normal", buyer="bert")
    ebay.spoil(thread_id, fields)
    store.pull()
    store.pull()
    assert sorted(store.texts()) == ["normal", "strange"]


@pytest.mark.parametrize("conversation_id", [None, "", ["x"], {"a": 1}])
def test_a_list_entry_without_id_is_set_aside_once(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, conversation_id: Any
) -> None:
    thread_id = buyer_writes("strange").thread_id
    buyer_writes("normal", buyer="bert")
    ebay.spoil(thread_id, {"conversationId": conversation_id})
    store.pull()
    store.pull()
    assert len(store.raws) == 2
    assert len(store.unreadable()) == 1


@pytest.mark.parametrize("date", ["2039-01-01T00:00:00.000Z", "2026-11-20T12:00:00.000+14:00"])
def test_a_date_in_the_future_does_not_hide_later_messages(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock, date: str
) -> None:
    odd = buyer_writes("from the future")
    ebay.spoil(odd.thread_id, {"createdDate": date}, message_id=odd.message_id)
    store.pull()
    clock.forward(minutes=3)
    buyer_writes("now", buyer="bert")
    store.pull()
    assert sorted(store.texts()) == ["from the future", "now"]


def test_a_message_without_author_in_a_known_conversation_is_the_buyers(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator
) -> None:
    first = buyer_writes("who am I")
    buyer_writes("anna, still", thread_id=first.thread_id)
    ebay.spoil(first.thread_id, {"senderUsername": ""}, message_id=first.message_id)
    store.pull()
    assert {(message.direction, message.buyer.handle) for message in store.messages()} == {(Direction.IN, "anna")}


def test_ebay_in_a_conversation_of_members_is_neither_side(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    thread_id = buyer_writes("question").thread_id
    clock.forward(minutes=1)
    ebay.ebay_writes_into(thread_id, text="This listing has ended.")
    store.pull()
    notice = store.messages()[-1]
    assert (notice.direction, notice.buyer.handle) == (Direction.SYSTEM, "anna")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"total":3}',
        b'{"conversations":{}}',
        b"<html>",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_list_that_is_none_stops_the_pull_and_moves_nothing(
    store: Store, ebay: EbaySimulator, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(ebay, "_messages", lambda request, seller: Reply(200, body))
    if body == b"{}":
        store.pull()
        return
    with pytest.raises(UnexpectedAnswer):
        store.pull()
    assert store.cursors == {}


def test_a_notice_of_two_megabytes_of_bad_markup_is_read(store: Store, ebay: EbaySimulator) -> None:
    ebay.marketplace_writes(seller=SELLER, subject="x", html="<p>start" + "<div <!-- <" * 180_000)
    store.pull("notices")
    [notice] = store.items()
    assert isinstance(notice, IncomingNotice)
    assert notice.text.startswith("start")


@pytest.mark.parametrize("bomb", ["<" * 300_000, "<!--" * 80_000, "&" * 300_000, "<a " * 100_000, "<![" * 100_000])
def test_markup_made_to_be_slow_is_not(bomb: str) -> None:
    plain_text(f"<p>x{bomb}")
