"""Read single fields of Amazon's JSON: what is missing is empty, what is of another type is named."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.incoming import Money
from connectors.text import storable


def text(content: Mapping[str, Any], name: str) -> str:
    """A text field, "" if it is missing or null. Raises UnexpectedAnswer naming the key for another type."""
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnexpectedAnswer(f"{name} is no text")
    return storable(value).strip()


def part(content: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """An object inside objects, empty if one of them is missing or no object."""
    for name in names:
        value = content.get(name)
        if not isinstance(value, dict):
            return {}
        content = value
    return content


def objects(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list field, empty if it is missing or no list."""
    value = content.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def moment(content: Mapping[str, Any], name: str) -> datetime:
    """A date field as aware UTC. Raises UnexpectedAnswer naming the key."""
    found = moment_or_none(content, name)
    if found is None:
        raise UnexpectedAnswer(f"{name} is missing or no date")
    return found


def moment_or_none(content: Mapping[str, Any], name: str) -> datetime | None:
    """An ISO 8601 date field as aware UTC (UTC where it says no offset), None if it is none."""
    value = content.get(name)
    if not isinstance(value, str) or len(value) < 10:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def money(content: Mapping[str, Any]) -> Money | None:
    """`{"amount": "12.90", "currencyCode": "EUR"}`; None if there is no readable amount."""
    value = content.get("amount")
    amount = decimal(str(value)) if isinstance(value, str | int | float) else None
    return None if amount is None else Money(amount, text(content, "currencyCode")[:3])


def decimal(written: str) -> Decimal | None:
    """A plain number with a point; None if it is none."""
    try:
        found = Decimal(written.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**12 else None
