"""Read single fields of eBay's JSON: tolerant where we only look, strict where we store."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.text import storable

LONGEST_KEY = 120


def text(content: Mapping[str, Any], name: str) -> str:
    """A text field, "" if it is missing or null. Raises UnexpectedAnswer naming the key for another type."""
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnexpectedAnswer(f"{name} is no text")
    return storable(value)


def identifier(content: Mapping[str, Any], name: str) -> str:
    """An id field as text (eBay sometimes gives numbers), "" if missing. Raises UnexpectedAnswer naming the key."""
    value = content.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(content, name).strip()


def moment(content: Mapping[str, Any], name: str) -> datetime:
    """A date field as aware UTC. Raises UnexpectedAnswer naming the key."""
    found = moment_or_none(content.get(name))
    if found is None:
        raise UnexpectedAnswer(f"{name} is missing or no date")
    return found


def moment_or_none(value: Any) -> datetime | None:
    """An ISO 8601 date as aware UTC; one without an offset is UTC, as eBay documents. None if it is none."""
    if not isinstance(value, str) or len(value) < 10:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def message_key(message: Any, conversation_id: str) -> str:
    """The key a message is stored under: its id, or a digest of what it says if it has no usable one."""
    if isinstance(message, dict):
        value = message.get("messageId")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and 0 < len(value) <= LONGEST_KEY and value.isprintable() and value == value.strip():
            return value
    return f"without-id-{digest([conversation_id, content_of(message)])}"


def content_of(message: Any) -> Any:
    """A message without what changes by itself: whether it was read."""
    if isinstance(message, dict):
        return {name: value for name, value in message.items() if name != "readStatus"}
    return message


def digest(content: Any) -> str:
    """A short digest of JSON content, the same whatever the order of its keys."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()
