"""Where eBay is: the real hosts, the sandbox, or what the environment names instead.

Source: eBay hosts table, read 2026-11 (sandbox identity host as seen in the field).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.facts import EnvironmentSetting

PRODUCTION = {
    "EBAY_API_URL": "https://api.ebay.com",
    "EBAY_APIZ_URL": "https://apiz.ebay.com",
    "EBAY_AUTH_URL": "https://auth.ebay.com",
}
SANDBOX = {
    "EBAY_API_URL": "https://api.sandbox.ebay.com",
    "EBAY_APIZ_URL": "https://apiz.sandbox.ebay.com",
    "EBAY_AUTH_URL": "https://auth.sandbox.ebay.com",
}
CALLS_PER_DAY = 100_000
"""An assumption: eBay publishes no daily limit for the Message API (read 2026-11). getRateLimits tells the real one."""

ENVIRONMENT = (
    EnvironmentSetting("EBAY_ENVIRONMENT", "production"),
    *(EnvironmentSetting(name, url) for name, url in PRODUCTION.items()),
    EnvironmentSetting("EBAY_CLIENT_ID", ""),
    EnvironmentSetting("EBAY_CLIENT_SECRET", "", secret=True),
    EnvironmentSetting("EBAY_RU_NAME", ""),
    EnvironmentSetting("EBAY_CALLS_PER_DAY", str(CALLS_PER_DAY)),
    EnvironmentSetting("EBAY_SCOPES", ""),
    EnvironmentSetting("EBAY_MARKETPLACES", ""),
    EnvironmentSetting("EBAY_PUSH_TO_LOOPBACK", ""),
)


@dataclass(frozen=True)
class Hosts:
    """Base URLs without a slash at the end. api: messages and tokens; apiz: identity; auth: consent page."""

    api: str
    apiz: str
    auth: str


def hosts_from(settings: Mapping[str, str]) -> Hosts:
    """The hosts to talk to. EBAY_ENVIRONMENT=sandbox replaces every URL that was left at its default.

    Raises ValueError for an environment that eBay does not have.
    """
    environment = settings.get("EBAY_ENVIRONMENT") or "production"
    if environment not in ("production", "sandbox"):
        raise ValueError(f"EBAY_ENVIRONMENT is {environment!r}; it must be production or sandbox")
    defaults = SANDBOX if environment == "sandbox" else PRODUCTION

    def url(name: str) -> str:
        given = (settings.get(name) or PRODUCTION[name]).rstrip("/")
        return defaults[name] if given == PRODUCTION[name] else given

    return Hosts(api=url("EBAY_API_URL"), apiz=url("EBAY_APIZ_URL"), auth=url("EBAY_AUTH_URL"))


def calls_per_day(settings: Mapping[str, str]) -> int:
    """The daily limit to keep to until eBay has told the real one."""
    given = settings.get("EBAY_CALLS_PER_DAY", "")
    return int(given) if given.isdigit() and int(given) > 0 else CALLS_PER_DAY


def listed(settings: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values of a setting that holds several, parted by commas or spaces."""
    return tuple(settings.get(name, "").replace(",", " ").split())
