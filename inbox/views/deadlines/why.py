"""Why this deadline? Asked for when somebody opens it, so that no list and no ticket waits for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.deadlines.explained import explained
from inbox.people.permissions import allowed, may_answer
from inbox.views.deadlines.why_lines import why_clock
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of


@allowed(may_answer)
@require_GET
def why(request: Request, ticket_id: int) -> HttpResponse:
    """The whole list; within the ticket's page its part of it."""
    ticket, now = get_object_or_404(ticket_of(request.user, ticket_id)), timezone.now()
    clocks = [why_clock(one, ticket, now=now) for one in explained(ticket, now)]
    page = "inbox/partials/ticket_why.html" if request.htmx else "inbox/why.html"
    return no_cache(render(request, page, {"ticket": ticket, "clocks": clocks}))
