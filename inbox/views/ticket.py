"""One ticket: its page, and what an agent does with it besides writing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inbox import order_lookup, tasks, triage
from inbox.forms import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.models import Message, Order, Ticket
from inbox.permissions import allowed, may_answer
from inbox.preferences import frame_of
from inbox.views.conversation import Composer, conversation_context, head_context, ticket_of
from inbox.views.queue import list_context
from inbox.views.queue_views import Filters
from inbox.views.request import Request, no_cache
from inbox.views.ticket_rows import rows_of


@allowed(may_answer)
@require_GET
def ticket(request: Request, ticket_id: int) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(ticket_of(request.user, ticket_id))
    if found.unread and found.account.marks_read:
        transaction.on_commit(partial(tasks.mark_read.delay, found.id), robust=True)
    triage.mark_seen(found, by=request.user, now=now)
    order = order_lookup.ask_for_order(found, now)
    if request.htmx and request.htmx.target == "conversation" and not request.htmx.history_restore_request:
        return conversation_response(request, found, now=now, order=order)
    context = list_context(request, now=now, current=found.id)
    context |= conversation_context(found, request, user=request.user, now=now, order=order)
    context["title"] = found.buyer_called
    return no_cache(render(request, "inbox/queue.html", context))


def conversation_response(
    request: Request,
    ticket: Ticket,
    *,
    now: datetime,
    composer: Composer | None = None,
    undo: Message | None = None,
    order: Order | None = None,
) -> HttpResponse:
    """The conversation pane for htmx, with the ticket's row of the list brought up to date beside it."""
    context = conversation_context(ticket, request, user=request.user, now=now, composer=composer, order=order)
    parts = [
        render_to_string("inbox/partials/conversation.html", context, request),
        row_html(request, ticket, now=now),
    ]
    if undo is not None:
        seconds = int(settings.UNDO_SEND.total_seconds())
        undo_bar = {"message": undo, "ticket": ticket, "beside": True, "undo_seconds": seconds}
        parts.append(render_to_string("inbox/partials/undo.html", undo_bar, request))
    return no_cache(HttpResponse("".join(parts)))


def row_html(request: Request, ticket: Ticket, *, now: datetime) -> str:
    """The ticket's row, to be swapped out of band; left alone where the list does not show it."""
    filters = Filters.read(request.GET)
    accounts = frame_of(request).accounts
    rows = rows_of([ticket], user=request.user, accounts=accounts, now=now, query=filters.query, current=ticket.id)
    context = {"rows": rows, "filters": filters, "row_partial": "inbox/partials/ticket_row.html"}
    return render_to_string("inbox/partials/row_news.html", context, request)


Change = Callable[[Ticket, Request, datetime], None]


def _change(change: Change) -> Callable[[Request, int], HttpResponse]:
    """The view of one change: carry it out; answer with head, properties and row, never with the composer."""

    @allowed(may_answer)
    @require_POST
    def view(request: Request, ticket_id: int) -> HttpResponse:
        now = timezone.now()
        found = get_object_or_404(ticket_of(request.user, ticket_id))
        change(found, request, now)
        return _changed(request, found, now=now)

    return view


def _by_form(form_class: type[Form], verb: Callable[..., None], *, field: str, as_: str) -> Change:
    """A change by one value: what the form has in `field` goes to the verb as `as_`; an invalid one does nothing."""

    def change(ticket: Ticket, request: Request, now: datetime) -> None:
        form = form_class(request.POST)
        if form.is_valid():
            verb(ticket, **{as_: form.cleaned_data[field]}, by=request.user, now=now)

    return change


def _plainly(verb: Callable[..., None]) -> Change:
    return lambda ticket, request, now: verb(ticket, by=request.user, now=now)


assign = _change(_by_form(AssignForm, triage.assign, field="agent", as_="to"))
status = _change(_by_form(StatusForm, triage.set_status, field="status", as_="status"))
priority = _change(_by_form(PriorityForm, triage.set_priority, field="priority", as_="priority"))
tags = _change(_by_form(TagsForm, triage.set_tags, field="tags", as_="tags"))
no_answer_needed = _change(_plainly(triage.no_answer_needed))
answer_needed = _change(_plainly(triage.answer_needed))


def _changed(request: Request, found: Ticket, *, now: datetime) -> HttpResponse:
    if not request.htmx:
        return redirect(ticket_url(found, request))
    found = get_object_or_404(ticket_of(request.user, found.pk))
    context = head_context(found, user=request.user, now=now) | {"beside": True, "query": request.GET.urlencode()}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/ticket_head.html", context, request)
            + render_to_string("inbox/partials/ticket_properties.html", context, request)
            + row_html(request, found, now=now)
        )
    )


def ticket_url(ticket: Ticket, request: Request) -> str:
    """The ticket's page, keeping the filters of the list."""
    query = request.GET.urlencode()
    return reverse("ticket", args=[ticket.pk]) + (f"?{query}" if query else "")
