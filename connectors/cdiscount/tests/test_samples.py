"""What lies in the samples folders is read as what it is."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from connectors.cdiscount.codes import TOPIC_LABELS
from connectors.cdiscount.read_claim import claim_from
from connectors.cdiscount.read_discussion import conversation_from
from connectors.cdiscount.read_message import message_from
from connectors.incoming import ClaimKind, IncomingMessage

OWN = Path(__file__).parents[1] / "samples"
VENDORS = (
    Path(__file__).parents[4]
    / "shared"
    / "marketplaces"
    / "cdiscount"
    / "samples"
    / "octopia-discussion-list-item.json"
)


def test_everyone_in_a_discussion_is_read_as_what_he_is() -> None:
    sample = json.loads((OWN / "discussion_with_everyone_in_it.json").read_text(encoding="utf-8"))
    found = [message_from(payload, b"") for payload in sample["payloads"]]
    messages = [message for message in found if isinstance(message, IncomingMessage)]
    assert [
        [message.direction.value, message.author, message.text, message.automatic, message.awaits_answer]
        for message in messages
    ] == sample["read_as"]
    assert {message.thread_id for message in messages} == {"CDISFR:6920a1b2c3d4e5f601234567"}


def test_the_first_of_them_has_become_a_claim() -> None:
    sample = json.loads((OWN / "discussion_with_everyone_in_it.json").read_text(encoding="utf-8"))
    claim = claim_from(sample["payloads"][0], "v1")
    assert (claim.kind, claim.order_id) == (ClaimKind.NOT_RECEIVED, "2611121335KPDRE")


@pytest.mark.skipif(not VENDORS.exists(), reason="the fact sheets are not beside the repository")
def test_the_vendors_own_list_entry_is_understood() -> None:
    discussion = json.loads(VENDORS.read_text(encoding="utf-8"))
    stands = conversation_from({"discussion": discussion})
    assert (stands.is_open, stands.state, stands.grade) == (True, "ToTreat", "Discussion")
    assert (stands.channel, stands.topic, stands.recipients) == ("CDISFR", "orderAddressChangeCdiscount", ())
    assert TOPIC_LABELS[stands.topic] == "Change of delivery address"
    assert stands.changed_at < datetime.fromisoformat(discussion["createdAt"])
    message = {
        "messageId": "m1",
        "body": "Bonjour",
        "sender": {"userType": "Customer"},
        "createdAt": "2023-10-17T13:58Z",
    }
    found = message_from({"discussion": discussion, "message": message}, b"")
    assert isinstance(found, IncomingMessage)
    assert found.thread_id == "CDISFR:652e92fc3b6ff8977effe471"
    assert (found.order_id, found.buyer.handle, found.author) == ("2310171354KBDRE", "0000000403YZ", "0000000403YZ")
