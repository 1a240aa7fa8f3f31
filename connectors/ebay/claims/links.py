"""Pages of eBay on which a seller answers a claim: https, and on eBay's own sites only.

Returns bring the address of each thing the seller may do; for the others there is the order's page in Seller Hub,
which shows what is open about it. The latter's address is as seen in a browser, not documented.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from connectors.ebay.claims.facts import Facts
from connectors.ebay.values import objects, words

_SITES = {
    "EBAY_US": "www.ebay.com",
    "EBAY_GB": "www.ebay.co.uk",
    "EBAY_FR": "www.ebay.fr",
    "EBAY_DE": "www.ebay.de",
    "EBAY_IT": "www.ebay.it",
    "EBAY_ES": "www.ebay.es",
    "EBAY_AT": "www.ebay.at",
    "EBAY_CH": "www.ebay.ch",
    "EBAY_IE": "www.ebay.ie",
    "EBAY_NL": "www.ebay.nl",
    "EBAY_PL": "www.ebay.pl",
    "EBAY_CA": "www.ebay.ca",
    "EBAY_AU": "www.ebay.com.au",
}
_HOSTS = frozenset(_SITES.values())
SITE_NAMES = {site: host.removeprefix("www.") for site, host in _SITES.items()}
"""Sites as people call them, e.g. ebay.fr."""


def links_of(facts: Facts) -> Mapping[str, str]:
    """By kind: "claim" = where to answer it, "order" = the order's page, where the order is known."""
    hub = f"https://{host_of(facts.site)}"
    order = f"{hub}/mesh/ord/details?orderid={quote(facts.order_id, safe='')}" if facts.order_id else ""
    links = {"claim": _offered(facts) or order or f"{hub}/sh/ord"}
    return links | ({"order": order} if order else {})


def site_words(site: str) -> str:
    """A site as people call it; one we do not know stays a marketplace id."""
    return SITE_NAMES.get(site, site)


def host_of(site: str) -> str:
    """The host of one of eBay's sites by its marketplace id; the American one's for those we do not know."""
    return _SITES.get(site, _SITES["EBAY_US"])


def _offered(facts: Facts) -> str:
    """The first page that eBay itself offers the seller."""
    for option in objects(facts.summary, "sellerAvailableOptions"):
        url = words(option.get("actionURL"))
        if is_ebays(url):
            return url
    return ""


def is_ebays(url: str) -> bool:
    """Whether it is an https page of one of eBay's sites, at its usual port and without a user name."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and parts.netloc.lower() in _HOSTS and url.isprintable()
    except ValueError:
        return False
