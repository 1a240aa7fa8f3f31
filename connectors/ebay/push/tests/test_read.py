"""What pushes say; and that nothing they say is believed beyond names."""

import json
from typing import Any

import pytest

from connectors.ebay.push.read import read_note
from connectors.ebay.tests.ebay_contracts import SAMPLES
from connectors.errors import UnexpectedAnswer


def push(topic: str, data: Any, **changes: Any) -> bytes:
    notification = {"notificationId": "a_b", "eventDate": "2026-11-20T10:00:00.000Z", "data": data} | changes
    return json.dumps({"metadata": {"topic": topic, "schemaVersion": "1.0"}, "notification": notification}).encode()


def sampled(name: str) -> bytes:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    return path.read_bytes()


def test_a_new_message_concerns_both_sides_and_wakes_messages() -> None:
    note = read_note(sampled("new_message_notification.json"))
    assert (note.topic, note.wakes) == ("NEW_MESSAGE", ("messages",))
    assert set(note.sellers) == {"example_shop", "example_buyer"}
    assert (note.forgotten, note.revoked) == ((), False)


def test_a_revocation_names_the_seller() -> None:
    note = read_note(sampled("authorization_revocation_notification.json"))
    assert note.revoked
    assert set(note.sellers) == {"example_shop", "aBcDeFgHiJK"}


def test_a_closed_account_is_to_be_forgotten_under_all_its_names() -> None:
    person = {"username": "anna", "userId": "u1", "eiasToken": "nY+s"}
    note = read_note(push("MARKETPLACE_ACCOUNT_DELETION", person))
    assert note.forgotten == ("anna", "u1", "nY+s")
    assert note.sellers == ()


def test_names_are_found_in_shapes_we_have_not_seen() -> None:
    data = {"order": {"orderId": "1", "buyers": [{"userName": "anna"}]}, "publicUserId": "u2", "username": 7}
    assert set(read_note(push("ITEM_MARKED_SHIPPED", data)).sellers) == {"anna", "u2"}


def test_a_topic_we_do_not_know_wakes_nothing() -> None:
    assert read_note(push("PRIORITY_LISTING_REVISION", {"seller": {"userId": "u1"}})).wakes == ()


def test_very_deep_and_very_wide_payloads_are_cut_short() -> None:
    deep: Any = {"username": "anna"}
    for _ in range(200):
        deep = {"more": deep}
    assert read_note(push("NEW_MESSAGE", deep)).sellers == ()
    wide = [{"username": f"u{number}"} for number in range(1000)]
    assert len(read_note(push("NEW_MESSAGE", wide)).sellers) == 20


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"[" * 100_000,
        b'{"metadata": [], "notification": {}}',
        push("", {}),
        push("NEW_MESSAGE", {}, notificationId=7),
        push("NEW_MESSAGE", {}, notificationId="x" * 300),
        push("NEW_MESSAGE", {}, notificationId="\x00"),
        push("MARKETPLACE_ACCOUNT_DELETION", None),
        push("MARKETPLACE_ACCOUNT_DELETION", {"username": "", "userId": 7}),
    ],
)
def test_what_is_no_push_is_named_as_such(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        read_note(body)
