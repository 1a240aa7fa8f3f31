"""What tickets are about: the order and the claim of each, in one query for all of them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from inbox.models import BuyerHandle, Claim, Order, Ticket, User
from inbox.models.order import OrderQuerySet


def order_of(ticket: Ticket) -> Order | None:
    """The row of the ticket's order, known or only asked for."""
    if not ticket.order_id:
        return None
    rows = Order.objects.filter(account_id=ticket.account_id, external_id=ticket.order_id)
    fitting = [row for row in rows if _same_channel(ticket, row)]
    return max(
        fitting, key=lambda row: (row.placed_at is not None, row.channel == ticket.channel, row.pk), default=None
    )


def orders_by_ticket(tickets: Sequence[Ticket]) -> dict[int, Order]:
    """The order of each ticket that has one we know something of, by ticket id."""
    named = [ticket for ticket in tickets if ticket.order_id]
    if not named:
        return {}
    rows = Order.objects.filter(
        account_id__in={ticket.account_id for ticket in named}, external_id__in={ticket.order_id for ticket in named}
    ).exclude(placed_at=None)
    found = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.account_id, row.external_id].append(row)
    return {
        ticket.pk: row
        for ticket in named
        for row in sorted(found[ticket.account_id, ticket.order_id], key=lambda row: row.channel == ticket.channel)
        if _same_channel(ticket, row)
    }


def orders_of_buyer(ticket: Ticket) -> OrderQuerySet:
    """All orders of the ticket's buyer at this account, under any of his names, the newest first."""
    names = BuyerHandle.objects.filter(buyer=ticket.buyer_id).exclude(handle="").values("handle")
    his = Order.objects.filter(account=ticket.account_id, buyer_handle__in=names).exclude(buyer_handle="")
    return his.exclude(placed_at=None).order_by("-placed_at", "-id")


def bought_otherwise(user: User) -> Exists:
    """For tickets: whether the buyer has another order at this account, of those that the user may see."""
    names = BuyerHandle.objects.filter(buyer=OuterRef(OuterRef("buyer"))).exclude(handle="").values("handle")
    his = Order.objects.visible_to(user).filter(account=OuterRef("account"), buyer_handle__in=names)
    indexed = his.exclude(buyer_handle="")  # said again, for the index of orders by buyer has no others
    return Exists(indexed.exclude(placed_at=None).exclude(external_id=OuterRef("order_id")))


def tickets_about(order: Order, *, user: User) -> list[Ticket]:
    """The tickets about an order that this user may see, the newest talk first."""
    tickets = Ticket.objects.visible_to(user).filter(account_id=order.account_id, order_id=order.external_id)
    return [ticket for ticket in tickets.order_by("-last_message_at", "-id") if _same_channel(ticket, order)]


def ids_of_tickets_about(order: Order) -> list[int]:
    """Of all tickets about an order, whoever may see them."""
    tickets = Ticket.objects.filter(account_id=order.account_id, order_id=order.external_id)
    return [ticket.pk for ticket in tickets.only("id", "channel").order_by("id") if _same_channel(ticket, order)]


def claims_about(order: Order, tickets: Sequence[Ticket]) -> list[Claim]:
    """The claims on these tickets that are about the order or name none; open ones first, then the newest."""
    rows = Claim.objects.filter(ticket__in=tickets, order_id__in=["", order.external_id])
    return sorted(rows, key=_importance, reverse=True)


def _same_channel(ticket: Ticket, order: Order) -> bool:
    """Where tickets name no sales channel, orders may all the same: there it is only the site the buyer bought on."""
    return not ticket.channel or order.channel in ("", ticket.channel)


def claims_by_ticket(tickets: Sequence[Ticket]) -> dict[int, Claim]:
    """The open claim of each ticket, else its newest one, by ticket id."""
    ids = [ticket.pk for ticket in tickets]
    rows = Claim.objects.filter(ticket_id__in=ids) if ids else ()
    return {claim.ticket_id: claim for claim in sorted(rows, key=_importance)}


def _importance(claim: Claim) -> tuple[object, ...]:
    """The last one in this order is shown."""
    return claim.ended_at is None, claim.changed_at, claim.pk
