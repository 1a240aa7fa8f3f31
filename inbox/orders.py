"""Take in orders as the marketplace shows them: one row each, the newest word wins."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from connectors.incoming import IncomingOrder, Money, OrderItem
from connectors.models import Account
from inbox.changes import bump_on_commit
from inbox.models import Order, Ticket

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 12
_SHOWN = ["channel", "state", "placed_at", "changed_at", "items", "total", "currency", "buyer_name", "buyer_handle"]
_SHOWN += ["city", "country", "ship_by", "shipped_at", "deliver_by", "carrier", "tracking", "fulfilled_by"]
_SHOWN += ["cancel_requested", "next_try_at", "attempts", "problem"]


def take_in_orders(account: Account, orders: Iterable[IncomingOrder]) -> int:
    """Store orders that are new, or no older than what is known of them; return how many there were.

    One that was only asked for is then there, and not asked for any more.
    """
    newest: dict[str, IncomingOrder] = {}
    for order in sorted(orders, key=lambda order: order.updated_at):
        newest[order.external_id[:100]] = order
    if not newest:
        return 0
    known = Order.objects.select_for_update().filter(account=account, external_id__in=newest)
    changed_at = dict(known.values_list("external_id", "changed_at"))
    rows = [
        _row(account, external_id, order)
        for external_id, order in newest.items()
        if (last := changed_at.get(external_id)) is None or order.updated_at >= last
    ]
    Order.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "external_id"], update_fields=_SHOWN
    )
    if rows:
        tickets = Ticket.objects.filter(account=account, order_id__in=[row.external_id for row in rows])
        bump_on_commit(tickets.values_list("id", flat=True))
    return len(rows)


def _row(account: Account, external_id: str, order: IncomingOrder) -> Order:
    return Order(
        account=account,
        external_id=external_id,
        channel=order.channel[:50],
        state=order.state[:50],
        placed_at=order.placed_at,
        changed_at=order.updated_at,
        items=[_item(item) for item in order.items],
        total=amount(order.total),
        currency=order.total.currency[:3] if order.total else "",
        buyer_name=order.buyer_name[:255],
        buyer_handle=order.buyer_handle[:255],
        city=order.city[:100],
        country=order.country[:2],
        ship_by=order.ship_by,
        shipped_at=order.shipped_at,
        deliver_by=order.deliver_by,
        carrier=order.carrier[:100],
        tracking=order.tracking[:100],
        fulfilled_by=order.fulfilled_by[:50],
        cancel_requested=order.cancel_requested,
    )


def amount(money: Money | None) -> Decimal | None:
    """What fits into a column of cents; None if there is none, or no sane one."""
    if money is None or not money.amount.is_finite() or abs(money.amount) >= _LARGEST:
        return None
    return money.amount.quantize(_CENT)


def _item(item: OrderItem) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "title": item.title,
        "quantity": item.quantity,
        "sku": item.sku,
        "price": str(item.price.amount) if item.price else None,
        "currency": item.price.currency if item.price else "",
    }
