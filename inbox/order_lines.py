"""Which order something is about that names an item, and perhaps the line of an order, but no order."""

from datetime import datetime

from connectors.models import Account
from inbox.models import Order
from inbox.names import same_person


def order_with_line(account: Account, *, buyer_handle: str, item_id: str, line_id: str) -> str:
    """The number of this buyer's order with exactly that line; "" if there is none, or nothing to go by.

    line_id: the line's own number, or the item's and it with a dash between them.
    """
    if not (buyer_handle and item_id and line_id):
        return ""
    line = {"item_id": item_id, "line_id": line_id.removeprefix(f"{item_id}-")}
    orders = Order.objects.filter(account=account, buyer_handle=same_person(buyer_handle), items__contains=[line])
    return orders.order_by("-placed_at").values_list("external_id", flat=True).first() or ""


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
