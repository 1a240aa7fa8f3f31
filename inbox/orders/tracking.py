"""Where a carrier says how far a parcel is: its own public page, opened by the agent and never fetched by us."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

_PAGES: Final[Mapping[str, str]] = {
    "chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "laposte": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "dhl": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "dpd": "https://tracking.dpd.de/status/en_US/parcel/{number}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={number}",
    "gls": "https://gls-group.com/track/{number}",
    "royalmail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    "ups": "https://www.ups.com/track?tracknum={number}",
}
"""By how the carrier's name begins, in lower case without signs.

Each as several public projects link to it (looked up on 2026-11-23); not tried against the sites.
"""
_SIGNS = re.compile(r"[\W_]+")


def tracking_page(carrier: str, number: str) -> str:
    """The address of the parcel's page; empty without a number, or for a carrier we do not know."""
    if not number:
        return ""
    name = _SIGNS.sub("", carrier.lower())
    page = next((page for begins, page in _PAGES.items() if name.startswith(begins)), "")
    return page.format(number=quote(number, safe=""))
