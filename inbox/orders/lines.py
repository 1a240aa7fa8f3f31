"""Which order something is about that names an item, and perhaps the line of an order, but no order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.models import Account
from inbox.models import Order
from inbox.names import same_person


@dataclass(frozen=True)
class Line:
    """A line of some order of this buyer. line_id: its own number, or the item's and it with a dash between them."""

    buyer_handle: str
    item_id: str
    line_id: str


def orders_with_lines(account: Account, lines: Iterable[Line]) -> dict[Line, str]:
    """The numbers of the orders with exactly these lines, of several the newest; one query.

    Without the lines that are in none, or that say too little to go by.
    """
    keys = {
        line: (same_person(line.buyer_handle), line.item_id, line.line_id.removeprefix(f"{line.item_id}-"))
        for line in lines
        if line.buyer_handle and line.item_id and line.line_id
    }
    if not keys:
        return {}
    orders = Order.objects.filter(account=account, buyer_handle__in={handle for handle, _, _ in keys.values()})
    found = {}
    for external_id, handle, items in orders.order_by("placed_at").values_list("external_id", "buyer_handle", "items"):
        for item in items:
            found[handle, item.get("item_id"), item.get("line_id")] = external_id
    return {line: found[key] for line, key in keys.items() if key in found}


def only_order_with_item(account: Account, *, buyer_handle: str, item_id: str, before: datetime) -> str:
    """The number of the one order of this item that this buyer had placed by then; "" if there are none or several."""
    if not (buyer_handle and item_id):
        return ""
    orders = Order.objects.filter(
        account=account,
        buyer_handle=same_person(buyer_handle),
        placed_at__lte=before,
        items__contains=[{"item_id": item_id}],
    )
    found = list(orders.values_list("external_id", flat=True)[:2])
    return found[0] if len(found) == 1 else ""
