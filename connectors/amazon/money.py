"""Amounts of money in texts and tables, as Amazon writes them in its countries."""

import re
from collections.abc import Iterator
from decimal import Decimal

from connectors.incoming import Money

_CODES = "EUR|GBP|USD|CAD|AUD|MXN|BRL|JPY|PLN|SEK|TRY|AED|SAR|EGP|INR|SGD|ZAR"
_SIGNS = {
    "€": "EUR", "£": "GBP", "us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "mx$": "MXN",
    "r$": "BRL", "s$": "SGD", "¥": "JPY", "￥": "JPY", "円": "JPY", "zł": "PLN", "₺": "TRY", "tl": "TRY", "₹": "INR",
    "rs.": "INR",
}  # fmt: skip
_SIGN = "|".join(re.escape(sign) for sign in sorted((*_SIGNS, "$", "kr"), key=len, reverse=True))
_NUMBER = (
    r"[0-9]{1,3}(?:[.,'’\u00a0\u202f ][0-9]{2,3})*(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]{4,9}(?:[.,][0-9]{1,2})?(?![0-9])"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<before>{_CODES}|{_SIGN})\s?(?P<after_sign>{_NUMBER})"
    rf"|(?<![\w.,-])(?P<before_sign>{_NUMBER})\s?(?P<after>{_CODES}|{_SIGN})(?!\w)",
    re.IGNORECASE,
)


def amounts_in(text: str, *, currency: str) -> Iterator[Money]:
    """Every amount in a text, in order. currency: what `$` and `kr` mean here."""
    for found in _AMOUNT.finditer(text):
        sign = (found["before"] or found["after"]).lower()
        code = sign.upper() if re.fullmatch(_CODES, sign, re.IGNORECASE) else _SIGNS.get(sign, currency)
        yield Money(_decimal(found["after_sign"] or found["before_sign"]), code)


def _decimal(number: str) -> Decimal:
    """A number with any separators: the last one is the decimal sign if one or two digits follow it."""
    decimals = re.search(r"[.,]([0-9]{1,2})$", number)
    whole = number[: decimals.start()] if decimals else number
    return Decimal(re.sub(r"\D", "", whole) + "." + (decimals[1] if decimals else "00"))
