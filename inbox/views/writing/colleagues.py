"""Who can be named in a note of a ticket, for the list that opens at an “@”."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_answer
from inbox.tickets.mentions import colleagues_of
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of


@allowed(may_answer)
@require_GET
def colleagues(request: Request, ticket_id: int) -> HttpResponse:
    """{"people": [{"name", "about"}]}: everybody else who may see the ticket."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    others = [person for person in colleagues_of(ticket) if person != request.user]
    people = [{"name": str(person), "about": str(person.get_role_display())} for person in others]
    return no_cache(JsonResponse({"people": people}))
