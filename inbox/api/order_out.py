"""Orders and claims, as the API shows them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from inbox.models import Claim, ClaimKind, ClaimState, Order, OrderMatch, Ticket


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
    """An order as last seen. state, channel, fulfilled_by: in the marketplace's own words.

    buyer_note: what the buyer wrote when ordering.
    """

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
    buyer_note: str | None
    fulfilled_by: str | None


class TicketOrderOut(OrderOut):
    """match: how sure it is that the ticket is about this order; null = the marketplace says so.

    Nothing about the order should be written to the buyer where it is only "possible".
    """

    match: OrderMatch | None


class ClaimOut(BaseModel):
    """What the buyer wants put right. respond_by: the marketplace's own deadline, where it named one."""

    kind: ClaimKind
    state: ClaimState
    respond_by: datetime | None
    amount: MoneyOut | None


def ticket_order_out(order: Order | None, ticket: Ticket) -> TicketOrderOut | None:
    """None for an order that is only asked for."""
    if order is None or order.placed_at is None:
        return None
    return TicketOrderOut(**order_fields(order), match=match_out(ticket))


def match_out(ticket: Ticket) -> OrderMatch | None:
    return OrderMatch(ticket.order_match) if ticket.order_match else None


def order_fields(order: Order) -> dict[str, Any]:
    """What OrderOut wants, of an order that is known."""
    return {
        "id": order.external_id,
        "channel": order.channel or None,
        "state": order.state or None,
        "placed_at": order.placed_at,
        "items": [_item_out(item) for item in order.items],
        "total": money_out(order.total, order.currency),
        "ship_by": order.ship_by,
        "shipped_at": order.shipped_at,
        "deliver_by": order.deliver_by,
        "carrier": order.carrier or None,
        "tracking": order.tracking or None,
        "buyer_name": order.buyer_name or None,
        "buyer_note": order.buyer_note or None,
        "fulfilled_by": order.fulfilled_by or None,
    }


def claim_out(claim: Claim | None) -> ClaimOut | None:
    return ClaimOut(**claim_fields(claim)) if claim else None


def claim_fields(claim: Claim) -> dict[str, Any]:
    """What ClaimOut wants."""
    return {
        "kind": ClaimKind(claim.kind),
        "state": ClaimState(claim.state),
        "respond_by": claim.respond_by,
        "amount": money_out(claim.amount, claim.currency),
    }


def _item_out(item: dict[str, Any]) -> OrderItemOut:
    price = item.get("price")
    return OrderItemOut(
        item_id=item.get("item_id") or "",
        title=item.get("title") or "",
        quantity=item.get("quantity") or 0,
        sku=item.get("sku") or None,
        price=MoneyOut(amount=str(price), currency=item.get("currency") or None) if price else None,
    )


def money_out(amount: Decimal | None, currency: str) -> MoneyOut | None:
    return None if amount is None else MoneyOut(amount=str(amount), currency=currency or None)
