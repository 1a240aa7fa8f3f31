"""What buyers say publicly about the shop, as events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.ebay.simulator.after_sales.state import SoldOrder, number_from
from connectors.simulation import Happens

WORDS: Mapping[str, Mapping[str, str]] = {
    "POSITIVE": {
        "fr": "Conforme, bien emballé, reçu en deux jours.",
        "de": "Alles bestens, gut verpackt, schnell da.",
        "": "As described, well packed, quick.",
    },
    "NEUTRAL": {
        "fr": "Il a fallu passer par eBay pour avoir une réponse.",
        "de": "Erst über eBay gab es eine Antwort.",
        "": "I had to ask eBay to get an answer.",
    },
    "NEGATIVE": {
        "fr": "Trois semaines sans colis et sans réponse. Je ne recommande pas.",
        "de": "Drei Wochen kein Paket und keine Antwort. Nicht zu empfehlen.",
        "": "Three weeks without parcel or answer. Not recommended.",
    },
}
ANSWERS: Mapping[str, str] = {
    "fr": "Merci pour votre retour. Nous vous avons écrit pour tout arranger.",
    "de": "Danke für die Rückmeldung. Wir haben Ihnen geschrieben, um alles zu regeln.",
    "": "Thank you for telling us. We have written to you to put it right.",
}
"""What a lively shop says to every other opinion."""


def opinion_of(order: SoldOrder, event: Happens, *, kind: str, at: datetime) -> Mapping[str, Any]:
    """The buyer's opinion after all that; kind: POSITIVE, NEUTRAL or NEGATIVE. One an order: a later one revises it."""
    facts = {
        "seller": order.seller,
        "buyer": order.buyer,
        "kind": kind,
        "text": WORDS[kind].get(event.language or order.language, WORDS[kind][""]),
        "at": at.isoformat(),
        "item_id": order.item_id,
        "title": order.title,
        "line": f"{order.item_id}-{order.transaction}",
    }
    return {"event": "opinion", "id": number_from("feedback", order.id, digits=13), "facts": facts}
