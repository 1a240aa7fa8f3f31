"""An order -> our dataclass. Pure.

`reference` names it in discussions ("match discussion.orderReference with order.reference", inferred, fact sheet,
section 5). Lines, buyer's town and parcel are not described there: they are read where they come under a usual name.
"""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingOrder, Money, OrderItem

EURO = "EUR"


def order_from(body: Any) -> IncomingOrder:
    """Raises UnexpectedAnswer naming the first key that is missing or of another type."""
    if not isinstance(body, dict):
        raise UnexpectedAnswer("an order is no object")
    currency = fields.text(body, "currencyCode", "currency") or EURO
    address = fields.part(body, "shippingAddress") or fields.part(body, "customer", "shippingAddress")
    return IncomingOrder(
        external_id=fields.required(body, "reference"),
        channel=fields.text(fields.part(body, "salesChannel"), "id"),
        state=fields.text(body, "status"),
        placed_at=fields.moment(body, "purchasedAt", "createdAt"),
        updated_at=fields.moment(body, "updatedAt", "createdAt"),
        items=tuple(_item(line, currency) for line in fields.objects(body, "lines", "orderLines")),
        total=_money(body, ("totalPrice", "totalAmount"), currency),
        buyer_name=" ".join(filter(None, (fields.text(address, "firstName"), fields.text(address, "lastName")))),
        buyer_handle=fields.text(fields.part(body, "customer"), "reference"),
        city=fields.text(address, "city"),
        country=fields.text(address, "countryCode")[:2],
        ship_by=fields.moment_or_none(body.get("shippedAtMax")),
        shipped_at=fields.moment_or_none(body.get("shippedAt")),
        cancel_requested=False,
    )


def _item(line: Mapping[str, Any], currency: str) -> OrderItem:
    offer = fields.part(line, "offer")
    ordered = line.get("quantity")
    quantity = ordered if isinstance(ordered, int) and not isinstance(ordered, bool) and ordered >= 0 else 1
    return OrderItem(
        item_id=fields.text(line, "productId") or fields.text(offer, "productId"),
        title=fields.text(line, "productTitle", "title") or fields.text(offer, "productTitle"),
        quantity=quantity,
        sku=fields.text(line, "sellerProductId") or fields.text(offer, "sellerProductId"),
        price=_money(line, ("totalPrice", "sellingPrice"), currency),
    )


def _money(content: Mapping[str, Any], names: tuple[str, ...], currency: str) -> Money | None:
    """The first of these that is an amount, or an object with one under `amount` or `sellingPrice`."""
    for name in names:
        value = content.get(name)
        if isinstance(value, dict):
            value = value.get("amount", value.get("sellingPrice"))
        found = fields.amount(value)
        if found is not None:
            return Money(found, currency)
    return None
