"""The queue: the list, and the conversation beside it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from inbox import changes
from inbox.models import Ticket, User
from inbox.permissions import allowed, may_answer
from inbox.preferences import frame_of
from inbox.time_words import moment
from inbox.views.queue_views import Filters, addresses, matching, page_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket_rows import rows_of

MOST_COUNTED = 1000


@allowed(may_answer)
@require_GET
def queue(request: Request) -> HttpResponse:
    now = timezone.now()
    context = list_context(request, now=now)
    if request.htmx and request.htmx.target == "more":
        return no_cache(render(request, "inbox/partials/ticket_rows.html", context))
    if request.htmx and request.htmx.target == "list" and not request.htmx.history_restore_request:
        return no_cache(render(request, "inbox/partials/list.html", context))
    return no_cache(render(request, "inbox/queue.html", context))


def list_context(request: Request, *, now: datetime, current: int = 0) -> dict[str, Any]:
    """Everything `partials/list.html` shows. current: the id of the open ticket."""
    filters = Filters.read(request.GET)
    counter = changes.current()
    tickets, following = page_of(filters, request.user, after=request.GET.get("after", ""))
    accounts = frame_of(request).accounts
    return {
        "filters": filters,
        **addresses(filters, shown_at=now),
        "rows": rows_of(tickets, user=request.user, accounts=accounts, now=now, query=filters.query, current=current),
        "following": following,
        "is_first_page": "after" not in request.GET,
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "accounts": accounts,
        "found": found_words(filters, request.user) if filters.q and tickets else "",
        "empty": empty_words(filters) if not tickets else "",
        "next_deadline": next_deadline_words(request, now=now) if not tickets else "",
        "title": _("Search") if filters.q else filters.view.label,
    }


def found_words(filters: Filters, user: User) -> str:
    """How many tickets the words find; counting stops where nobody reads on."""
    count = matching(filters, user).order_by().values("id")[:MOST_COUNTED].count()
    if count == MOST_COUNTED:
        return _("more than %(n)d found") % {"n": MOST_COUNTED - 1}
    return ngettext("%(n)d found", "%(n)d found", count) % {"n": count}


def empty_words(filters: Filters) -> str:
    """What an empty list says; the empty queue is good news."""
    if filters.q:
        return _("Nothing found for “%(words)s”.") % {"words": filters.q}
    if filters.account or filters.channel or filters.marketplace or filters.view.name not in ("needs-answer", "open"):
        return _("No tickets here.")
    return _("Everyone has been answered.")


def next_deadline_words(request: Request, *, now: datetime) -> str:
    """The first deadline still to come, of all tickets the user may see; "" if none."""
    tickets = Ticket.objects.visible_to(request.user).needing_reply().filter(queue_at__gt=now)
    due = tickets.order_by("queue_at").values_list("reply_due_at", flat=True).first()
    return moment(due, now=now) if due else ""
