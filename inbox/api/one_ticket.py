"""Fetch one ticket that the caller may see."""

from django.http import Http404

from inbox.models import Ticket, User
from inbox.tickets.links import linked_ids


def ticket_or_404(user: User, ticket_id: int) -> Ticket:
    """The ticket with what the API shows of it. Raises Http404 if there is none this user may see."""
    tickets = Ticket.objects.visible_to(user).select_related("account", "buyer", "assignee")
    tickets = tickets.annotate(linked_ids=linked_ids(user))
    ticket = tickets.defer("account__credentials").filter(id=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket
