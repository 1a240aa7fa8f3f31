"""Who the seller is, and what of his account is not shown to us.

That `GET /sellers` names the shop is assumed: the fact sheet knows seller data by its feature page only (section 3). If
it does not, the seller is called by his number.
"""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.fields import objects, text
from connectors.cdiscount.indicators import Indicators
from connectors.cdiscount.orders import Orders
from connectors.cdiscount.problems import Refused
from connectors.errors import UnexpectedAnswer
from connectors.facts import AccountFacts
from connectors.text import marked as _

PATH = "/sellers"
NO_ORDERS = _("Orders cannot be read with these credentials: the seller must delegate them at Octopia.")
NO_INDICATORS = _("Seller indicators cannot be read with these credentials: the seller must delegate them at Octopia.")


def account_facts(client: OctopiaClient) -> AccountFacts:
    """Raises SignInAgain where discussions cannot be read: without them there is nothing to do here."""
    try:
        client.get("/discussions", {"pageIndex": "1", "pageSize": "1"})
    except Refused as error:
        raise no_access(error, "discussions") from error
    name = _shop_name(client)
    missing = [] if Orders(client).visible() else [NO_ORDERS]
    missing += [] if Indicators(client).visible() else [NO_INDICATORS]
    return AccountFacts(
        name=name or f"Cdiscount {client.seller_id}",
        identity={"seller_id": client.seller_id, "name": name},
        missing=tuple(missing),
    )


def _shop_name(client: OctopiaClient) -> str:
    try:
        content = client.get(PATH).json()
    except (Refused, UnexpectedAnswer):
        return ""
    return next((name for seller in _sellers(content) if (name := _name(seller, client.seller_id))), "")


def _sellers(content: Any) -> list[Mapping[str, Any]]:
    if isinstance(content, dict):
        return objects(content, "items") or [content]
    return objects({"items": content}, "items")


def _name(seller: Mapping[str, Any], seller_id: str) -> str:
    if text(seller, "sellerId", "id") not in ("", seller_id):
        return ""
    return text(seller, "shopName", "name", "login")
