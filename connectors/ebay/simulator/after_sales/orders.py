"""The simulated Fulfillment API: getOrders, getOrder and the parcels of an order.

Source: Fulfillment contract 1.20.7, read 2026-11; error ids and words are the contract's.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.ebay.simulator.after_sales.state import AfterSalesState, SoldOrder
from connectors.ebay.simulator.refusals import Refused, gateway
from connectors.ebay.simulator.state import stamp
from connectors.simulation_server import Reply, Request, json_reply

BASE = "/sell/fulfillment/v1"
LARGEST_PAGE = 200
FILTER = re.compile(r"lastmodifieddate:\[(\S+?)\.\.(\S*?)\]")


def answer_orders(request: Request, state: AfterSalesState, *, seller: str, now: datetime, url: str) -> Reply:
    """Answer a call below /order. Raises Refused."""
    parts = request.path.removeprefix(f"{BASE}/order").strip("/").split("/")
    if not parts[0]:
        return _get_orders(request, state, seller=seller, now=now, url=url)
    order = state.orders.get(parts[0])
    if order is None or order.seller != seller:
        raise refused(400, 32100, f"Invalid order ID: {parts[0]}")
    if parts[1:] == ["shipping_fulfillment"]:
        parcels = _parcels(order)
        return json_reply(200, {"fulfillments": parcels, "total": len(parcels)})
    if parts[1:]:
        raise refused(404, 2002, "Resource not found")
    return json_reply(200, order_json(order, url=url) | {"cancelStatus": _cancel_status(order)})


def _get_orders(request: Request, state: AfterSalesState, *, seller: str, now: datetime, url: str) -> Reply:
    query = request.query
    limit, offset = _number(query, "limit", 50), _number(query, "offset", 0)
    if not 1 <= limit <= LARGEST_PAGE:
        raise refused(400, 31100, f"Invalid limit: {limit}")
    after, before = _window(query.get("filter", ""), now)
    found = [order for order in state.orders.values() if order.seller == seller and after <= order.changed_at <= before]
    found.sort(key=lambda order: (order.placed_at, order.id), reverse=True)
    content: dict[str, Any] = {
        "href": f"{url}{request.path}?{urlencode(query)}",
        "total": len(found),
        "limit": limit,
        "offset": offset,
        "orders": [order_json(order, url=url) for order in found[offset : offset + limit]],
    }
    if offset + limit < len(found):
        content["next"] = f"{url}{request.path}?{urlencode({**query, 'offset': str(offset + limit)})}"
    return json_reply(200, content)


def order_json(order: SoldOrder, *, url: str) -> dict[str, Any]:
    """An order as the contract writes it; in a list cancelRequests are always empty, as at eBay."""
    price = {"value": str(order.price), "currency": order.currency}
    address = {"city": order.town or "Lyon", "countryCode": order.site.removeprefix("EBAY_")}
    ship_to = {"fullName": order.buyer_name or order.buyer, "contactAddress": address}
    content: dict[str, Any] = {
        "orderId": order.id,
        "creationDate": stamp(order.placed_at),
        "lastModifiedDate": stamp(order.changed_at),
        "orderFulfillmentStatus": "FULFILLED" if order.shipped_at else "NOT_STARTED",
        "orderPaymentStatus": "FULLY_REFUNDED" if order.refunded else "PAID",
        "sellerId": order.seller,
        "buyer": {"username": order.buyer},
        "pricingSummary": {"priceSubtotal": price, "total": price},
        "cancelStatus": _cancel_status(order) | {"cancelRequests": []},
        "fulfillmentStartInstructions": [
            {"fulfillmentInstructionsType": "SHIP_TO", "shippingStep": {"shipTo": ship_to}}
        ],
        "fulfillmentHrefs": [f"{url}{BASE}/order/{order.id}/shipping_fulfillment/{_tracking(order)}"]
        if order.shipped_at
        else [],
        "lineItems": [_line(order, price)],
    }
    return content | ({"buyerCheckoutNotes": order.note} if order.note else {})


def _cancel_status(order: SoldOrder) -> dict[str, Any]:
    """As a single order has it. What the contract leaves open, reasons and states of requests, is invented."""
    states = {"IN_PROGRESS": "REQUESTED", "CANCELED": "COMPLETED"}
    request = {
        "cancelReason": "BUYER_ASKED_CANCEL",
        "cancelRequestedDate": stamp(order.changed_at),
        "cancelRequestId": order.line,
        "cancelRequestState": states.get(order.cancel_state, "REJECTED"),
        "cancelInitiator": "Buyer",
    }
    asked = order.cancel_state != "NONE_REQUESTED"
    return {"cancelState": order.cancel_state, "cancelRequests": [request] if asked else []}


def _line(order: SoldOrder, price: Mapping[str, str]) -> dict[str, Any]:
    return {
        "lineItemId": order.line,
        "legacyItemId": order.item_id,
        "title": order.title,
        "quantity": order.quantity,
        "lineItemCost": dict(price),
        "total": dict(price),
        "listingMarketplaceId": order.site,
        "purchaseMarketplaceId": order.site,
        "lineItemFulfillmentStatus": "FULFILLED" if order.shipped_at else "NOT_STARTED",
        "soldFormat": "FIXED_PRICE",
        "lineItemFulfillmentInstructions": {
            "shipByDate": stamp(order.placed_at + timedelta(days=2)),
            "minEstimatedDeliveryDate": stamp(order.placed_at + timedelta(days=4)),
            "maxEstimatedDeliveryDate": stamp(order.placed_at + timedelta(days=7)),
            "guaranteedDelivery": False,
        },
    }


def _parcels(order: SoldOrder) -> list[dict[str, Any]]:
    if order.shipped_at is None:
        return []
    parcel = {
        "fulfillmentId": _tracking(order),
        "shipmentTrackingNumber": _tracking(order),
        "shippingCarrierCode": "Transpost",
        "shippedDate": stamp(order.shipped_at),
        "lineItems": [{"lineItemId": order.line, "quantity": order.quantity}],
    }
    return [parcel]


def _tracking(order: SoldOrder) -> str:
    return "TP" + order.transaction[3:]


def _window(wanted: str, now: datetime) -> tuple[datetime, datetime]:
    if not wanted:
        return now - timedelta(days=90), now
    found = FILTER.fullmatch(wanted)
    if found is None:
        raise refused(400, 30700, f"Invalid filter name: {wanted.partition(':')[0]}")
    try:
        after = datetime.fromisoformat(found[1])
        before = datetime.fromisoformat(found[2]) if found[2] else now
    except ValueError:
        raise refused(400, 30810, "Invalid date format") from None
    if before > now or after > now:
        raise refused(400, 30850, "Start and end dates can't be in the future")
    if after >= before:
        raise refused(400, 30840, "Start date should be before end date")
    if after < now - timedelta(days=731):
        raise refused(400, 30830, "Time range between start date and end date must be within '2' years.")
    return after, before


def _number(query: Mapping[str, str], name: str, otherwise: int) -> int:
    given = query.get(name, str(otherwise))
    if not given.isdigit():
        raise refused(400, 31100 if name == "limit" else 31000, f"Invalid {name}: {given}")
    return int(given)


def refused(status: int, error_id: int, words: str) -> Refused:
    return Refused(gateway(status, error_id, words, domain="API_FULFILLMENT"))
