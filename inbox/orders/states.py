"""What an order has come to, however its marketplace writes it (SHIPPED, PartiallyShipped)."""

import re
from collections.abc import Container
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Upper

from inbox.models import Order

SHIPPED = frozenset(("SHIPPED", "FULFILLED", "DELIVERED"))
ENDED = frozenset(("RETURNED", "CANCELED", "CANCELLED", "REFUSED", "FULLYREFUNDED"))
_NEVER_SHIPPED = frozenset(("CANCELED", "CANCELLED", "REFUSED", "UNFULFILLABLE"))

PLAIN_STATE = Func(
    Upper(F("state")), Value("[^A-Z]"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
)
"""The state in capitals and without anything else, as the words above are."""


def is_in(state: str, states: Container[str]) -> bool:
    """Whether an order's state, as its marketplace writes it, is one of these."""
    return re.sub(r"[^A-Z]", "", state.upper()) in states


class OrderState(StrEnum):
    """What narrows lists of tickets. NONE: the ticket is about no order. OVERDUE: promised for a day gone by."""

    NONE = "none"
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    OVERDUE = "overdue"
    CANCEL_ASKED = "cancel_asked"
    ENDED = "ended"


def in_state(state: OrderState, *, now: datetime) -> Q:
    """What an order must be like; annotated with `plain_state`. NONE is of tickets, no order is like it."""
    has_left = Q(plain_state__in=SHIPPED) | Q(shipped_at__isnull=False)
    is_over = Q(plain_state__in=ENDED | _NEVER_SHIPPED)
    match state:
        case OrderState.TO_SHIP:
            return Q(placed_at__isnull=False) & ~has_left & ~is_over
        case OrderState.SHIPPED:
            return has_left & ~is_over
        case OrderState.OVERDUE:
            return Q(deliver_by__lt=now) & ~Q(plain_state="DELIVERED") & ~is_over
        case OrderState.CANCEL_ASKED:
            return Q(cancel_requested=True) & ~is_over
        case OrderState.ENDED:
            return is_over
    return Q(pk__in=[])


def states_of(order: Order, *, now: datetime) -> tuple[OrderState, ...]:
    """The same of one order that is at hand."""
    plain_state = re.sub(r"[^A-Z]", "", order.state.upper())
    is_over = plain_state in ENDED | _NEVER_SHIPPED
    has_left = plain_state in SHIPPED or order.shipped_at is not None
    overdue = order.deliver_by is not None and order.deliver_by < now and plain_state != "DELIVERED"
    holds = {
        OrderState.TO_SHIP: order.placed_at is not None and not has_left and not is_over,
        OrderState.SHIPPED: has_left and not is_over,
        OrderState.OVERDUE: overdue and not is_over,
        OrderState.CANCEL_ASKED: order.cancel_requested and not is_over,
        OrderState.ENDED: is_over,
    }
    return tuple(state for state, is_so in holds.items() if is_so)
