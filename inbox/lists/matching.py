"""The tickets that a list holds."""

from collections.abc import Sequence
from datetime import datetime

from inbox.lists.conditions import WAITS, WAITS_OF_A_PART, condition, listed
from inbox.lists.filters import Filters
from inbox.lists.views import ListView, view_called
from inbox.models import Ticket, User
from inbox.models.ticket import TicketQuerySet
from inbox.search.find import Found, matching_query, search_tickets
from inbox.search.query import SearchQuery

_SORTED_BY_ITSELF = ("account", "assignee", "channel", "language", "level", "topic")
"""Each has an index of its own, sorted as the queue."""


def matching(filters: Filters, user: User, *, now: datetime) -> TicketQuerySet:
    """All tickets the user may see that the filters let through, in no order."""
    return in_view(view_called(filters.view, user), filters, user=user, now=now)


def in_view(view: ListView, filters: Filters, *, user: User, now: datetime) -> TicketQuerySet:
    """The same where the view that the filters name is known already. Words are looked for in every ticket."""
    asked = (filters,) if filters.q else (view.filters, filters)
    return _let_through(Ticket.objects.visible_to(user), asked, user=user, now=now)


def found_by(query: SearchQuery, filters: Filters, *, user: User, now: datetime) -> Found:
    """What a search finds among all that the user may see, narrowed by the rest of the filters."""
    tickets = Ticket.objects.visible_to(user).filter(condition(filters, user=user, now=now))
    return matching_query(tickets, query)


def narrowed(tickets: TicketQuerySet, filters: Filters, *, user: User, now: datetime) -> TicketQuerySet:
    """Those of `tickets` that the filters let through, whatever view they name."""
    return _let_through(tickets, (filters,), user=user, now=now)


def _let_through(tickets: TicketQuerySet, asked: Sequence[Filters], *, user: User, now: datetime) -> TicketQuerySet:
    is_part = any(getattr(filters, name) for filters in asked for name in _SORTED_BY_ITSELF)
    waits = WAITS_OF_A_PART if is_part else WAITS
    for filters in asked:
        tickets = tickets.filter(condition(filters, user=user, now=now, waits=waits))
    words = [filters.q for filters in asked if filters.q]
    if not words:
        return tickets.filter(listed(*asked))
    for text in words:
        tickets = search_tickets(tickets, text, user=user, now=now)
    return tickets
