"""Where the Selling Partner API is: one host per region, or what the environment names instead.

Source: Amazon "SP-API endpoints", read 2026-11 through the project's fact sheet, section 6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.amazon.marketplaces import Marketplace, of_country
from connectors.facts import EnvironmentSetting

HOSTS = {
    "eu": "https://sellingpartnerapi-eu.amazon.com",
    "na": "https://sellingpartnerapi-na.amazon.com",
    "fe": "https://sellingpartnerapi-fe.amazon.com",
}
SIGN_IN_URL = "https://api.amazon.com"
AMERICAS = frozenset({"US", "CA", "MX", "BR"})
FAR_EAST = frozenset({"JP", "AU", "SG"})

ENVIRONMENT = (
    EnvironmentSetting("AMAZON_SPAPI_URL", ""),
    EnvironmentSetting("AMAZON_LWA_URL", SIGN_IN_URL),
)
"""AMAZON_SPAPI_URL: empty = the host of the account's region."""


@dataclass(frozen=True)
class Hosts:
    """Base URLs without a slash at the end. api: the Selling Partner API; sign_in: Login with Amazon."""

    api: str
    sign_in: str


def region_of(country: str) -> str:
    """The region in which a country's orders are asked for: all but the Americas and the Far East is `eu`."""
    return "na" if country in AMERICAS else "fe" if country in FAR_EAST else "eu"


def marketplaces_in(region: str, countries: Sequence[str]) -> tuple[Marketplace, ...]:
    """The sites of these country codes that belong to a region, in order."""
    return tuple(place for place in _marketplaces(countries) if region_of(place.country) == region)


def marketplaces_outside(region: str, countries: Sequence[str]) -> tuple[Marketplace, ...]:
    """The other ones: they need an application in their own region."""
    return tuple(place for place in _marketplaces(countries) if region_of(place.country) != region)


def hosts_from(settings: Mapping[str, str], *, region: str) -> Hosts:
    """The hosts to talk to. region: eu, na or fe."""
    api = settings.get("AMAZON_SPAPI_URL") or HOSTS[region]
    sign_in = settings.get("AMAZON_LWA_URL") or SIGN_IN_URL
    return Hosts(api=api.rstrip("/"), sign_in=sign_in.rstrip("/"))


def _marketplaces(countries: Sequence[str]) -> tuple[Marketplace, ...]:
    return tuple(dict.fromkeys(place for code in countries if (place := of_country(code))))
