"""States of orders in words, however a marketplace writes them (SHIPPED, PartiallyShipped); others stay as they are."""

import re

from django.utils.translation import gettext as _


def state_words(state: str) -> str:
    words = {
        "PENDING": _("not paid yet"),
        "PENDINGAVAILABILITY": _("not available yet"),
        "UNSHIPPED": _("not shipped yet"),
        "PARTIALLYSHIPPED": _("shipped in part"),
        "SHIPPED": _("shipped"),
        "DELIVERED": _("delivered"),
        "CANCELED": _("cancelled"),
        "CANCELLED": _("cancelled"),
        "UNFULFILLABLE": _("cannot be delivered"),
        "RETURNED": _("returned"),
    }
    return words.get(_plain(state), state)


def fulfilled_words(fulfilled_by: str, *, marketplace: str) -> str:
    """Who ships: the shop, or the marketplace, which then stands there by its own name."""
    if _plain(fulfilled_by) in ("MERCHANT", "SELLER"):
        return _("your shop")
    return marketplace if _plain(fulfilled_by) == _plain(marketplace) else fulfilled_by


def _plain(word: str) -> str:
    return re.sub(r"[^A-Z]", "", word.upper())
