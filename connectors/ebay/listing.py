"""Look at a page of getConversations, tolerantly: what cannot be read is None or empty, never an error."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors.ebay import fields
from connectors.errors import UnexpectedAnswer


def entries_of(answer: Mapping[str, Any]) -> Sequence[Any]:
    """The list entries. Raises UnexpectedAnswer if there is no list where there should be one."""
    entries = answer.get("conversations", [] if answer.get("total") in (0, None) else None)
    if not isinstance(entries, list):
        raise UnexpectedAnswer("conversations is missing or no list")
    return entries


def total_of(answer: Mapping[str, Any]) -> int:
    total = answer.get("total")
    return total if isinstance(total, int) else 0


def id_of(entry: Any) -> str:
    """A conversation's id, "" if it has none that could be asked about."""
    try:
        return fields.identifier(entry, "conversationId") if isinstance(entry, dict) else ""
    except UnexpectedAnswer:
        return ""


def latest_of(entry: Any) -> Mapping[str, Any] | None:
    """The latest message of a conversation."""
    latest = entry.get("latestMessage") if isinstance(entry, dict) else None
    return latest if isinstance(latest, dict) and latest else None


def latest_key(entry: Any) -> str:
    """The key under which the latest message is stored, "" if the entry shows none."""
    latest = latest_of(entry)
    return fields.message_key(latest, id_of(entry)) if latest else ""


def active_at(entry: Any) -> datetime | None:
    """When the latest message was written."""
    latest = latest_of(entry)
    return fields.moment_or_none(latest.get("createdDate")) if latest else None


def is_latest_first(entries: Sequence[Any]) -> bool:
    dates = [date for date in map(active_at, entries) if date]
    return dates == sorted(dates, reverse=True)


def without_latest(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A list entry without its latest message, which is stored as a message of its own."""
    return {name: value for name, value in entry.items() if name != "latestMessage"}
