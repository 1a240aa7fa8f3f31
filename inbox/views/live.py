"""What a page asks every few seconds: 204 if nothing moved."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from inbox import changes
from inbox.models import Ticket
from inbox.permissions import allowed, may_answer
from inbox.preferences import frame_of
from inbox.views import thread as threads
from inbox.views.conversation import head_context, order_context, ticket_of
from inbox.views.queue_views import Filters, addresses, matching
from inbox.views.request import Request, moment_given, no_cache
from inbox.views.standing import standing_of
from inbox.views.ticket import row_html
from inbox.views.ticket_rows import TicketRow, rows_of

NOTHING_MOVED = 204
MOST = 100
MOST_ROWS = 30
OVERLAP = timedelta(seconds=10)


@allowed(may_answer)
@require_GET
def list_changes(request: Request) -> HttpResponse:
    """What moved since the page asked last: rows to be redrawn where they stand, a bar if something new came, counts.

    shown_at: when the list was drawn; checked_at: when the page asked last.
    """
    counter = changes.current()
    if str(counter) == request.GET.get("since"):
        return HttpResponse(status=NOTHING_MOVED)
    now = timezone.now()
    filters = Filters.read(request.GET)
    shown_at = moment_given(request, "shown_at") or now
    checked_at = moment_given(request, "checked_at") or shown_at
    context = {
        **addresses(filters, shown_at=shown_at),
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "filters": filters,
        "words": _new_words(request, shown_at),
        "rows": _changed_rows(request, checked_at, now),
        "row_partial": "inbox/partials/ticket_row.html",
        "frame": frame_of(request),
        "beside": True,
    }
    return no_cache(render(request, "inbox/partials/list_changes.html", context))


@allowed(may_answer)
@require_GET
def ticket_changes(request: Request, ticket_id: int) -> HttpResponse:
    """The open conversation brought up to date: messages, head, properties and row, never what is typed."""
    counter = changes.current_of(ticket_id)
    if str(counter) == request.GET.get("since"):
        return HttpResponse(status=NOTHING_MOVED)
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    thread = threads.since(
        ticket, start=request.GET.get("start", ""), marketplace=ticket.account.marketplace_label, now=now
    )
    context = head_context(ticket, user=request.user, now=now)
    context |= order_context(ticket, now=now)
    context |= {"standing": standing_of(ticket, now=now)}
    context |= {"thread": thread, "counter": counter, "beside": True, "query": Filters.read(request.GET).query}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/thread_window.html", context | {"beside": False}, request)
            + render_to_string("inbox/partials/ticket_head.html", context, request)
            + render_to_string("inbox/partials/ticket_properties.html", context, request)
            + render_to_string("inbox/partials/ticket_standing.html", context, request)
            + render_to_string("inbox/partials/composer_standing.html", context, request)
            + render_to_string("inbox/partials/ticket_order.html", context, request)
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


def _new_words(request: Request, shown_at: datetime) -> str:
    """How many tickets of this list have something unread since it was drawn; "" if none."""
    changed = matching(Filters.read(request.GET), request.user).filter(updated_at__gt=shown_at, unread=True)
    unread = changed.order_by().values("id")[:MOST].count()
    return ngettext("%(n)d new", "%(n)d new", unread) % {"n": unread} if unread else ""


def _changed_rows(request: Request, checked_at: datetime, now: datetime) -> list[TicketRow]:
    """Fresh rows; the page takes those it shows. A few seconds earlier, since commits come after their times."""
    changed = Ticket.objects.visible_to(request.user).filter(updated_at__gt=checked_at - OVERLAP)
    tickets = changed.select_related("assignee").order_by("-updated_at", "-id")[:MOST_ROWS]
    query = Filters.read(request.GET).query
    return rows_of(list(tickets), user=request.user, accounts=frame_of(request).accounts, now=now, query=query)
