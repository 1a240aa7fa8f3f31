"""What lively people say to each other inside a return: a picture, a question of the shop, the buyer's answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.ebay.simulator.after_sales.state import ClaimFile, SoldOrder

SAID = (
    ("SELLER", timedelta(minutes=50), {
        "fr": "Bonjour, pouvez-vous préciser ce qui ne va pas ? Nous préparons l'étiquette de retour.",
        "de": "Guten Tag, was genau stimmt nicht? Wir bereiten das Rücksendeetikett vor.",
        "": "Hello, what exactly is wrong with it? We are preparing the return label.",
    }),
    ("BUYER", timedelta(minutes=110), {
        "fr": "C'est ce que l'on voit sur la photo. Merci pour l'étiquette.",
        "de": "Man sieht es auf dem Bild. Danke für das Etikett.",
        "": "It is what the picture shows. Thank you for the label.",
    }),
)  # fmt: skip


def exchange_in(claim: ClaimFile, order: SoldOrder, *, language: str, until: datetime) -> Iterator[Mapping[str, Any]]:
    """Events of a return that was just opened, as far as they lie before `until`; none if nothing is broken."""
    if claim.reason != "DEFECTIVE_ITEM":
        return
    shown = {"activity": "BUYER_UPLOAD_FILE", "picture": f"return-{claim.id}"}
    yield _said(claim, "BUYER", at=claim.opened_at, **shown)
    for author, after, words in SAID:
        if claim.opened_at + after < until:
            told = words.get(language or order.language, words[""])
            yield _said(claim, author, at=claim.opened_at + after, activity=f"{author}_SEND_MESSAGE", words=told)


def _said(claim: ClaimFile, author: str, *, at: datetime, **facts: str) -> Mapping[str, Any]:
    return {"event": "said", "id": claim.id, "facts": {"at": at.isoformat(), "author": author, **facts}}
