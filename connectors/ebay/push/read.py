"""What a push of eBay says, read from its body.

Envelope: `metadata.topic` and `notification` {notificationId, eventDate, data}. The fields of several topics are not
known, so names of users are looked for wherever a key ends in "username" or "userid" (fact sheet 4.4, read 2026-11).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.ebay.fields import moment_or_none
from connectors.ebay.push.topics import ACCOUNT_DELETION, BY_NAME, REVOCATION
from connectors.errors import UnexpectedAnswer
from connectors.push import PushNote
from connectors.text import is_storable

LONGEST_ID = 200
LONGEST_NAME = 200
DEEPEST = 6
MOST_NAMES = 20


def read_note(body: bytes) -> PushNote:
    """Read one notification. Raises UnexpectedAnswer naming the first key that is missing or of another type."""
    try:
        content = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer("a push is not JSON") from error
    notification = _object(content, "notification")
    topic = _word(_object(content, "metadata"), "topic")
    data = notification.get("data")
    known = BY_NAME.get(topic)
    forgotten = _forgotten(data) if topic == ACCOUNT_DELETION else ()
    return PushNote(
        notification_id=_word(notification, "notificationId"),
        topic=topic,
        happened_at=moment_or_none(notification.get("eventDate")),
        sellers=() if forgotten else tuple(dict.fromkeys(_names(data)))[:MOST_NAMES],
        wakes=known.wakes if known else (),
        forgotten=forgotten,
        revoked=topic == REVOCATION,
    )


def _forgotten(data: Any) -> tuple[str, ...]:
    """Every name of the person who closed the account. Raises UnexpectedAnswer if there is none."""
    if not isinstance(data, dict):
        raise UnexpectedAnswer("data is missing in a push")
    given = [data.get(name) for name in ("username", "userId", "eiasToken")]
    names = tuple(dict.fromkeys(name for name in given if isinstance(name, str) and _is_name(name)))
    if not names:
        raise UnexpectedAnswer("username, userId and eiasToken are missing in a push")
    return names


def _names(data: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(data, list) and depth < DEEPEST:
        for entry in data:
            yield from _names(entry, depth + 1)
    if isinstance(data, dict) and depth < DEEPEST:
        for key, value in data.items():
            if isinstance(value, str):
                if key.casefold().endswith(("username", "userid")) and _is_name(value):
                    yield value
            else:
                yield from _names(value, depth + 1)


def _is_name(value: str) -> bool:
    return 0 < len(value) <= LONGEST_NAME and is_storable(value)


def _object(content: Any, name: str) -> Mapping[str, Any]:
    found = content.get(name) if isinstance(content, dict) else None
    if not isinstance(found, dict):
        raise UnexpectedAnswer(f"{name} is missing in a push")
    return found


def _word(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not is_storable(value):
        raise UnexpectedAnswer(f"{name} is missing in a push or no short text")
    return value
