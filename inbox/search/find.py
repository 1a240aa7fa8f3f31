"""Find tickets by what somebody typed into the search box."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from inbox.models import Ticket, User
from inbox.models.ticket import NOT_LISTED, TicketQuerySet
from inbox.search.hits import among, hits, holds, numbers_of
from inbox.search.query import SearchQuery, read
from inbox.search.terms import Asker


def search_tickets(tickets: TicketQuerySet, text: str, *, user: User, now: datetime) -> TicketQuerySet:
    """Those of `tickets` that `text` finds; all of them if it is blank. user: who "me" is, and whose day it is.

    Spam and merged tickets are found where a status is asked for, and by their number.
    """
    return matching_query(tickets, read(text, Asker(user, now))).tickets


@dataclass(frozen=True)
class Found:
    """are_cut: older tickets would be found, too, but so many are not looked at. are_slow: each has to be looked at."""

    tickets: TicketQuerySet
    are_cut: bool = False
    are_slow: bool = False


def matching_query(tickets: TicketQuerySet, query: SearchQuery) -> Found:
    """Words are looked for at once; the tickets themselves are not asked for yet."""
    if query.is_blank:
        return Found(tickets)
    for condition in query.conditions:
        tickets = tickets.filter(condition)
    for text in query.unwanted:
        tickets = tickets.exclude(holds(text))
    are_cut = False
    if query.whole:
        found = hits(query.words, query.phrases)
        tickets, are_cut = tickets.filter(among(found.tickets)), found.are_cut
    tickets = tickets if query.names_status else tickets.filter(_listed(query))
    return Found(tickets, are_cut, are_slow=bool(query.unwanted))


def _listed(query: SearchQuery) -> Q:
    """Spam and merged tickets stay out, but for one that was asked for by its number."""
    listed = ~Q(status__in=NOT_LISTED)
    return listed | numbers_of(query.whole) if query.whole else listed


def ticket_meant(text: str, user: User, *, now: datetime) -> Ticket | None:
    """The one ticket whose number, or whose order's whole number, the text is; None if it is none or several."""
    query = read(text, Asker(user, now))
    if not query.whole or query.conditions or query.unwanted:
        return None
    found = Ticket.objects.visible_to(user).filter(numbers_of(query.whole))[:2]
    return found[0] if len(found) == 1 else None
