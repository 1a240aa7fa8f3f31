"""One ticket: its page, and what an agent does with it besides writing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inbox import tasks, triage
from inbox.forms import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.models import Message, Ticket
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
    if request.htmx and request.htmx.target == "conversation" and not request.htmx.history_restore_request:
        return conversation_response(request, found, now=now)
    context = list_context(request, now=now, current=found.id)
    context |= conversation_context(found, request, user=request.user, now=now)
    context["title"] = found.buyer_name
    return no_cache(render(request, "inbox/queue.html", context))


def conversation_response(
    request: Request, ticket: Ticket, *, now: datetime, composer: Composer | None = None, undo: Message | None = None
) -> HttpResponse:
    """The conversation pane for htmx, with the ticket's row of the list brought up to date beside it."""
    context = conversation_context(ticket, request, user=request.user, now=now, composer=composer)
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
    query = Filters.read(request.GET).query
    accounts = frame_of(request).accounts
    rows = rows_of([ticket], user=request.user, accounts=accounts, now=now, query=query, current=ticket.id)
    return render_to_string("inbox/partials/row_news.html", {"rows": rows}, request)


@allowed(may_answer)
@require_POST
def assign(request: Request, ticket_id: int) -> HttpResponse:
    def change(found: Ticket, now: datetime) -> None:
        form = AssignForm(request.POST)
        if form.is_valid():
            triage.assign(found, to=form.cleaned_data["agent"], by=request.user, now=now)

    return _changed(request, ticket_id, change)


@allowed(may_answer)
@require_POST
def status(request: Request, ticket_id: int) -> HttpResponse:
    def change(found: Ticket, now: datetime) -> None:
        form = StatusForm(request.POST)
        if form.is_valid():
            triage.set_status(found, status=form.cleaned_data["status"], by=request.user, now=now)

    return _changed(request, ticket_id, change)


@allowed(may_answer)
@require_POST
def priority(request: Request, ticket_id: int) -> HttpResponse:
    def change(found: Ticket, now: datetime) -> None:
        form = PriorityForm(request.POST)
        if form.is_valid():
            triage.set_priority(found, priority=form.cleaned_data["priority"], by=request.user, now=now)

    return _changed(request, ticket_id, change)


@allowed(may_answer)
@require_POST
def tags(request: Request, ticket_id: int) -> HttpResponse:
    def change(found: Ticket, now: datetime) -> None:
        form = TagsForm(request.POST)
        if form.is_valid():
            triage.set_tags(found, tags=form.cleaned_data["tags"], by=request.user, now=now)

    return _changed(request, ticket_id, change)


@allowed(may_answer)
@require_POST
def no_answer_needed(request: Request, ticket_id: int) -> HttpResponse:
    return _changed(request, ticket_id, lambda found, now: triage.no_answer_needed(found, by=request.user, now=now))


@allowed(may_answer)
@require_POST
def answer_needed(request: Request, ticket_id: int) -> HttpResponse:
    return _changed(request, ticket_id, lambda found, now: triage.answer_needed(found, by=request.user, now=now))


def _changed(request: Request, ticket_id: int, change: Callable[[Ticket, datetime], None]) -> HttpResponse:
    """Carry out one change; answer with head, properties and row, never with the composer."""
    now = timezone.now()
    found = get_object_or_404(ticket_of(request.user, ticket_id))
    change(found, now)
    if not request.htmx:
        return redirect(ticket_url(found, request))
    found = get_object_or_404(ticket_of(request.user, ticket_id))
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
