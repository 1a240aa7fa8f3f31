"""An order as the simulated Octopia shows it: the fields of the fact sheet (section 5), lines and address made up."""

from datetime import datetime, timedelta
from typing import Any

from connectors.cdiscount.simulator.shown import stamp
from connectors.cdiscount.simulator.texts import channel_of
from connectors.simulation import BuyerOrders

SHIPS_WITHIN = timedelta(days=3)


def order_json(order: BuyerOrders, *, number: int, seller_id: str, now: datetime) -> dict[str, Any]:
    """seller_id: the seller's number; now: when it was changed last."""
    bought_at = order.at or now
    return {
        "orderId": f"SCID0{number:011d}",
        "reference": order.order_id,
        "salesChannel": {"id": channel_of(order.language, order.buyer)},
        "seller": {"id": seller_id},
        "customer": {"reference": order.buyer},
        "status": "Shipped" if now - bought_at > SHIPS_WITHIN and not order.lies else "InPreparation",
        "purchasedAt": stamp(bought_at),
        "createdAt": stamp(bought_at),
        "updatedAt": stamp(now),
        "shippedAtMax": stamp(bought_at + SHIPS_WITHIN),
        "currencyCode": order.currency,
        "totalPrice": {"sellingPrice": float(order.price)},
        "lines": [
            {
                "productId": order.item_id,
                "productTitle": order.item_title,
                "quantity": order.quantity,
                "totalPrice": {"sellingPrice": float(order.price)},
            }
        ],
        "shippingAddress": {"firstName": order.buyer_name, "city": order.town, "countryCode": "FR"},
    }
