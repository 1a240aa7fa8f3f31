"""The order and the claim of a ticket, as the API shows them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from inbox.models import Claim, ClaimKind, ClaimState, Order


class MoneyOut(BaseModel):
    """amount: a decimal number as text, so that no digit is lost. currency: ISO 4217; null if not told."""

    amount: str
    currency: str | None


class OrderItemOut(BaseModel):
    """price: of all pieces of this line together."""

    item_id: str
    title: str
    quantity: int
    sku: str | None
    price: MoneyOut | None


class OrderOut(BaseModel):
    """An order as last seen. state, channel, fulfilled_by: in the marketplace's own words."""

    id: str
    channel: str | None
    state: str | None
    placed_at: datetime
    items: list[OrderItemOut]
    total: MoneyOut | None
    ship_by: datetime | None
    shipped_at: datetime | None
    deliver_by: datetime | None
    carrier: str | None
    tracking: str | None
    buyer_name: str | None
    fulfilled_by: str | None


class ClaimOut(BaseModel):
    """What the buyer wants put right. respond_by: the marketplace's own deadline, where it named one."""

    kind: ClaimKind
    state: ClaimState
    respond_by: datetime | None
    amount: MoneyOut | None


def order_out(order: Order | None) -> OrderOut | None:
    if order is None or order.placed_at is None:
        return None
    return OrderOut(
        id=order.external_id,
        channel=order.channel or None,
        state=order.state or None,
        placed_at=order.placed_at,
        items=[_item_out(item) for item in order.items],
        total=_money(order.total, order.currency),
        ship_by=order.ship_by,
        shipped_at=order.shipped_at,
        deliver_by=order.deliver_by,
        carrier=order.carrier or None,
        tracking=order.tracking or None,
        buyer_name=order.buyer_name or None,
        fulfilled_by=order.fulfilled_by or None,
    )


def claim_out(claim: Claim | None) -> ClaimOut | None:
    if claim is None:
        return None
    return ClaimOut(
        kind=ClaimKind(claim.kind),
        state=ClaimState(claim.state),
        respond_by=claim.respond_by,
        amount=_money(claim.amount, claim.currency),
    )


def _item_out(item: dict[str, Any]) -> OrderItemOut:
    price = item.get("price")
    return OrderItemOut(
        item_id=item.get("item_id") or "",
        title=item.get("title") or "",
        quantity=item.get("quantity") or 0,
        sku=item.get("sku") or None,
        price=MoneyOut(amount=str(price), currency=item.get("currency") or None) if price else None,
    )


def _money(amount: Decimal | None, currency: str) -> MoneyOut | None:
    return None if amount is None else MoneyOut(amount=str(amount), currency=currency or None)
