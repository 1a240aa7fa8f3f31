"""The queue: the list, and the conversation beside it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.lists.filters import Filters
from inbox.models import Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.search.find import ticket_meant
from inbox.views.lists.list_pane import list_context
from inbox.views.request import Request, no_cache


@allowed(may_answer)
@require_GET
def queue(request: Request) -> HttpResponse:
    now = timezone.now()
    if meant := _ticket_meant(request, now):
        return redirect(f"{meant.get_absolute_url()}?{request.GET.urlencode()}")
    context = list_context(request, now=now)
    if request.htmx and request.htmx.target == "more":
        return no_cache(render(request, "inbox/partials/ticket_rows.html", context))
    if request.htmx and request.htmx.target == "list" and not request.htmx.history_restore_request:
        return no_cache(render(request, "inbox/partials/list.html", context))
    return no_cache(render(request, "inbox/queue.html", context))


def _ticket_meant(request: Request, now: datetime) -> Ticket | None:
    """Whose number was typed into the search box; nobody's where the page asks by itself, or for more of a list."""
    words = Filters.read(request.GET).q
    return ticket_meant(words, request.user, now=now) if words and not request.htmx else None
