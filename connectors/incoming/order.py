"""An order and its lines."""

from dataclasses import dataclass
from datetime import datetime

from connectors.incoming.money import Money


@dataclass(frozen=True)
class OrderItem:
    """One line of an order. price: of all its pieces together, as the marketplace gives it. line_id: its number."""

    item_id: str
    title: str
    quantity: int
    sku: str = ""
    price: Money | None = None
    line_id: str = ""


@dataclass(frozen=True)
class IncomingOrder:
    """An order as it stands at `updated_at`. Everything about the buyer is optional.

    channel: the sales channel, e.g. the country's site. state: as the marketplace calls it.
    buyer_note: what the buyer wrote when ordering.
    """

    external_id: str
    channel: str
    state: str
    placed_at: datetime
    updated_at: datetime
    items: tuple[OrderItem, ...] = ()
    total: Money | None = None
    buyer_name: str = ""
    buyer_handle: str = ""
    city: str = ""
    country: str = ""
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    deliver_by: datetime | None = None
    carrier: str = ""
    tracking: str = ""
    fulfilled_by: str = ""
    cancel_requested: bool = False
    buyer_note: str = ""
