"""Which ticket an opinion of a buyer belongs with: one about its order, else his latest about that item."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from connectors.models import Account
from inbox.models import BuyerHandle, Feedback, Ticket
from inbox.models.ticket import CLAIM
from inbox.names import same_person


def link_to_tickets(account: Account, opinions: Sequence[Feedback]) -> None:
    """Set `ticket_id` of those that have none, as far as there is one; nothing is saved."""
    loose = [opinion for opinion in opinions if opinion.ticket_id is None]
    by_order = _by_order(account, {opinion.order_id for opinion in loose if opinion.order_id})
    unnamed = [opinion for opinion in loose if not opinion.order_id and opinion.buyer_handle and opinion.item_id]
    by_item = _by_item(account, unnamed) if unnamed else {}
    for opinion in loose:
        item = (same_person(opinion.buyer_handle), opinion.item_id)
        found = by_order.get(opinion.order_id, []) if opinion.order_id else by_item.get(item, [])
        opinion.ticket_id = _best(found, opinion.written_at)


def link_to_orders(account: Account, order_ids: Collection[str]) -> None:
    """After tickets came: give them the opinions about their orders that came before. One query if there are none."""
    if not order_ids:
        return
    loose = list(Feedback.objects.filter(account=account, ticket=None, order_id__in=order_ids))
    link_to_tickets(account, loose)
    Feedback.objects.bulk_update([opinion for opinion in loose if opinion.ticket_id], ["ticket"])


def _by_order(account: Account, order_ids: Collection[str]) -> dict[str, list[Ticket]]:
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in Ticket.objects.filter(account=account, order_id__in=order_ids) if order_ids else ():
        found[ticket.order_id].append(ticket)
    return found


def _by_item(account: Account, opinions: Iterable[Feedback]) -> dict[tuple[str, str], list[Ticket]]:
    """Tickets by a name of their buyer and their item."""
    names = {same_person(opinion.buyer_handle) for opinion in opinions}
    rows = BuyerHandle.objects.filter(account=account, handle__in=names).values_list("buyer_id", "handle")
    handles: dict[int, list[str]] = defaultdict(list)
    for buyer_id, handle in rows:
        handles[buyer_id].append(handle)
    items = {opinion.item_id for opinion in opinions}
    found: dict[tuple[str, str], list[Ticket]] = defaultdict(list)
    for ticket in Ticket.objects.filter(account=account, buyer_id__in=handles, item_id__in=items):
        for handle in handles[ticket.buyer_id]:
            found[handle, ticket.item_id].append(ticket)
    return found


def _best(tickets: Sequence[Ticket], written_at: datetime) -> int | None:
    """The newest that was there when the opinion was written, a conversation before a claim; else the newest."""
    ranked = sorted(tickets, key=lambda one: (one.created_at <= written_at, one.kind != CLAIM, one.created_at, one.pk))
    return ranked[-1].pk if ranked else None
