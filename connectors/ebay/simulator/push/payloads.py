"""What the simulated notifications say. Shapes: fact sheet 4.4; of what is not documented a guess."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.ebay.simulator.state import stamp


def new_message(event: Mapping[str, Any]) -> dict[str, Any]:
    """event: of a message, as the memory has it. Names have a capital N here, unlike in the Message API."""
    return {
        "messageId": event["id"],
        "conversationId": event["conversation"],
        "conversationType": event["kind"],
        "messageBody": event["text"],
        "senderUserName": event["sender"],
        "recipientUserName": event["recipient"],
        "subject": event.get("subject", ""),
        "readStatus": False,
        "createdDate": stamp(datetime.fromisoformat(event["at"])),
        "messageMedia": list(event.get("media", ())) or [{"mediaName": "", "mediaType": "", "mediaUrl": ""}],
    }


def mocked(topic: str, at: datetime) -> dict[str, Any]:
    """A test: names and ids of nobody and nothing."""
    if topic in ("MARKETPLACE_ACCOUNT_DELETION", "AUTHORIZATION_REVOCATION"):
        return person("mocked_user")
    nobody = {"conversation": "100000000001", "kind": "FROM_MEMBERS", "text": "Test", "id": "2000000000001"}
    return new_message({**nobody, "sender": "mocked_buyer", "recipient": "mocked_seller", "at": at.isoformat()})


def person(name: str, user_id: str = "") -> dict[str, Any]:
    """Every name of a user. user_id: as the rest of the simulation knows him, or made up."""
    digest = hashlib.sha256(name.encode()).digest()
    token = base64.b64encode(digest).decode()
    return {"username": name, "userId": user_id or f"u{digest.hex()[:10]}", "eiasToken": f"nY+{token}"}
