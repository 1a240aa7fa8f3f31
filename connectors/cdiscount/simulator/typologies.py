"""The simulated list of reasons to write. Only its filters and some codes are known (fact sheet, 2 and 2.6): which
reasons a seller may choose is made up of those that a customer may, by the state of the order."""

from collections.abc import Mapping
from typing import Any

BOUGHT = ("Accepted", "InPreparation", "Shipped", "Delivered")
SENT = ("Shipped", "Delivered")
HOME = "CDISFR"
REASONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "orderNotShipped": ("Commande non expédiée", BOUGHT),
    "orderModification": ("Modification de la commande", ("WaitingAcceptance", *BOUGHT)),
    "orderCancellation": ("Annulation de la commande", ("WaitingAcceptance", *BOUGHT)),
    "missingItemInProduct": ("Élément manquant dans le produit", SENT),
    "missingProductsInOrder": ("Produits manquants dans la commande", SENT),
    "productIsDamaged": ("Produit endommagé", SENT),
    "productIsNotWorking": ("Produit qui ne fonctionne pas", SENT),
    "wrongProductReceived": ("Mauvais produit reçu", SENT),
    "printReceipt": ("Facture", (*SENT, "Cancelled")),
}
AT_HOME = {"orderAddressChangeCdiscount": ("Changement d'adresse de livraison", BOUGHT)}
"""Offered by Cdiscount itself only."""


def allowed(*, channel: str, state: str) -> dict[str, str]:
    """What each code that may be chosen is called."""
    offered = {**REASONS, **(AT_HOME if channel == HOME else {})}
    return {code: label for code, (label, states) in offered.items() if not state or state in states}


def typologies_json(query: Mapping[str, str]) -> dict[str, Any]:
    """The answer to GET /typologies: one typology with its sub-typologies."""
    found = allowed(channel=query.get("salesChannel", ""), state=query.get("orderStatus", ""))
    reasons = [{"subTypologyCode": code, "label": label} for code, label in found.items()]
    return {"items": [{"typologyCode": "Order", "label": "Commande", "subTypologies": reasons}]}
