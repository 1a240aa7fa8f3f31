"""What the ticket's order tells. Without one there are no facts, so that no condition on it holds."""

from collections.abc import Iterable, Sequence

from inbox.models import Order, Ticket
from inbox.orders.states import states_of
from inbox.rules.conditions import Facts
from inbox.rules.lengths import days_between
from inbox.rules.occasion import Occasion
from inbox.tickets.about import orders_by_ticket


def facts(pairs: Sequence[tuple[Occasion, Ticket]]) -> Iterable[Facts]:
    orders = orders_by_ticket([ticket for _, ticket in pairs])
    for occasion, ticket in pairs:
        order = orders.get(ticket.pk)
        yield _facts(order, occasion) if order else {}


def _facts(order: Order, occasion: Occasion) -> Facts:
    return {
        "order": tuple(state.value for state in states_of(order, now=occasion.at)),
        "order_total": order.total,
        "product": tuple(word for item in order.items for word in (item.get("title"), item.get("sku")) if word),
        "shipped_by": order.fulfilled_by or None,
        "buyer_note": order.buyer_note or None,
        "country": order.country or None,
        "carrier": order.carrier or None,
        "tracked": bool(order.tracking),
        "days_since_order": days_between(order.placed_at, occasion.at),
        "days_late": days_between(order.deliver_by, occasion.at),
    }
