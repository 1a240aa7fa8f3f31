"""What Octopia's codes are called. Every list of codes is open: one that is not here is shown as it comes.

Source: the project's fact sheet, 2.2, 2.3 and 2.6, read 2026-11. A sub-typology "may be channel-specific (suffix
`Cdiscount`)".
"""

from collections.abc import Mapping
from typing import Final

from connectors.text import marked as _

CUSTOMER, SELLER, OPERATOR, AUTOMATIC = "Customer", "Seller", "GrcOperator", "Automatic"
"""Who takes part. GRC is "gestion de la relation client": the marketplace's own customer care."""
TO_TREAT, TREATED = "ToTreat", "Treated"
DISCUSSION, CLAIM, LEVEL_1 = "Discussion", "Claim", "Level_1"
HOME = "CDISFR"
"""Cdiscount itself; the only sales channel whose code is documented."""
CHANNEL_NAMES: Final[Mapping[str, str]] = {HOME: "Cdiscount", "DARTYFR": "Darty", "WORTENES": "Worten"}
"""The others are a guess: written like HOME, a name and a country. One that is not here is shown as it comes."""
CHANNEL_LANGUAGES: Final[Mapping[str, str]] = {"": "fr", HOME: "fr", "DARTYFR": "fr", "WORTENES": "es"}
"""What their buyers mostly write in."""

_SUB_TYPOLOGIES: Final[Mapping[str, str]] = {
    "missingItemInProduct": _("Part of the product missing"),
    "missingProductsInOrder": _("Products missing from the order"),
    "orderAddressChange": _("Change of delivery address"),
    "orderCancellation": _("Cancellation of the order"),
    "orderModification": _("Change to the order"),
    "orderNotShipped": _("Order not shipped"),
    "printReceipt": _("Invoice"),
    "productIsDamaged": _("Product damaged"),
    "productIsNotWorking": _("Product not working"),
    "wrongProductReceived": _("Wrong product received"),
}
TOPIC_LABELS: Final[Mapping[str, str]] = {
    **_SUB_TYPOLOGIES,
    **{f"{code}Cdiscount": label for code, label in _SUB_TYPOLOGIES.items()},
    "broken-product": _SUB_TYPOLOGIES["productIsDamaged"],
}
_MEANINGS: Final[Mapping[str, str]] = {
    "missingItemInProduct": "wrong_item",
    "missingProductsInOrder": "wrong_item",
    "orderAddressChange": "cancellation",
    "orderCancellation": "cancellation",
    "orderModification": "cancellation",
    "orderNotShipped": "delivery",
    "printReceipt": "invoice",
    "productIsDamaged": "defective",
    "productIsNotWorking": "defective",
    "wrongProductReceived": "wrong_item",
}
TOPIC_MEANINGS: Final[Mapping[str, str]] = {
    **_MEANINGS,
    **{f"{code}Cdiscount": topic for code, topic in _MEANINGS.items()},
    "broken-product": "defective",
}
CODE_LABELS: Final[Mapping[str, str]] = {
    **TOPIC_LABELS,
    **CHANNEL_NAMES,
    CUSTOMER: _("Buyer"),
    OPERATOR: _("Customer care"),
    TO_TREAT: _("to be treated"),
    TREATED: _("treated"),
    DISCUSSION: _("Discussion"),
    CLAIM: _("Claim"),
    LEVEL_1: _("Claim, level 1"),
}
