"""Who stands behind an example: what of it must not be shown."""

from collections.abc import Collection, Mapping

from inbox.mining.blanking import Known
from inbox.models import Order, Ticket


def known_of(ticket_ids: Collection[int]) -> Mapping[int, Known]:
    """What is known of the people of these tickets, in two queries."""
    tickets = list(Ticket.objects.filter(pk__in=ticket_ids).select_related("buyer"))
    numbers = {ticket.order_id for ticket in tickets if ticket.order_id}
    orders = {
        (order.account_id, order.external_id): order
        for order in Order.objects.filter(external_id__in=numbers, account__in={one.account_id for one in tickets})
    }
    return {ticket.pk: _known(ticket, orders.get((ticket.account_id, ticket.order_id))) for ticket in tickets}


def _known(ticket: Ticket, order: Order | None) -> Known:
    return Known(
        names=[ticket.buyer_name, ticket.buyer.name, ticket.buyer.handle, *([order.buyer_name] if order else [])],
        orders=[ticket.order_id],
        trackings=[order.tracking] if order else [],
    )
