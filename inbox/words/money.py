"""Amounts of money as people write them: "1 234,50 €" in French, "€1,234.50" in English."""

from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import pgettext

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


def money(amount: Decimal | str | None, currency: str) -> str:
    """amount: None, or a text that is no number, gives "". currency: ISO 4217, or empty if not told."""
    try:
        value = Decimal(amount) if amount is not None else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        return ""
    number = number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    if not currency:
        return number
    if currency not in SYMBOLS:
        return f"{number} {currency}"
    return pgettext("amount of money", "%(symbol)s%(number)s") % {"symbol": SYMBOLS[currency], "number": number}
