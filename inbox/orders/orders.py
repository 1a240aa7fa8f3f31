"""Orders as the marketplace shows them: one row each, the newest word wins.

Two sales channels of an account may give the same number to different orders (Order.channel). An order that was only
asked for stands under the channel of its ticket until it comes with its own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connectors.incoming import IncomingOrder, Money, OrderItem
from connectors.models import Account
from inbox.changes import bump_on_commit
from inbox.models import Order, Ticket
from inbox.names import same_person

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 12
_SHOWN = ["state", "placed_at", "changed_at", "items", "total", "currency", "buyer_name", "buyer_handle"]
_SHOWN += ["city", "country", "ship_by", "shipped_at", "deliver_by", "carrier", "tracking", "fulfilled_by"]
_SHOWN += ["cancel_requested", "buyer_note", "next_try_at", "attempts", "problem"]


@dataclass(frozen=True)
class StoredOrders:
    """count: how many orders were new or changed. new_handles: whose order it is, of those that are new to us."""

    count: int
    new_handles: frozenset[str]


_Key = tuple[str, str]
"""Channel and number."""


def store_orders(account: Account, orders: Iterable[IncomingOrder]) -> StoredOrders:
    """Store orders that are new, or no older than what is known of them.

    One that was only asked for is then there, and not asked for any more.
    """
    newest: dict[_Key, IncomingOrder] = {}
    for order in sorted(orders, key=lambda order: order.updated_at):
        newest[order.channel[:50], order.external_id[:100]] = order
    if not newest:
        return StoredOrders(0, frozenset())
    known = _known(account, newest.keys())
    rows = [_row(account, key, order) for key, order in newest.items() if _is_news(order, known.get(key))]
    Order.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "channel", "external_id"], update_fields=_SHOWN
    )
    if rows:
        tickets = Ticket.objects.filter(account=account, order_id__in=[row.external_id for row in rows])
        bump_on_commit(tickets.values_list("id", flat=True))
    new = {row.buyer_handle for row in rows if _is_new(row, known.get((row.channel, row.external_id)))}
    return StoredOrders(len(rows), frozenset(new - {""}))


def _known(account: Account, keys: Collection[_Key]) -> dict[_Key, Order]:
    """What is known of these orders, locked; those that were only asked for now under the channel they came with."""
    channels = {number: channel for channel, number in keys}
    rows = Order.objects.select_for_update().filter(account=account, external_id__in=channels).order_by("id")
    found = {(row.channel, row.external_id): row for row in rows}
    asked = [row for row in found.values() if row.placed_at is None and (row.channel, row.external_id) not in keys]
    for row in asked:
        came_as = (channels[row.external_id], row.external_id)
        if came_as in found:
            row.delete()
        else:
            row.channel = came_as[0]
            row.save(update_fields=["channel"])
            found[came_as] = row
    return found


def _is_news(order: IncomingOrder, known: Order | None) -> bool:
    return known is None or known.changed_at is None or order.updated_at >= known.changed_at


def _is_new(row: Order, known: Order | None) -> bool:
    """Whether the ladder does not know it yet: new, only asked for, or without a buyer or with other items before."""
    return (
        known is None or known.placed_at is None or known.buyer_handle != row.buyer_handle or known.items != row.items
    )


def _row(account: Account, key: _Key, order: IncomingOrder) -> Order:
    return Order(
        account=account,
        channel=key[0],
        external_id=key[1],
        state=order.state[:50],
        placed_at=order.placed_at,
        changed_at=order.updated_at,
        items=[_item(item) for item in order.items],
        total=amount(order.total),
        currency=order.total.currency[:3] if order.total else "",
        buyer_name=order.buyer_name[:255],
        buyer_handle=same_person(order.buyer_handle),
        city=order.city[:100],
        country=order.country[:2],
        ship_by=order.ship_by,
        shipped_at=order.shipped_at,
        deliver_by=order.deliver_by,
        carrier=order.carrier[:100],
        tracking=order.tracking[:100],
        fulfilled_by=order.fulfilled_by[:50],
        cancel_requested=order.cancel_requested,
        buyer_note=order.buyer_note,
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
        "line_id": item.line_id,
        "price": str(item.price.amount) if item.price else None,
        "currency": item.price.currency if item.price else "",
    }
