"""The list of tickets: filters, two orders, and pages by cursor."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.db import connection
from django.db.models import Q
from pydantic import BaseModel, Field, StringConstraints

from connectors.models import Account
from connectors.registry import connectors
from inbox.api import cursors
from inbox.api.fields import STORABLE, Moment
from inbox.api.problems import wrong_field
from inbox.api.ticket_out import TicketOut, tickets_out
from inbox.keyset import behind
from inbox.lists.filters import Filters
from inbox.lists.matching import in_view
from inbox.lists.views import find_view
from inbox.models import Status, Ticket, User
from inbox.models.ticket import TicketQuerySet
from inbox.search.find import search_tickets

_QUEUE, _CHANGED = "queue_at", "updated_at"
_LONGEST_HOLD = timedelta(minutes=1)
_FAR_AHEAD = datetime(9999, 1, 1, tzinfo=UTC)
_OLDEST_WRITER = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND (backend_xid IS NOT NULL OR xact_start > clock_timestamp() - interval '10 seconds')
"""


class TicketFilters(BaseModel):
    """All optional, all must hold. channel: the sales channel, its code as tickets have it.

    view: the name of one of GET /views.
    status: without it spam and merged tickets are left out, but not of what changed (updated_since).
    q: as in the search box: ticket number, order, item, buyer, subject, words of a message in any of their forms (of
    very common words, the latest hits), and operators such as `is:late` or `lang:de`.
    """

    view: str | None = None
    marketplace: str | None = None
    channel: Annotated[str, StringConstraints(max_length=50), STORABLE] | None = None
    status: Status | None = None
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), STORABLE] | None = None
    overdue: bool | None = None
    updated_since: Moment | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class TicketList(BaseModel):
    """next_cursor: give it back for the next page; null on the last one."""

    items: list[TicketOut]
    next_cursor: str | None


def list_tickets(user: User, filters: TicketFilters, now: datetime) -> TicketList:
    """One page. Raises ProblemError for an unknown view or marketplace, or a cursor of another list.

    Without updated_since: as in the queue, the most urgent first. With it: in the order of change, so that a
    program that asks again from the last `updated_at` it saw misses nothing; a ticket may then come twice.
    """
    order = _CHANGED if filters.updated_since else _QUEUE
    tickets = _filtered(_in_view(user, filters, now), filters, user=user, now=now)
    if filters.updated_since:
        tickets = tickets.filter(updated_at__gte=filters.updated_since, updated_at__lt=_settled_before(now))
    if filters.cursor:
        last = cursors.read(filters.cursor, orders=[order])
        tickets = behind(tickets, last.order, at=last.at, row_id=last.id)
    rows = list(
        tickets.select_related("account", "buyer", "assignee")
        .defer("account__credentials")
        .order_by(order, "id")[: filters.limit + 1]
    )
    page = rows[: filters.limit]
    following = cursors.Cursor(order, getattr(page[-1], order), page[-1].pk) if len(rows) > filters.limit else None
    return TicketList(
        items=tickets_out(page, now),
        next_cursor=cursors.written(following) if following else None,
    )


def _in_view(user: User, filters: TicketFilters, now: datetime) -> TicketQuerySet:
    if filters.view is None:
        return Ticket.objects.visible_to(user)
    view = find_view(filters.view, user)
    if view is None:
        raise wrong_field("view", "there is no such view")
    return in_view(view, Filters(status=(filters.status,) if filters.status else ()), user=user, now=now)


def _filtered(tickets: TicketQuerySet, filters: TicketFilters, *, user: User, now: datetime) -> TicketQuerySet:
    if filters.marketplace is not None:
        if filters.marketplace not in connectors():
            raise wrong_field("marketplace", f"not one of {', '.join(connectors())}")
        accounts = Account.objects.filter(marketplace=filters.marketplace).values_list("id", flat=True)
        tickets = tickets.filter(account__in=list(accounts))
    if filters.channel:
        tickets = tickets.filter(channel=filters.channel)
    if filters.status is not None:
        tickets = tickets.filter(status=filters.status)
    elif not (filters.updated_since or filters.q or filters.view):
        tickets = tickets.listed()
    if filters.overdue is True:
        tickets = tickets.overdue(now)
    if filters.overdue is False:
        tickets = tickets.filter(Q(reply_due_at=None) | Q(reply_due_at__gte=now))
    if filters.q:
        tickets = search_tickets(tickets, filters.q, user=user, now=now)
    return tickets


def _settled_before(now: datetime) -> datetime:
    """The moment before which no change can still appear.

    A change carries the time at which it was made, and shows when its transaction ends. While one that has written,
    or has just begun, is under way, changes after its start are held back, but for a minute at most.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITER)
        (oldest,) = cursor.fetchone()
    return max(oldest, now - _LONGEST_HOLD) if oldest else _FAR_AHEAD
