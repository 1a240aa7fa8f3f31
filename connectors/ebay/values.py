"""Amounts, dates and texts as eBay's selling APIs and its older Post-Order API write them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.ebay import fields
from connectors.incoming import Money
from connectors.text import storable

LARGEST = Decimal(10) ** 12


def part(content: Any, *names: str) -> Mapping[str, Any]:
    """An object inside objects, empty if one of them is missing or no object."""
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    return content if isinstance(content, dict) else {}


def objects(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list field, empty if it is missing or no list."""
    value = content.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def money(value: Any) -> Money | None:
    """`{"value": "25.50" or 25.5, "currency": "EUR"}`; None if there is no readable amount."""
    content = part(value)
    given = content.get("value")
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    try:
        amount = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) >= LARGEST:
        return None
    return Money(amount, words(content.get("currency"))[:3])


def moment(value: Any) -> datetime | None:
    """A date, bare or as Post-Order's `{"value": …}`, as aware UTC; None if it is none."""
    return fields.moment_or_none(value.get("value") if isinstance(value, dict) else value)


def words(value: Any) -> str:
    """A text, bare or as Post-Order's `{"content": …}`; a number as text; "" for anything else."""
    if isinstance(value, dict):
        value = value.get("content")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return storable(value).strip() if isinstance(value, str) else ""


def own_words(value: Any) -> str:
    """What somebody wrote, as he wrote it: where eBay gives its translation as the text, what that is made of."""
    return words(part(value).get("translatedFromContent")) or words(value)
