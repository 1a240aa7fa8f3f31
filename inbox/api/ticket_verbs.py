"""Carry out a verb on one ticket for a program: the caller may, the ticket is one he sees, the answer is the ticket."""

from collections.abc import Callable

from django.utils import timezone

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.one_ticket import ticket_or_404
from inbox.api.problems import wrong_field
from inbox.api.ticket_out import TicketOut, tickets_out
from inbox.models import Ticket, User
from inbox.people.permissions import may_answer
from inbox.tickets.assignment import who_may_have

ANSWERS = {200: TicketOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)}


def carried_out(request: ApiRequest, ticket_id: int, verb: Callable[..., object], **given: object) -> TicketOut:
    """verb: takes the ticket, what was given, by and now. Returns the ticket as it is then."""
    user = require(request, may_answer)
    now = timezone.now()
    verb(ticket_or_404(user, ticket_id), **given, by=user, now=now)
    (ticket,) = tickets_out([ticket_or_404(user, ticket_id)], now)
    return ticket


def person_for(ticket: Ticket, wanted: int | str, *, field: str) -> User:
    """Who is meant by an id or e-mail address. Raises ProblemError (422) unless he may answer this ticket."""
    people = who_may_have(ticket)
    found = people.filter(pk=wanted) if isinstance(wanted, int) else people.filter(email=wanted.strip().lower())
    user = found.first()
    if user is None or not may_answer(user):
        raise wrong_field(field, "no user who may answer this ticket has this id or e-mail address")
    return user
