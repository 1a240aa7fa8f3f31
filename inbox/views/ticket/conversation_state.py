"""Close a conversation at its marketplace, or reopen it: asked for here, done by a worker."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from inbox.errors import InboxError
from inbox.lists.filters import Filters
from inbox.people.permissions import allowed, may_answer
from inbox.sending.closing import ask_to_set_open
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.standing import standing_of
from inbox.views.ticket.ticket import ticket_url


@allowed(may_answer)
@require_POST
def set_open(request: Request, ticket_id: int) -> HttpResponse:
    """open: "1" to reopen it, anything else to close it."""
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    try:
        ask_to_set_open(ticket, request.POST.get("open") == "1", by=request.user, now=now)
    except InboxError as error:
        messages.warning(request, str(error))
        return redirect(ticket_url(ticket, request))
    if not request.htmx:
        return redirect(ticket_url(ticket, request))
    context = {"ticket": ticket, "standing": standing_of(ticket, now=now), "query": Filters.read(request.GET).query}
    return no_cache(
        HttpResponse(
            render_to_string("inbox/partials/ticket_standing.html", context, request)
            + render_to_string("inbox/partials/composer_standing.html", context | {"beside": True}, request)
        )
    )
