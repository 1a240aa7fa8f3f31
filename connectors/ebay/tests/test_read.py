"""What a stored payload means."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.ebay.connector import EbayConnector
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingMessage, RawPayload

CONVERSATION = {
    "conversationId": "125400000301",
    "conversationTitle": "Lampe",
    "referenceType": "LISTING",
    "referenceId": "405900000001",
}
MESSAGE = {
    "messageId": "3497500000015",
    "messageBody": "Bonjour",
    "senderUsername": "anna",
    "recipientUsername": "my_shop",
    "createdDate": "2026-10-04T06:49:32.000Z",
}


def read(
    connector: EbayConnector, changes: dict[str, Any], *, conversation: Any = CONVERSATION, parties: Any = ()
) -> IncomingMessage:
    message = {name: value for name, value in (MESSAGE | changes).items() if value != "REMOVED"}
    body = {"conversation": conversation, "message": message, "other_parties": list(parties)}
    found = connector.read(RawPayload("message", "1", body))
    assert isinstance(found, IncomingMessage)
    return found


def test_a_buyers_message_is_read_whole(connector: EbayConnector) -> None:
    message = read(connector, {})
    assert message.external_id == "3497500000015"
    assert message.thread_id == "125400000301"
    assert message.direction is Direction.IN
    assert message.written_at == datetime(2026, 10, 4, 6, 49, 32, tzinfo=UTC)
    assert (message.author, message.buyer.handle) == ("anna", "anna")
    assert (message.subject, message.item_id, message.order_id) == ("Lampe", "405900000001", "")


def test_names_are_compared_without_regard_to_case(connector: EbayConnector) -> None:
    assert read(connector, {"recipientUsername": "MY_Shop"}).direction is Direction.IN
    assert read(connector, {"senderUsername": "My_Shop", "recipientUsername": "anna"}).direction is Direction.OUT


def test_the_sellers_user_id_counts_as_his_name(connector: EbayConnector) -> None:
    assert read(connector, {"senderUsername": "U1234567890", "recipientUsername": "a"}).direction is Direction.OUT


def test_a_word_of_ebay_itself_is_a_system_message(connector: EbayConnector) -> None:
    message = read(connector, {"senderUsername": "eBay"}, parties=["anna"])
    assert message.direction is Direction.SYSTEM
    assert message.buyer.handle == "anna"


def test_the_names_of_pushes_and_sends_are_understood(connector: EbayConnector) -> None:
    capital = {
        "senderUsername": None,
        "recipientUsername": None,
        "senderUserName": "bert",
        "recipientUserName": "my_shop",
    }
    assert read(connector, capital).author == "bert"


def test_under_a_name_not_known_yet_the_other_party_decides(connector: EbayConnector) -> None:
    assert read(connector, {"recipientUsername": "new_name"}, parties=["Anna"]).direction is Direction.IN
    answer = {"senderUsername": "new_name", "recipientUsername": "anna"}
    assert read(connector, answer, parties=["Anna"]).direction is Direction.OUT


def test_an_empty_author_is_the_other_party_if_there_is_one(connector: EbayConnector) -> None:
    message = read(connector, {"senderUsername": ""}, parties=["anna"])
    assert (message.direction, message.buyer.handle) == (Direction.IN, "anna")


def test_the_date_is_utc_whatever_its_offset(connector: EbayConnector) -> None:
    message = read(connector, {"createdDate": "2026-10-04T08:49:32+02:00"})
    assert message.written_at == datetime(2026, 10, 4, 6, 49, 32, tzinfo=UTC)
    assert message.written_at.tzinfo is UTC


def test_a_date_in_the_future_is_kept(connector: EbayConnector) -> None:
    assert read(connector, {"createdDate": "2031-01-01T00:00:00.000Z"}).written_at.year == 2031


def test_a_message_may_be_a_picture_only(connector: EbayConnector) -> None:
    picture = {"mediaName": "photo.png", "mediaType": "IMAGE", "mediaUrl": "https://i.ebayimg.com/a/photo.png"}
    message = read(connector, {"messageBody": "", "messageMedia": [picture]})
    [attachment] = message.attachments
    assert (attachment.name, attachment.content_type) == ("photo.png", "image/png")
    assert message.text == ""


def test_media_of_empty_fields_are_dropped(connector: EbayConnector) -> None:
    assert read(connector, {"messageMedia": [{"mediaName": "", "mediaType": "", "mediaUrl": ""}]}).attachments == ()


def test_media_of_a_kind_unheard_of_are_kept(connector: EbayConnector) -> None:
    media = {"mediaName": "clip", "mediaType": "HOLOGRAM", "mediaUrl": "https://x.example/clip", "new": 1}
    assert read(connector, {"messageMedia": [media]}).attachments[0].content_type == "application/octet-stream"


def test_html_of_a_member_stays_text(connector: EbayConnector) -> None:
    assert read(connector, {"messageBody": "<script>alert(1)</script>"}).text == "<script>alert(1)</script>"


def test_text_that_cannot_be_stored_is_made_storable(connector: EbayConnector) -> None:
    body = json.loads(r'"a\u0000b\ud800c\r\nd"')
    message = read(connector, {"messageBody": body, "subject": "s\x00"})
    assert message.text == "a\ufffdb\ufffdc\nd"
    assert message.subject == "s\ufffd"


def test_unknown_fields_and_values_do_no_harm(connector: EbayConnector) -> None:
    strange = CONVERSATION | {"conversationStatus": "FROZEN", "conversationType": "FROM_MARS", "referenceType": "MOON"}
    message = read(connector, {"mood": {"deep": [1]}}, conversation=strange)
    assert (message.text, message.item_id) == ("Bonjour", "")


def test_numbers_for_ids_are_read_as_text(connector: EbayConnector) -> None:
    message = read(connector, {"messageId": 77}, conversation=CONVERSATION | {"conversationId": 5, "referenceId": 6})
    assert (message.external_id, message.thread_id, message.item_id) == ("77", "5", "6")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"messageId": "REMOVED"}, "messageId"),
        ({"messageId": ["x"]}, "messageId"),
        ({"createdDate": "REMOVED"}, "createdDate"),
        ({"createdDate": "yesterday"}, "createdDate"),
        ({"createdDate": 12}, "createdDate"),
        ({"createdDate": "0001-01-01T00:00:00+14:00"}, "createdDate"),
        ({"messageBody": {"text": "x"}}, "messageBody"),
        ({"senderUsername": 7}, "senderUsername"),
        ({"senderUsername": ""}, "senderUsername"),
        ({"senderUsername": "REMOVED"}, "senderUsername"),
        ({"recipientUsername": "stranger"}, "senderUsername"),
        ({"messageMedia": "x"}, "messageMedia"),
        ({"messageMedia": [None]}, "messageMedia"),
        ({"messageMedia": [{"mediaUrl": 3}]}, "mediaUrl"),
    ],
)
def test_what_cannot_be_read_is_named(connector: EbayConnector, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=named):
        read(connector, changes)


@pytest.mark.parametrize("body", [None, [], "x", {}, {"message": MESSAGE}, {"conversation": CONVERSATION}])
def test_a_payload_of_another_shape_is_refused(connector: EbayConnector, body: Any) -> None:
    for kind in ("message", "notice", "surprise"):
        with pytest.raises(UnexpectedAnswer):
            connector.read(RawPayload(kind, "1", body))
