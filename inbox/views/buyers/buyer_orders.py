"""All orders of a ticket's buyer at this account, and saying which of them the ticket is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.forms.order_choice import OrderChoiceForm
from inbox.lists.filters import Filters
from inbox.models import Order, Ticket
from inbox.orders.errors import NoSuchOrder
from inbox.orders.matching import choose_order
from inbox.people.permissions import allowed, may_answer
from inbox.tickets.about import order_of, orders_of_buyer
from inbox.views.buyers.order_words import state_words
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import beside_context, ticket_of
from inbox.views.ticket.ticket import row_html, ticket_url
from inbox.words.money import money
from inbox.words.times import exact, moment

MOST = 50


@dataclass(frozen=True)
class OrderLine:
    """titles: of its items. is_chosen: the ticket is about this one."""

    id: str
    state: str
    placed: str
    placed_exact: str
    total: str
    titles: Sequence[str]
    is_chosen: bool


@allowed(may_answer)
@require_GET
def orders(request: Request, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    return _page(request, ticket, OrderChoiceForm())


@allowed(may_answer)
@require_POST
def choose(request: Request, ticket_id: int) -> HttpResponse:
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = OrderChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, form, status=422)
    try:
        choose_order(ticket, form.chosen(), by=request.user, now=now)
    except NoSuchOrder as error:
        return _page(request, ticket, form, problem=str(error), status=422)
    return _chosen(request, ticket, now)


def _chosen(request: Request, ticket: Ticket, now: datetime) -> HttpResponse:
    """What stands beside the conversation, and the row of the list; never the composer."""
    if not request.htmx:
        return redirect(ticket_url(ticket, request))
    found = get_object_or_404(ticket_of(request.user, ticket.pk))
    context = beside_context(found, user=request.user, now=now) | {"query": Filters.read(request.GET).query}
    beside = render_to_string("inbox/partials/context.html", context, request)
    response = no_cache(HttpResponse(beside + row_html(request, found, now=now)))
    response.headers["HX-Retarget"] = "#context"
    return response


def _page(
    request: Request, ticket: Ticket, form: OrderChoiceForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    found = list(orders_of_buyer(ticket).visible_to(request.user)[: MOST + 1])
    lines = [_line(order, ticket, now) for order in found[:MOST]]
    if ticket.order_id and not any(line.is_chosen for line in lines):
        lines.insert(0, _line(order_of(ticket) or Order(external_id=ticket.order_id), ticket, now))
    context: dict[str, Any] = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "lines": lines,
        "more": len(found) > MOST,
        "is_none": bool(ticket.order_match) and not ticket.order_id,
        "form": form,
        "problem": problem,
        "title": _("All orders of this buyer"),
        "query": Filters.read(request.GET).query,
    }
    page = "inbox/partials/buyer_orders.html" if request.htmx else "inbox/buyer_orders.html"
    return no_cache(render(request, page, context, status=status))


def _line(order: Order, ticket: Ticket, now: datetime) -> OrderLine:
    return OrderLine(
        id=order.external_id,
        state=state_words(order.state),
        placed=moment(order.placed_at, now=now) if order.placed_at else "",
        placed_exact=exact(order.placed_at) if order.placed_at else "",
        total=money(order.total, order.currency),
        titles=[item.get("title") or item.get("item_id") or "" for item in order.items],
        is_chosen=order.external_id == ticket.order_id,
    )
