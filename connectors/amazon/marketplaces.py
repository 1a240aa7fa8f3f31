"""The countries Amazon sells in: domains, ids, time zones and currencies."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marketplace:
    """One country's site. domain: what follows `amazon.`; zone: where Amazon's days of a deadline begin and end."""

    country: str
    id: str
    domain: str
    zone: str
    currency: str


MARKETPLACES = (
    Marketplace("FR", "A13V1IB3VIYZZH", "fr", "Europe/Paris", "EUR"),
    Marketplace("DE", "A1PA6795UKMFR9", "de", "Europe/Berlin", "EUR"),
    Marketplace("ES", "A1RKKUPIHCS9HS", "es", "Europe/Madrid", "EUR"),
    Marketplace("IT", "APJ6JRA9NG5V4", "it", "Europe/Rome", "EUR"),
    Marketplace("GB", "A1F83G8C2ARO7P", "co.uk", "Europe/London", "GBP"),
    Marketplace("NL", "A1805IZSGTT6HS", "nl", "Europe/Amsterdam", "EUR"),
    Marketplace("BE", "AMEN7PMS3EDWL", "com.be", "Europe/Brussels", "EUR"),
    Marketplace("PL", "A1C3SOZRARQ6R3", "pl", "Europe/Warsaw", "PLN"),
    Marketplace("SE", "A2NODRKZP88ZB9", "se", "Europe/Stockholm", "SEK"),
    Marketplace("IE", "A28R8C7NBKEWEA", "ie", "Europe/Dublin", "EUR"),
    Marketplace("TR", "A33AVAJ2PDY3EV", "com.tr", "Europe/Istanbul", "TRY"),
    Marketplace("AE", "A2VIGQ35RCS4UG", "ae", "Asia/Dubai", "AED"),
    Marketplace("SA", "A17E79C6D8DWNP", "sa", "Asia/Riyadh", "SAR"),
    Marketplace("EG", "ARBP9OOSHTCHU", "eg", "Africa/Cairo", "EGP"),
    Marketplace("IN", "A21TJRUUN4KGV", "in", "Asia/Kolkata", "INR"),
    Marketplace("ZA", "AE08WJ6YKNBMC", "co.za", "Africa/Johannesburg", "ZAR"),
    Marketplace("US", "ATVPDKIKX0DER", "com", "America/Los_Angeles", "USD"),
    Marketplace("CA", "A2EUQ1WTGCTBG2", "ca", "America/Toronto", "CAD"),
    Marketplace("MX", "A1AM78C64UM0Y8", "com.mx", "America/Mexico_City", "MXN"),
    Marketplace("BR", "A2Q3Y263D00KWC", "com.br", "America/Sao_Paulo", "BRL"),
    Marketplace("JP", "A1VC38T7YXB528", "co.jp", "Asia/Tokyo", "JPY"),
    Marketplace("AU", "A39IBJ37TRP1C6", "com.au", "Australia/Sydney", "AUD"),
    Marketplace("SG", "A19VAU5U5O7RUS", "sg", "Asia/Singapore", "SGD"),
)
"""Ids as Amazon lists them (SP-API documentation, "Marketplace IDs", read 2026-11)."""

RELAY_DOMAINS = frozenset(marketplace.domain for marketplace in MARKETPLACES if marketplace.country != "ZA")
"""The 22 that have a mail exchanger below `marketplace.amazon.` (checked by others in 2026-08)."""

_BY_COUNTRY = {marketplace.country: marketplace for marketplace in MARKETPLACES}
_BY_DOMAIN = {marketplace.domain: marketplace for marketplace in MARKETPLACES}
_BY_ID = {marketplace.id: marketplace for marketplace in MARKETPLACES}


def of_country(code: str) -> Marketplace | None:
    """The marketplace of a country code in any case; `UK` is Great Britain."""
    wanted = code.strip().upper()
    return _BY_COUNTRY.get("GB" if wanted == "UK" else wanted)


def of_domain(domain: str) -> Marketplace | None:
    """The marketplace of what follows `amazon.`, e.g. `co.uk`."""
    return _BY_DOMAIN.get(domain)


def of_id(marketplace_id: str) -> Marketplace | None:
    """The marketplace of Amazon's id of it, e.g. `A13V1IB3VIYZZH`."""
    return _BY_ID.get(marketplace_id.strip())
