"""What a page asks every few seconds: 204 if nothing moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from inbox import changes, presence
from inbox.lists.filters import Filters
from inbox.lists.matching import in_view
from inbox.lists.views import view_called
from inbox.models import Ticket, User
from inbox.models.ticket import TicketQuerySet
from inbox.people.permissions import allowed, may_answer
from inbox.people.preferences import frame_of
from inbox.presence import Present
from inbox.sending.meanwhile import newest_message
from inbox.views.lists.list_addresses import addresses
from inbox.views.lists.row_presence import marks_anywhere, marks_version
from inbox.views.lists.ticket_rows import TicketRow, rows_of
from inbox.views.request import Request, moment_given, no_cache
from inbox.views.ticket import thread as threads
from inbox.views.ticket.conversation import head_context, order_context, ticket_of
from inbox.views.ticket.standing import standing_of
from inbox.views.ticket.ticket import row_html
from inbox.views.ticket.ticket_extras import extras_context
from inbox.views.ticket.together import drafts_of, others_at, together_of, version_of
from inbox.views.writing.meanwhile_panel import meanwhile_of

NOTHING_MOVED = 204
MOST = 100
MOST_ROWS = 30
MOST_SHOWN = 200
OVERLAP = timedelta(seconds=10)


@allowed(may_answer)
@require_GET
def list_changes(request: Request) -> HttpResponse:
    """What moved since the page asked last: rows to be redrawn where they stand, a bar if something new came, counts.

    shown_at: when the list was drawn; checked_at: when the page asked last.
    """
    counter, now = changes.current(), timezone.now()
    if str(counter) == request.GET.get("since"):
        return _people_moved(request, now)
    filters = Filters.read(request.GET)
    view = view_called(filters.view, request.user)
    shown_at = moment_given(request, "shown_at") or now
    checked_at = moment_given(request, "checked_at") or shown_at
    context = {
        **addresses(filters, shown_at=shown_at),
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "filters": filters,
        "view": view,
        "words": _new_words(in_view(view, filters, user=request.user, now=now), shown_at),
        "rows": _changed_rows(request, checked_at, now),
        "row_partial": "inbox/partials/ticket_row.html",
        "row_presence": marks_anywhere(request.user, now),
        "frame": frame_of(request),
        "beside": True,
    }
    return no_cache(render(request, "inbox/partials/list_changes.html", context))


@allowed(may_answer)
@require_GET
def ticket_changes(request: Request, ticket_id: int) -> HttpResponse:
    """The open conversation brought up to date: messages, head, properties and row, never what is typed."""
    counter, now = changes.current_of(ticket_id), timezone.now()
    if request.user.limits:
        get_object_or_404(Ticket.objects.visible_to(request.user), id=ticket_id)
    if "away" not in request.GET:
        _keep_looking(request.user, ticket_id, now)
    present = presence.present(now)
    if str(counter) == request.GET.get("since"):
        return _colleagues_moved(request, ticket_id, present=present, now=now)
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    thread = threads.since(
        ticket, start=request.GET.get("start", ""), marketplace=ticket.account.marketplace_label, now=now
    )
    context = head_context(ticket, user=request.user, now=now)
    context |= order_context(ticket, now=now)
    context |= extras_context(ticket, user=request.user, now=now)
    context |= {"standing": standing_of(ticket, now=now), "newest": newest_message(ticket)}
    context |= {"meanwhile": meanwhile_of(ticket, _seen(request), user=request.user, now=now)}
    drafts = drafts_of(ticket)
    context |= {"together": together_of(ticket, user=request.user, present=present, drafts=drafts, now=now)}
    context |= {"thread": thread, "counter": counter, "beside": True, "query": Filters.read(request.GET).query}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/thread_window.html", context | {"beside": False}, request)
            + render_to_string("inbox/partials/ticket_head.html", context, request)
            + render_to_string("inbox/partials/ticket_news.html", context, request)
            + render_to_string("inbox/partials/ticket_properties.html", context, request)
            + render_to_string("inbox/partials/ticket_extras.html", context, request)
            + render_to_string("inbox/partials/ticket_standing.html", context, request)
            + render_to_string("inbox/partials/composer_standing.html", context, request)
            + render_to_string("inbox/partials/composer_meanwhile.html", context, request)
            + render_to_string("inbox/partials/together.html", context, request)
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


def _people_moved(request: Request, now: datetime) -> HttpResponse:
    """The list is as it was: only who is at its tickets, if that is another than the page shows."""
    if marks_version(request.user, now) == request.GET.get("near", ""):
        return HttpResponse(status=NOTHING_MOVED)
    context = {"row_presence": marks_anywhere(request.user, now), "beside": True}
    return _beside(render(request, "inbox/partials/row_presence.html", context))


def _colleagues_moved(request: Request, ticket_id: int, *, present: Sequence[Present], now: datetime) -> HttpResponse:
    """The conversation is as it was: only the colleagues at it, if they do or have typed something else."""
    if version_of(others_at(ticket_id, request.user, present)) == request.GET.get("near", ""):
        return HttpResponse(status=NOTHING_MOVED)
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), id=ticket_id)
    drafts = drafts_of(ticket)
    together = together_of(ticket, user=request.user, present=present, drafts=drafts, now=now)
    return _beside(render(request, "inbox/partials/together.html", {"together": together, "beside": True}))


def _beside(response: HttpResponse) -> HttpResponse:
    """What asked stays as it is; the answer goes elsewhere in the page."""
    response.headers["HX-Reswap"] = "none"
    return no_cache(response)


def _keep_looking(user: User, ticket_id: int, now: datetime) -> None:
    """The page is open. Whoever was away for long is asked once more whether he may see the ticket."""
    if presence.still_looks(ticket_id, user.pk, now):
        return
    if Ticket.objects.visible_to(user).filter(pk=ticket_id).exists():
        presence.look(ticket_id, user.pk, now)


def _seen(request: Request) -> int | None:
    """The newest message known to whoever is just writing a reply; None if nobody is."""
    seen = request.GET.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 19 else None


def _new_words(found: TicketQuerySet, shown_at: datetime) -> str:
    """How many of these tickets have something unread since their list was drawn; "" if none."""
    changed = found.filter(updated_at__gt=shown_at, unread=True)
    unread = changed.order_by().values("id")[:MOST].count()
    return ngettext("%(n)d new", "%(n)d new", unread) % {"n": unread} if unread else ""


def shown_rows(request: Request) -> list[int]:
    """The tickets whose rows the page shows, as far as it says so."""
    given = request.GET.get("shown", "").split("-")[:MOST_SHOWN]
    return [int(number) for number in given if number.isdecimal() and len(number) < 19]


def _changed_rows(request: Request, checked_at: datetime, now: datetime) -> list[TicketRow]:
    """Fresh rows; the page takes those it shows. A few seconds earlier, since commits come after their times."""
    changed = Ticket.objects.visible_to(request.user).filter(updated_at__gt=checked_at - OVERLAP)
    newest = changed.select_related("assignee").order_by("-updated_at", "-id")
    tickets = list(newest[:MOST_ROWS])
    if len(tickets) == MOST_ROWS:  # work on many: those on the page may be others
        tickets += newest.filter(pk__in=shown_rows(request)).exclude(pk__in=[ticket.pk for ticket in tickets])
    query = Filters.read(request.GET).query
    return rows_of(tickets, user=request.user, accounts=frame_of(request).accounts, now=now, query=query)
