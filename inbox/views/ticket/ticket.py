"""One ticket: its page, and what an agent does with it besides writing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inbox import presence, tasks
from inbox.alerts.counting import mark_ticket_read
from inbox.errors import InboxError
from inbox.forms.ticket_work import LanguageForm, LevelForm, TopicForm
from inbox.forms.tickets import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.lists.filters import Filters
from inbox.models import Message, Order, Ticket, User
from inbox.orders import lookup
from inbox.people.permissions import allowed, may_answer
from inbox.people.preferences import frame_of
from inbox.sending.recipients import recipient_name
from inbox.tickets import topics, triage
from inbox.tickets.language import set_language
from inbox.views.lists.list_pane import list_context
from inbox.views.lists.ticket_rows import rows_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import conversation_context, head_context, ticket_of
from inbox.views.writing.composer import Composer


@allowed(may_answer)
@require_GET
def ticket(request: Request, ticket_id: int) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(ticket_of(request.user, ticket_id).select_related("merged_into"))
    if found.merged_into is not None:
        return redirect(ticket_url(found.merged_into, request))
    order = opened(found, by=request.user, now=now)
    if request.htmx and request.htmx.target == "conversation" and not request.htmx.history_restore_request:
        return conversation_response(request, found, now=now, order=order)
    context = list_context(request, now=now, current=found.id)
    context |= conversation_context(found, request, user=request.user, now=now, order=order)
    context["title"] = found.buyer_called
    return no_cache(render(request, "inbox/queue.html", context))


def opened(ticket: Ticket, *, by: User, now: datetime) -> Order | None:
    """What comes of somebody's opening a ticket: it is read, here and at the marketplace; its order is looked up."""
    presence.look(ticket.pk, by.pk, now)
    if ticket.unread and ticket.account.marks_read:
        transaction.on_commit(partial(tasks.mark_read.delay, ticket.id), robust=True)
    triage.mark_seen(ticket, by=by, now=now)
    mark_ticket_read(by, ticket.pk, now=now)
    return lookup.ask_for_order(ticket, now)


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
        left = undo.ticket
        addressee = recipient_name(undo.account, undo.recipient) if undo.recipient else left.buyer_called
        undo_bar = {"message": undo, "ticket": left, "addressee": addressee, "undo_seconds": seconds}
        undo_bar["query"] = context["query"]
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
        try:
            change(found, request, now)
        except InboxError as error:
            return refused(request, found, error)
        return changed(request, found, now=now)

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
topic = _change(_by_form(TopicForm, topics.set_topic, field="topic", as_="topic"))
language = _change(_by_form(LanguageForm, set_language, field="language", as_="language"))
level = _change(_by_form(LevelForm, topics.set_level, field="level", as_="level"))


def refused(request: Request, found: Ticket, error: InboxError) -> HttpResponse:
    """The ticket's page as it stands, with what the rule says on top."""
    messages.warning(request, str(error))
    response = redirect(ticket_url(found, request))
    if not request.htmx:
        return response
    return HttpResponse(headers={"HX-Redirect": response.url})


def changed(request: Request, found: Ticket, *, now: datetime) -> HttpResponse:
    """What a change may have moved: head, properties and row; only the row where that asks. The composer stays."""
    if not request.htmx:
        return redirect(ticket_url(found, request))
    found = get_object_or_404(ticket_of(request.user, found.pk))
    if request.htmx.target == f"ticket-{found.pk}":
        return no_cache(HttpResponse(row_html(request, found, now=now)))
    context = head_context(found, user=request.user, now=now) | {"beside": True, "query": request.GET.urlencode()}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/ticket_head.html", context, request)
            + render_to_string("inbox/partials/ticket_news.html", context, request)
            + render_to_string("inbox/partials/ticket_properties.html", context, request)
            + row_html(request, found, now=now)
        )
    )


def ticket_url(ticket: Ticket, request: Request) -> str:
    """The ticket's page, keeping the filters of the list."""
    query = request.GET.urlencode()
    return reverse("ticket", args=[ticket.pk]) + (f"?{query}" if query else "")
