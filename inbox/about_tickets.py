"""What tickets are about: the order and the claim of each, in one query for all of them."""

from collections.abc import Sequence

from inbox.models import Claim, Order, Ticket


def orders_by_ticket(tickets: Sequence[Ticket]) -> dict[int, Order]:
    """The order of each ticket that has one we know something of, by ticket id."""
    named = [ticket for ticket in tickets if ticket.order_id]
    if not named:
        return {}
    rows = Order.objects.filter(
        account_id__in={ticket.account_id for ticket in named}, external_id__in={ticket.order_id for ticket in named}
    ).exclude(placed_at=None)
    found = {(order.account_id, order.external_id): order for order in rows}
    return {
        ticket.pk: found[ticket.account_id, ticket.order_id]
        for ticket in named
        if (ticket.account_id, ticket.order_id) in found
    }


def claims_by_ticket(tickets: Sequence[Ticket]) -> dict[int, Claim]:
    """The open claim of each ticket, else its newest one, by ticket id."""
    ids = [ticket.pk for ticket in tickets]
    rows = Claim.objects.filter(ticket_id__in=ids) if ids else ()
    return {claim.ticket_id: claim for claim in sorted(rows, key=_importance)}


def _importance(claim: Claim) -> tuple[object, ...]:
    """The last one in this order is shown."""
    return claim.ended_at is None, claim.changed_at, claim.pk
