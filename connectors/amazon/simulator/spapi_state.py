"""What the stand-in of the Selling Partner API knows: sellers, their orders, and what was sent about them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from connectors.amazon.marketplaces import Marketplace

ROLES = frozenset({"orders", "messaging", "solicitations", "reports", "buyer"})
"""buyer: the restricted role without which no order shows the buyer's address."""


@dataclass
class StandInItem:
    """One line of an order. price: of one piece."""

    asin: str
    title: str
    sku: str = ""
    quantity: int = 1
    price: Decimal = Decimal("19.90")


@dataclass
class StandInPackage:
    carrier: str
    tracking: str
    shipped_at: datetime


@dataclass
class StandInOrder:
    """One order. earliest_delivery, latest_delivery: what the buyer was promised. sent: names of what was sent."""

    id: str
    seller: str
    marketplace_id: str
    placed_at: datetime
    updated_at: datetime
    items: list[StandInItem]
    currency: str = "EUR"
    status: str = "UNSHIPPED"
    by_amazon: bool = False
    buyer_name: str = ""
    buyer_email: str = ""
    city: str = ""
    country: str = ""
    packages: list[StandInPackage] = field(default_factory=list)
    cancel_requested: bool = False
    sent: list["Sent"] = field(default_factory=list)
    locale: str = "fr-FR"

    @property
    def ship_by(self) -> datetime:
        return self.placed_at + timedelta(days=2)

    @property
    def earliest_delivery(self) -> datetime:
        return self.placed_at + timedelta(days=3)

    @property
    def latest_delivery(self) -> datetime:
        return self.placed_at + timedelta(days=6)


@dataclass(frozen=True)
class Sent:
    """A typed message or a solicitation that Amazon took. files: their names."""

    order_id: str
    action: str
    text: str
    files: tuple[str, ...]
    at: datetime


@dataclass
class StandInSeller:
    """One seller with one application."""

    name: str
    client_id: str
    client_secret: str
    refresh_token: str
    places: tuple[Marketplace, ...]
    roles: frozenset[str]
    revoked: bool = False
    secret_ended: bool = False


@dataclass
class Report:
    """A report that was asked for. document: None = there is no data."""

    id: str
    type: str
    seller: str
    created_at: datetime
    start: str
    end: str
    document: bytes | None
    failed: bool = False
