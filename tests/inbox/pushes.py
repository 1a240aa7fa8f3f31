"""Pushes as the simulated eBay signs them, for tests of what becomes of them."""

import itertools
import json
from typing import Any

from django.test import Client
from django.urls import reverse

_numbers = itertools.count(1)


def body_of(topic: str, data: Any, *, notification_id: str = "", event_at: str = "2026-11-16T09:00:00.000Z") -> bytes:
    """A notification, written compactly as eBay does."""
    notification = {
        "notificationId": notification_id or f"notification-{next(_numbers)}",
        "eventDate": event_at,
        "publishDate": event_at,
        "publishAttemptCount": 1,
        "data": data,
    }
    content = {"metadata": {"topic": topic, "schemaVersion": "1.0"}, "notification": notification}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def new_message(recipient: str = "velo_shop", **options: Any) -> bytes:
    data = {"conversationId": "1", "messageId": "2", "senderUserName": "anna", "recipientUserName": recipient}
    return body_of("NEW_MESSAGE", data, **options)


def closed_account(name: str, **options: Any) -> bytes:
    return body_of("MARKETPLACE_ACCOUNT_DELETION", {"username": name, "userId": f"id-{name}"}, **options)


def signed(simulator: Any, body: bytes) -> dict[str, str]:
    """The headers that go with a body."""
    return {"x-ebay-signature": simulator.sender.signer.header(body)}


def post(client: Client, simulator: Any, body: bytes, **changes: Any) -> int:
    """Push it to the endpoint; the status of the answer. changes: of the call, e.g. content_type."""
    call = {"data": body, "content_type": "application/json", "headers": signed(simulator, body)} | changes
    return client.post(reverse("push", args=["ebay"]), **call).status_code
