"""Claims that arrive: put on their tickets, each with its order as far as it is known.

Some claims name an item and a buyer but no order. One that names the very line of an order is that order's; for the
others the ladder looks, as for any conversation (inbox/orders/matching.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.incoming import IncomingClaim
from connectors.models import Account
from inbox.claims import claims
from inbox.models import Ticket
from inbox.names import fitting
from inbox.orders.lines import Line, orders_with_lines
from inbox.orders.matching import match_orders, one_at_a_time


def take_in_claims(account: Account, entries: Iterable[IncomingClaim], *, now: datetime, quiet: bool) -> int:
    """Store entries that are not known yet; return how many there were. See inbox/claims/claims.py for `quiet`."""
    found = _with_orders(account, entries)
    unnamed = [entry for entry in found if entry.item_id and not entry.order_id]
    if unnamed:
        one_at_a_time(account)
    new = claims.take_in_claims(account, found, now=now, quiet=quiet)
    if new and unnamed:
        _ask_ladder(account, unnamed, now=now)
    return new


def _with_orders(account: Account, entries: Iterable[IncomingClaim]) -> list[IncomingClaim]:
    entries = list(entries)
    lines = {
        entry.external_id: Line(entry.buyer.handle, entry.item_id, entry.line_id)
        for entry in entries
        if entry.buyer and not entry.order_id
    }
    orders = orders_with_lines(account, lines.values())
    named = {name: orders[line] for name, line in lines.items() if line in orders}
    return [
        replace(entry, order_id=named[entry.external_id]) if entry.external_id in named else entry for entry in entries
    ]


def _ask_ladder(account: Account, entries: Sequence[IncomingClaim], *, now: datetime) -> None:
    names = {fitting(entry.claim_id) for entry in entries}
    tickets = Ticket.objects.select_for_update(of=("self",)).select_related("account", "buyer").order_by("id")
    match_orders(account, tickets.filter(account=account, claims__external_id__in=names), now=now)
