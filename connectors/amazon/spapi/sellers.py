"""Which marketplaces the seller takes part in. One call in a minute is granted: asked once, at check.

Source: Sellers model of 2025-02-26.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.amazon.marketplaces import Marketplace
from connectors.amazon.spapi import fields
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.rates import PARTICIPATIONS
from connectors.errors import UnexpectedAnswer
from connectors.text import marked as _

PATH = "/sellers/v1/marketplaceParticipations"


@dataclass(frozen=True)
class Participation:
    """One marketplace of the seller. active: he takes part in it now."""

    marketplace_id: str
    store_name: str
    active: bool


def participations(client: SpApiClient) -> tuple[Participation, ...]:
    """Raises Refused, TryLater, SignInAgain or UnexpectedAnswer."""
    content = client.read(PARTICIPATIONS, "GET", PATH)
    if not isinstance(content.get("payload"), list):
        raise UnexpectedAnswer(_("Amazon's answer has no list of marketplaces"))
    return tuple(
        Participation(
            marketplace_id=fields.text(fields.part(entry, "marketplace"), "id"),
            store_name=fields.text(entry, "storeName"),
            active=fields.part(entry, "participation").get("isParticipating") is True,
        )
        for entry in fields.objects(content, "payload")
    )


def store_name(found: Sequence[Participation], marketplaces: Sequence[Marketplace]) -> str:
    """The shop's name on the first of its marketplaces served here that has one, else on any."""
    names = {each.marketplace_id: each.store_name for each in found if each.store_name}
    served = [names[place.id] for place in marketplaces if place.id in names]
    return next(iter([*served, *names.values()]), "")
