"""One page of a list of tickets, and where the next one begins."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Subquery, Value
from django.db.models.expressions import Combinable, OrderBy

from inbox.keyset import behind_place
from inbox.lists.sorting import Sort
from inbox.models import Ticket
from inbox.models.ticket import TicketQuerySet


@dataclass(frozen=True)
class Place:
    """The last ticket of a page: its moment in the order of the list, and its id.

    at: None where the order is by name; the ticket's is looked up again, since names belong in no address.
    """

    sort: Sort
    at: datetime | None
    id: int


def page_of(
    tickets: TicketQuerySet, sort: Sort, *, after: Place | None, limit: int
) -> tuple[list[Ticket], Place | None]:
    """The tickets behind `after` with their assignees, and the place of the next page; None at the end.

    A place in another order than `sort` counts as none.
    """
    key, is_downwards = sort.key, sort.is_downwards
    if after and after.sort == sort:
        tickets = behind_place(tickets, key, place=_standing(after), row_id=after.id, is_downwards=is_downwards)
    order = OrderBy(key, descending=is_downwards), OrderBy(F("id"), descending=is_downwards)
    found = list(tickets.select_related("assignee").order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], place_of(found[limit - 1], sort)


def place_of(ticket: Ticket, sort: Sort) -> Place:
    return Place(sort, sort.moment_of(ticket), ticket.pk)


def _standing(place: Place) -> Combinable:
    if place.at is not None:
        return Value(place.at)
    return Subquery(Ticket.objects.filter(pk=place.id).values(name=place.sort.key))
