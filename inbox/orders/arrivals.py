"""Orders that arrive: stored, and found again by the conversations that are about them."""

from collections.abc import Iterable
from datetime import datetime

from connectors.incoming import IncomingOrder
from connectors.models import Account
from inbox.orders.matching import match_tickets_of
from inbox.orders.orders import store_orders


def take_in_orders(account: Account, orders: Iterable[IncomingOrder], *, now: datetime) -> int:
    """Store orders that are new or changed; return how many there were."""
    stored = store_orders(account, orders)
    if stored.new_handles:
        match_tickets_of(account, stored.new_handles, now=now)
    return stored.count
