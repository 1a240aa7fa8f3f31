"""Read single fields of Octopia's JSON: what is missing is empty, what is of another type is named."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.text import storable

LONGEST_KEY = 200


def text(content: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is there, as text; a whole number counts as one. "" if none is.

    Raises UnexpectedAnswer naming the key for another type.
    """
    for name in names:
        value = content.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise UnexpectedAnswer(f"{name} is no text")
        return storable(value).strip()
    return ""


def required(content: Mapping[str, Any], name: str) -> str:
    """A text field that must be there. Raises UnexpectedAnswer naming the key."""
    value = text(content, name)
    if not value:
        raise UnexpectedAnswer(f"{name} is missing")
    return value


def part(content: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """An object inside objects, empty if one of them is missing or no object."""
    for name in names:
        value = content.get(name)
        if not isinstance(value, dict):
            return {}
        content = value
    return content


def objects(content: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    """The objects of the first of these list fields that is there, empty if none is."""
    for name in names:
        value = content.get(name)
        if isinstance(value, list):
            return [entry for entry in value if isinstance(entry, dict)]
    return []


def truth(content: Mapping[str, Any], name: str) -> bool | None:
    """A yes or no, also written as a text; None if it is neither."""
    value = content.get(name)
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def moment(content: Mapping[str, Any], *names: str) -> datetime:
    """The first of these date fields that is there, as aware UTC. Raises UnexpectedAnswer naming the first key."""
    for name in names:
        found = moment_or_none(content.get(name))
        if found is not None:
            return found
    raise UnexpectedAnswer(f"{names[0]} is missing or no date")


def moment_or_none(value: Any) -> datetime | None:
    """An ISO 8601 date with any number of decimals as aware UTC (UTC where it says no offset); None if it is none."""
    if not isinstance(value, str) or len(value) < 10:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def amount(value: Any) -> Decimal | None:
    """A number, also written as a text; None if it is none."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**12 else None


def key_of(content: Mapping[str, Any], name: str) -> str:
    """What a thing is stored under: its id, or a digest of what it says if it has no usable one."""
    key = content.get(name)
    if isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable() and key == key.strip():
        return key
    return f"without-id-{digest(dict(content))}"


def digest(content: Any) -> str:
    """A short digest of JSON content, the same whatever the order of its keys."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()
