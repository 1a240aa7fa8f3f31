"""The simulated Orders API v2026-01-01: getOrder and searchOrders over what the stand-in knows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.amazon.marketplaces import of_id
from connectors.amazon.simulator.spapi_refusals import invalid, no_role, unknown
from connectors.amazon.simulator.spapi_state import StandInItem, StandInOrder, StandInSeller
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/orders/2026-01-01/orders"
SETTLED = timedelta(minutes=2)
OLDEST = timedelta(days=731)
KNOWN = frozenset(
    {"BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES"}
    | {"TAX", "PAYMENT", "FULFILLMENT_ORDERS"}
)
SHOWN_TO_MERCHANT = frozenset({"UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"})


def get_order(request: Request, seller: StandInSeller, orders: Mapping[str, StandInOrder]) -> Reply:
    _check_role(seller)
    order = orders.get(request.path.removeprefix(f"{PATH}/"))
    if order is None or order.seller != seller.name:
        raise unknown("The order")
    return json_reply(200, {"order": order_json(order, seller, included=_included(request))})


def search_orders(request: Request, seller: StandInSeller, orders: Iterable[StandInOrder], *, now: datetime) -> Reply:
    """Orders by lastUpdated or created, oldest change first; the token is the position in that list."""
    _check_role(seller)
    query = request.query
    name = "lastUpdated" if "lastUpdatedAfter" in query else "created"
    if ("lastUpdatedAfter" in query) == ("createdAfter" in query):
        raise invalid("Exactly one of createdAfter and lastUpdatedAfter must be given.")
    after, before = _moment(query[f"{name}After"]), now - SETTLED
    if f"{name}Before" in query:
        before = _moment(query[f"{name}Before"])
        if before > now - SETTLED or before < after:
            raise invalid(f"{name}Before must be at least two minutes in the past, and not before {name}After.")
    size = int(query.get("maxResultsPerPage", "100"))
    if not 1 <= size <= 100:
        raise invalid("maxResultsPerPage must be between 1 and 100.")
    found = [
        order
        for order in orders
        if order.seller == seller.name
        and order.marketplace_id in query.get("marketplaceIds", order.marketplace_id).split(",")
        and after <= (order.updated_at if name == "lastUpdated" else order.placed_at) <= before
        and order.placed_at > now - OLDEST
    ]
    found.sort(key=lambda order: (order.updated_at, order.id))
    start = _position(query.get("paginationToken", ""))
    content: dict[str, Any] = {
        "orders": [order_json(order, seller, included=_included(request)) for order in found[start : start + size]],
        f"{name}Before": _written(before),
    }
    if start + size < len(found):
        content["pagination"] = {"nextToken": f"next-{start + size}"}
    return json_reply(200, content)


def order_json(order: StandInOrder, seller: StandInSeller, *, included: frozenset[str]) -> dict[str, Any]:
    """An order as the model writes it, with the datasets asked for and what this seller's roles show."""
    site = of_id(order.marketplace_id)
    content: dict[str, Any] = {
        "orderId": order.id,
        "createdTime": _written(order.placed_at),
        "lastUpdatedTime": _written(order.updated_at),
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": order.marketplace_id,
            "marketplaceName": f"Amazon.{site.domain}" if site else "Amazon",
        },
        "orderItems": [_item(order, item, number, included) for number, item in enumerate(order.items, start=1)],
    }
    total = sum((item.price * item.quantity for item in order.items), start=order.items[0].price * 0)
    parts: dict[str, Any] = {
        "BUYER": ("buyer", _buyer(order, seller)),
        "RECIPIENT": ("recipient", _recipient(order, seller)),
        "PROCEEDS": ("proceeds", {"grandTotal": {"amount": str(total), "currencyCode": order.currency}}),
        "FULFILLMENT": ("fulfillment", _fulfilment(order)),
        "PACKAGES": ("packages", [] if order.by_amazon else _packages(order)),
    }
    return content | {name: part for dataset, (name, part) in parts.items() if dataset in included and part}


def _buyer(order: StandInOrder, seller: StandInSeller) -> dict[str, str]:
    if "buyer" not in seller.roles or order.by_amazon or order.status not in SHOWN_TO_MERCHANT:
        return {}
    return {"buyerName": order.buyer_name, "buyerEmail": order.buyer_email}


def _recipient(order: StandInOrder, seller: StandInSeller) -> dict[str, Any]:
    if "buyer" not in seller.roles or not order.country:
        return {}
    return {"deliveryAddress": {"city": order.city, "countryCode": order.country}}


def _fulfilment(order: StandInOrder) -> dict[str, Any]:
    return {
        "fulfillmentStatus": order.status,
        "fulfilledBy": "AMAZON" if order.by_amazon else "MERCHANT",
        "fulfillmentServiceLevel": "STANDARD",
        "shipByWindow": {"earliestDateTime": _written(order.placed_at), "latestDateTime": _written(order.ship_by)},
        "deliverByWindow": {
            "earliestDateTime": _written(order.earliest_delivery),
            "latestDateTime": _written(order.latest_delivery),
        },
    }


def _packages(order: StandInOrder) -> list[dict[str, Any]]:
    return [
        {
            "packageReferenceId": str(number),
            "packageStatus": {"status": "IN_TRANSIT"},
            "carrier": package.carrier,
            "trackingNumber": package.tracking,
            "shipTime": _written(package.shipped_at),
        }
        for number, package in enumerate(order.packages, start=1)
    ]


def _item(order: StandInOrder, item: StandInItem, number: int, included: frozenset[str]) -> dict[str, Any]:
    subtotal = {"amount": str(item.price * item.quantity), "currencyCode": order.currency}
    each = {"amount": str(item.price), "currencyCode": order.currency}
    product: dict[str, Any] = {"asin": item.asin, "title": item.title, "price": {"unitPrice": each}}
    if item.sku:
        product["sellerSku"] = item.sku
    content: dict[str, Any] = {
        "orderItemId": f"{order.id.replace('-', '')[-12:]}{number:02}",
        "quantityOrdered": item.quantity,
        "product": product,
    }
    if "PROCEEDS" in included:
        breakdown = [{"type": "ITEM", "subtotal": subtotal}]
        content["proceeds"] = {"proceedsTotal": subtotal, "breakdowns": breakdown}
    if "CANCELLATION" in included and order.cancel_requested:
        asked = {"requester": "BUYER", "cancelReason": "ORDERED_BY_MISTAKE"}
        content["cancellation"] = {"cancellationRequest": asked}
    return content


def _check_role(seller: StandInSeller) -> None:
    if "orders" not in seller.roles:
        raise no_role()


def _included(request: Request) -> frozenset[str]:
    given = frozenset(filter(None, request.query.get("includedData", "").split(",")))
    if not given <= KNOWN:
        raise invalid("includedData has an unknown value.")
    return given


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise invalid() from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _position(token: str) -> int:
    if not token:
        return 0
    number = token.removeprefix("next-")
    if not number.isdigit():
        raise invalid("paginationToken is not valid.")
    return int(number)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
