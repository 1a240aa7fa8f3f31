"""What the marketplace allows on a ticket's order now: asked for on demand, never in a page's own time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from connectors.abilities import OrderAction
from connectors.errors import MarketplaceError
from inbox.errors import InboxError
from inbox.forms.order_action import OrderActionForm
from inbox.models import Ticket
from inbox.orders import actions as order_actions
from inbox.orders.errors import ActionRefused
from inbox.people.permissions import allowed, may_answer
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.sentences import in_own_language
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.ticket import conversation_response, ticket_url
from inbox.words.languages import language_name


@dataclass(frozen=True)
class ActionLine:
    """form: None where it cannot be done now. language: that the text must be in. is_open: it was just tried."""

    name: str
    label: str
    help: str
    reason: str
    form: OrderActionForm | None
    language: str = ""
    is_open: bool = False


@allowed(may_answer)
@require_GET
def actions(request: Request, ticket_id: int) -> HttpResponse:
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    if not order_actions.has_actions(ticket):
        raise Http404
    try:
        lines = [_line(action) for action in order_actions.actions_for(ticket)]
    except MarketplaceError as error:
        return _page(request, ticket, [], problem=in_own_language(str(error)))
    return _page(request, ticket, lines)


@allowed(may_answer)
@require_POST
def act(request: Request, ticket_id: int, name: str) -> HttpResponse:
    """Carry out one action. What is refused comes back with the text as typed."""
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    if not order_actions.has_actions(ticket):
        raise Http404
    try:
        possible = order_actions.actions_for(ticket)
    except MarketplaceError as error:
        return _page(request, ticket, [], problem=in_own_language(str(error)), status=422)
    action = next((action for action in possible if action.name == name), None)
    if action is None:
        raise Http404
    form = OrderActionForm(action, request.POST, request.FILES)
    problem = str(ActionRefused(reason=_(action.reason))) if action.reason else ""
    if not problem and form.is_valid():
        try:
            order_actions.act(
                ticket,
                action=action,
                values=form.values(),
                files=form.outgoing_files(),
                by=request.user,
                now=now,
                key=form.cleaned_data["key"],
            )
        except ActionRefused as error:
            problem = str(ActionRefused(reason=in_own_language(error.reason)))
        except InboxError as error:
            problem = str(error)
        else:
            return _done(request, ticket, action)
    lines = [_line(other, form if other.name == name else None) for other in possible]
    return _page(request, ticket, lines, problem=problem, status=422)


def _done(request: Request, ticket: Ticket, action: OrderAction) -> HttpResponse:
    if request.htmx:
        fresh = get_object_or_404(ticket_of(request.user, ticket.pk))
        response = conversation_response(request, fresh, now=timezone.now())
        response.headers["HX-Retarget"] = "#conversation"
        return response
    messages.info(request, _("Done: %(action)s.") % {"action": _(action.label)})
    return redirect(ticket_url(ticket, request))


def _line(action: OrderAction, tried: OrderActionForm | None = None) -> ActionLine:
    possible = not action.reason
    form = tried or OrderActionForm(action, key=uuid.uuid4().hex)
    return ActionLine(
        name=action.name,
        label=_(action.label),
        help=_(action.help) if action.help else "",
        reason=_(action.reason) if action.reason else "",
        form=form if possible else None,
        language=language_name(action.locale),
        is_open=tried is not None,
    )


def _page(
    request: Request, ticket: Ticket, lines: Sequence[ActionLine], *, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "lines": lines,
        "problem": problem,
        "title": _("On this order"),
    }
    page = "inbox/partials/order_actions.html" if request.htmx else "inbox/order_actions.html"
    return no_cache(render(request, page, context, status=status))
