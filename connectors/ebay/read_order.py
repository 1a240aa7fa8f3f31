"""An order of the Fulfillment API with its parcels -> IncomingOrder. Only id and the two dates are sure to be there.

Whether the buyer asks to cancel is read from `cancelState` alone: the list leaves `cancelRequests` empty, only a single
order has them filled in, and both must read alike.
Source: Fulfillment contract 1.20.7 (`Order`, `ShippingFulfillment`), read 2026-11.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors.ebay import fields
from connectors.ebay.values import moment, money, objects, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingOrder, Money, OrderItem

CANCELLED = "CANCELED"
ASKED = frozenset({"IN_PROGRESS", "CANCEL_REQUESTED"})


def read_order(body: Any) -> IncomingOrder:
    """Read one stored payload of kind "order". Raises UnexpectedAnswer naming what is missing."""
    order = part(body, "order")
    order_id = words(order.get("orderId"))
    if not order_id:
        raise UnexpectedAnswer("orderId is missing")
    lines = objects(order, "lineItems")
    delivery = [part(line, "lineItemFulfillmentInstructions") for line in lines]
    parcels = sorted(objects(body, "fulfillments"), key=lambda parcel: words(parcel.get("shippedDate")))
    address = _address(order)
    return IncomingOrder(
        external_id=order_id,
        channel=_channel(lines),
        state=_state(order),
        placed_at=fields.moment(order, "creationDate"),
        updated_at=fields.moment(order, "lastModifiedDate"),
        items=tuple(_item(line) for line in lines),
        total=money(part(order, "pricingSummary", "total")),
        buyer_name=words(address.get("fullName")),
        buyer_handle=words(part(order, "buyer").get("username")),
        city=words(part(address, "contactAddress").get("city")),
        country=words(part(address, "contactAddress").get("countryCode"))[:2],
        ship_by=min(_dates(delivery, "shipByDate"), default=None),
        shipped_at=min(_dates(parcels, "shippedDate"), default=None),
        deliver_by=max(_dates(delivery, "maxEstimatedDeliveryDate"), default=None),
        carrier=_last(parcels, "shippingCarrierCode"),
        tracking=_last(parcels, "shipmentTrackingNumber"),
        fulfilled_by=words(part(order, "program", "fulfillmentProgram").get("fulfilledBy")),
        cancel_requested=words(part(order, "cancelStatus").get("cancelState")) in ASKED,
        buyer_note=words(order.get("buyerCheckoutNotes")),
    )


def _state(order: Mapping[str, Any]) -> str:
    """How far it is sent; that it is cancelled or given back comes before."""
    if words(part(order, "cancelStatus").get("cancelState")) == CANCELLED:
        return CANCELLED
    paid = words(order.get("orderPaymentStatus"))
    return paid if paid == "FULLY_REFUNDED" else words(order.get("orderFulfillmentStatus"))


def _channel(lines: Sequence[Mapping[str, Any]]) -> str:
    """The site the buyer bought on, which may be another than the listing's."""
    for name in ("purchaseMarketplaceId", "listingMarketplaceId"):
        for line in lines:
            if found := words(line.get(name)):
                return found
    return ""


def _address(order: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where it is sent to, else where the buyer says he lives."""
    for start in objects(order, "fulfillmentStartInstructions"):
        if found := part(start, "shippingStep", "shipTo"):
            return found
    return part(order, "buyer", "buyerRegistrationAddress")


def _item(line: Mapping[str, Any]) -> OrderItem:
    ordered = line.get("quantity")
    quantity = ordered if isinstance(ordered, int) and not isinstance(ordered, bool) and ordered >= 0 else 1
    price: Money | None = money(line.get("lineItemCost")) or money(line.get("total"))
    return OrderItem(
        item_id=words(line.get("legacyItemId")) or words(line.get("lineItemId")),
        title=words(line.get("title")),
        quantity=quantity,
        sku=words(line.get("sku")),
        price=price,
        line_id=words(line.get("lineItemId")),
    )


def _dates(parts: Sequence[Mapping[str, Any]], name: str) -> list[datetime]:
    return [found for found in (moment(one.get(name)) for one in parts) if found is not None]


def _last(parcels: Sequence[Mapping[str, Any]], name: str) -> str:
    """Of the parcel sent last that can be followed, else of the last one."""
    followed = [parcel for parcel in parcels if words(parcel.get("shipmentTrackingNumber"))] or list(parcels)
    return words(followed[-1].get(name)) if followed else ""
