"""Made-up names in the shapes Amazon's have, always the same for the same things."""

import base64
import uuid
from hashlib import sha256

from connectors.amazon.marketplaces import Marketplace, of_country

COUNTRIES = {"fr": "FR", "en": "GB", "de": "DE", "es": "ES", "it": "IT"}


def country_for(language: str) -> str:
    """Where a buyer of that language buys."""
    return COUNTRIES.get(language, "FR")


def locale_in(country: str) -> str:
    """How buyers there are written to."""
    language = next((language for language, where in COUNTRIES.items() if where == country), "en")
    return f"{language}-{country}"


def place(country: str) -> Marketplace:
    found = of_country(country)
    if found is None:
        raise KeyError(f"Amazon does not sell in {country}")
    return found


def alias(seller: str, buyer: str) -> str:
    """A buyer's local part at the relay: 15 letters and digits, the same for all his cases with one seller."""
    return _letters("alias", seller, buyer)[:15].lower()


def case_id(*parts: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(("case", *parts))))


def identifier(*parts: str) -> str:
    """An id such as those of messages, threads and customers: A and 20 letters and digits."""
    return "A" + _letters(*parts)[:20]


def asin(item_id: str) -> str:
    """Amazon's number of an item; one that has that shape already stays as it is."""
    if len(item_id) == 10 and item_id.isalnum() and item_id.isupper():
        return item_id
    return "B0" + _letters("asin", item_id)[:8]


def ses_id(*parts: str) -> str:
    """A Message-ID of the service Amazon mails through."""
    code = sha256("\n".join(("ses", *parts)).encode("utf-8", "replace")).hexdigest()
    name = "-".join((code[:12], code[12:20], code[20:24], code[24:28], code[28:32], code[32:44]))
    return f"<0102{name}-000000@eu-west-1.amazonses.com>"


def signature(*parts: str) -> str:
    """40 hex digits."""
    return sha256("\n".join(("sign", *parts)).encode("utf-8", "replace")).hexdigest()[:40]


def watermark(*parts: str) -> str:
    digits = int(signature("watermark", *parts), 16) % 10**16
    return f"SPC-EUAmazon-{digits:016d}"


def _letters(*parts: str) -> str:
    return base64.b32encode(sha256("\n".join(parts).encode("utf-8", "replace")).digest()).decode().replace("=", "0")
