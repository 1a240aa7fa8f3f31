"""One order, with what was written and claimed about it."""

from datetime import datetime

from django.http import Http404
from ninja import Query, Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.order_out import ClaimOut, OrderOut, claim_fields, match_out, order_fields
from inbox.api.problems import ProblemError
from inbox.models import Claim, Order, OrderMatch, Status, Ticket, User
from inbox.people.permissions import may_answer
from inbox.tickets.about import claims_about, tickets_about

router = Router(tags=["orders"])


class TicketAboutOrder(BaseModel):
    """match: how sure it is that the ticket is about this order; null = the marketplace says so."""

    id: int
    kind: str
    subject: str | None
    status: Status
    match: OrderMatch | None
    last_message_at: datetime


class ClaimAboutOrder(ClaimOut):
    """id: the marketplace's own. ticket_id: where it is treated."""

    id: str
    ticket_id: int


class OrderDetail(OrderOut):
    """tickets: the newest talk first. claims: the open ones first."""

    marketplace: str
    account_id: int
    tickets: list[TicketAboutOrder]
    claims: list[ClaimAboutOrder]


class WhichOrder(BaseModel):
    """Only needed where two accounts or two sales channels have an order of the same number."""

    account_id: int | None = None
    channel: str | None = None


@router.get("/orders/{order_id}", response={200: OrderDetail, **problems(401, 403, 404, 409, 422, 429)})
def get_order(request: ApiRequest, order_id: str, which: Query[WhichOrder]) -> OrderDetail:
    """One order by the marketplace's number of it (a ticket's `order.id`), with its tickets and claims."""
    user = require(request, may_answer)
    return _detail(_order_or_404(order_id, which, user), user)


def _order_or_404(order_id: str, which: WhichOrder, user: User) -> Order:
    seen = Order.objects.visible_to(user)
    orders = seen.filter(external_id=order_id, placed_at__isnull=False).select_related("account")
    if which.account_id is not None:
        orders = orders.filter(account_id=which.account_id)
    if which.channel is not None:
        orders = orders.filter(channel=which.channel)
    found = list(orders.defer("account__credentials")[:2])
    if not found:
        raise Http404(order_id)
    if len(found) > 1:
        raise ProblemError(409, "Several orders have this number: say account_id, and channel if that is not enough.")
    return found[0]


def _detail(order: Order, user: User) -> OrderDetail:
    tickets = tickets_about(order, user=user)
    return OrderDetail(
        **order_fields(order),
        marketplace=order.account.marketplace,
        account_id=order.account_id,
        tickets=[_ticket_out(ticket) for ticket in tickets],
        claims=[_claim_out(claim) for claim in claims_about(order, tickets)],
    )


def _ticket_out(ticket: Ticket) -> TicketAboutOrder:
    return TicketAboutOrder(
        id=ticket.pk,
        kind=ticket.kind,
        subject=ticket.subject or None,
        status=Status(ticket.status),
        match=match_out(ticket),
        last_message_at=ticket.last_message_at,
    )


def _claim_out(claim: Claim) -> ClaimAboutOrder:
    return ClaimAboutOrder(**claim_fields(claim), id=claim.external_id, ticket_id=claim.ticket_id)
