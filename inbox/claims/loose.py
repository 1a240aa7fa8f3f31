"""Entries about claims that came before there was a conversation about their order (LooseClaimEntry).

They are shown as notices of the account until a conversation about the order appears, or one that is there already gets
its order. Then each goes there once, as if it came only now.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from connectors.models import Account, Notice
from inbox.claims.as_json import from_json
from inbox.claims.claims import put_on_tickets
from inbox.models import LooseClaimEntry, Ticket
from inbox.models.ticket import CLAIM

TRY_AGAIN_FOR = timedelta(days=30)


def place_loose_claims(account: Account, tickets: Iterable[Ticket], *, now: datetime) -> int:
    """Put what waited for the orders of these tickets on their timelines; return how much that was.

    Call it whenever tickets have got their order, in the same transaction, after the order was saved.
    """
    order_ids = {ticket.order_id for ticket in tickets if ticket.order_id}
    return place_for_orders(account, order_ids, now=now, quiet=False)


def place_for_orders(account: Account, order_ids: Collection[str], *, now: datetime, quiet: bool) -> int:
    """The same by order; one query where nothing waits, none without orders.

    quiet: the conversations are of a first import or back-fill, see take_in_claims.
    """
    if not order_ids:
        return 0
    with transaction.atomic():
        waiting = LooseClaimEntry.objects.select_for_update(skip_locked=True).filter(
            account=account, order_id__in=order_ids, placed_at=None
        )
        found = list(waiting.order_by("written_at", "id"))
        return _place(account, found, now=now, quiet=quiet)


def place_forgotten(account: Account, *, now: datetime) -> int:
    """Place what a conversation is there for already: entry and order may have come at the same moment, each unseen."""
    conversations = Ticket.objects.filter(account=account, order_id=OuterRef("order_id")).exclude(kind=CLAIM)
    waiting = LooseClaimEntry.objects.filter(
        Exists(conversations), account=account, placed_at=None, written_at__gte=now - TRY_AGAIN_FOR
    )
    return place_for_orders(account, set(waiting.values_list("order_id", flat=True)), now=now, quiet=False)


def _place(account: Account, found: Sequence[LooseClaimEntry], *, now: datetime, quiet: bool) -> int:
    placed = put_on_tickets(account, [from_json(loose.entry) for loose in found], now=now, quiet=quiet)
    if placed:
        LooseClaimEntry.objects.filter(account=account, external_id__in=placed).update(placed_at=now)
        Notice.objects.filter(account=account, external_id__in=placed).delete()
    return len(placed)
