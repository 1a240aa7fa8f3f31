"""What a page asks every few seconds: 204 if nothing moved."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from inbox import changes
from inbox.permissions import allowed, may_answer
from inbox.preferences import frame_of
from inbox.views import thread as threads
from inbox.views.conversation import head_context, ticket_of
from inbox.views.queue_views import Filters, matching
from inbox.views.request import Request, no_cache
from inbox.views.ticket import row_html

NOTHING_MOVED = 204
MOST = 100


@allowed(may_answer)
@require_GET
def list_changes(request: Request) -> HttpResponse:
    """Whether the list a page shows is out of date: a bar that says so, and the rail's new counts."""
    counter = changes.current()
    if str(counter) == request.GET.get("since"):
        return HttpResponse(status=NOTHING_MOVED)
    shown_at = _moment(request.GET.get("shown_at", ""))
    words = _changed_words(request, shown_at) if shown_at else ""
    context = {
        "counter": counter,
        "shown_at": request.GET.get("shown_at", ""),
        "query": Filters.read(request.GET).query,
        "words": words,
        "frame": frame_of(request),
        "beside": True,
    }
    return no_cache(render(request, "inbox/partials/list_changes.html", context))


@allowed(may_answer)
@require_GET
def ticket_changes(request: Request, ticket_id: int) -> HttpResponse:
    """The open conversation brought up to date: messages, head and row, never the composer."""
    counter = changes.current_of(ticket_id)
    if str(counter) == request.GET.get("since"):
        return HttpResponse(status=NOTHING_MOVED)
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    thread = threads.since(
        ticket, start=request.GET.get("start", ""), marketplace=ticket.account.marketplace_label, now=now
    )
    context = head_context(ticket, user=request.user, now=now)
    context |= {"thread": thread, "counter": counter, "beside": True, "query": Filters.read(request.GET).query}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/thread_window.html", context | {"beside": False}, request)
            + render_to_string("inbox/partials/ticket_head.html", context, request)
            + row_html(request, ticket, now=now)
        )
    )


@allowed(may_answer)
@require_GET
def earlier(request: Request, ticket_id: int) -> HttpResponse:
    """The messages before those a page shows."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    thread = threads.before(
        ticket,
        start=request.GET.get("before", ""),
        marketplace=ticket.account.marketplace_label,
        now=timezone.now(),
    )
    context = {"thread": thread, "ticket": ticket, "query": Filters.read(request.GET).query}
    return no_cache(render(request, "inbox/partials/thread_earlier.html", context))


def _changed_words(request: Request, shown_at: datetime) -> str:
    """How many tickets of this list changed since it was shown; those I changed myself count too, they are few."""
    filters = Filters.read(request.GET)
    changed = matching(filters, request.user).filter(updated_at__gt=shown_at)
    unread = changed.filter(unread=True).order_by().values("id")[:MOST].count()
    if unread:
        return ngettext("%(n)d new", "%(n)d new", unread) % {"n": unread}
    return _("The list has changed") if changed.order_by().exists() else ""


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
