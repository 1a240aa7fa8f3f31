"""An order of the Orders API v2026-01-01 -> IncomingOrder. Nothing is sure to be there but id, times and items.

Source: Amazon's model of 2026-07-29 (`Order`).
"""

from collections.abc import Mapping
from typing import Any

from connectors.amazon.marketplaces import of_id
from connectors.amazon.relay import relay_from
from connectors.amazon.spapi import fields
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingOrder, Money, OrderItem
from connectors.text import marked as _


def read_order(body: Any) -> IncomingOrder:
    """Read one `Order`. Raises UnexpectedAnswer naming what is missing."""
    if not isinstance(body, dict):
        raise UnexpectedAnswer(_("an order is no object"))
    order_id = fields.text(body, "orderId")
    if not order_id:
        raise UnexpectedAnswer("orderId is missing")
    fulfilment = fields.part(body, "fulfillment")
    address = fields.part(body, "recipient", "deliveryAddress")
    package = _package(body)
    shipped = [fields.moment_or_none(each, "shipTime") for each in fields.objects(body, "packages")]
    items = fields.objects(body, "orderItems")
    return IncomingOrder(
        external_id=order_id,
        channel=_channel(body),
        state=fields.text(fulfilment, "fulfillmentStatus"),
        placed_at=fields.moment(body, "createdTime"),
        updated_at=fields.moment(body, "lastUpdatedTime"),
        items=tuple(_item(item) for item in items),
        total=fields.money(fields.part(body, "proceeds", "grandTotal")),
        buyer_name=fields.text(fields.part(body, "buyer"), "buyerName"),
        buyer_handle=_handle(fields.text(fields.part(body, "buyer"), "buyerEmail")),
        city=fields.text(address, "city"),
        country=fields.text(address, "countryCode")[:2],
        ship_by=fields.moment_or_none(fields.part(fulfilment, "shipByWindow"), "latestDateTime"),
        shipped_at=min(filter(None, shipped), default=None),
        deliver_by=fields.moment_or_none(fields.part(fulfilment, "deliverByWindow"), "latestDateTime"),
        carrier=fields.text(package, "carrier"),
        tracking=fields.text(package, "trackingNumber"),
        fulfilled_by=fields.text(fulfilment, "fulfilledBy"),
        cancel_requested=any(_cancel_requested(item) for item in items),
    )


def marketplace_id(body: Mapping[str, Any]) -> str:
    """The id of the site the order was placed on, "" if it does not say."""
    return fields.text(fields.part(body, "salesChannel"), "marketplaceId")


def _channel(body: Mapping[str, Any]) -> str:
    channel = fields.part(body, "salesChannel")
    known = of_id(fields.text(channel, "marketplaceId"))
    named = f"Amazon.{known.domain}" if known else ""
    return fields.text(channel, "marketplaceName") or named or fields.text(channel, "channelName")


def _package(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The package sent last that can be followed, else the first one, else nothing."""
    packages = fields.objects(body, "packages")
    followed = [each for each in packages if fields.text(each, "trackingNumber")]
    followed.sort(key=lambda each: fields.text(each, "shipTime"))
    return followed[-1] if followed else (packages[0] if packages else {})


def _item(item: Mapping[str, Any]) -> OrderItem:
    product = fields.part(item, "product")
    ordered = item.get("quantityOrdered")
    quantity = ordered if isinstance(ordered, int) and not isinstance(ordered, bool) and ordered >= 0 else 1
    asin = fields.text(product, "asin")
    return OrderItem(
        item_id=asin or fields.text(item, "orderItemId"),
        title=fields.text(product, "title"),
        quantity=quantity,
        sku=fields.text(product, "sellerSku"),
        price=_price(item, quantity),
    )


def _price(item: Mapping[str, Any], quantity: int) -> Money | None:
    """What the goods cost, without shipping and tax of their own lines; else one piece's price times their number."""
    for line in fields.objects(fields.part(item, "proceeds"), "breakdowns"):
        if fields.text(line, "type") == "ITEM":
            return fields.money(fields.part(line, "subtotal"))
    each = fields.money(fields.part(item, "product", "price", "unitPrice"))
    return Money(each.amount * quantity, each.currency) if each else None


def _cancel_requested(item: Mapping[str, Any]) -> bool:
    """The buyer has asked to cancel, and nobody has cancelled yet."""
    cancellation = fields.part(item, "cancellation")
    return bool(cancellation.get("cancellationRequest")) and not cancellation.get("cancellationExecution")


def _handle(address: str) -> str:
    """The buyer as the mails name him; "" for an address that many share, such as that of Amazon Business."""
    relay = relay_from(address)
    return relay.handle if relay else ""
