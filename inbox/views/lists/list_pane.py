"""Everything that `partials/list.html` shows: the list of tickets at the left of the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox import changes
from inbox.lists.filters import Filters
from inbox.lists.matching import found_by, in_view
from inbox.lists.pages import page_of
from inbox.lists.views import ListView, sort_of, view_called
from inbox.many.actions import ACTIONS
from inbox.models import User
from inbox.people.preferences import frame_of
from inbox.search import query as search_query
from inbox.search.find import Found
from inbox.search.terms import Asker
from inbox.views.cursors import PAGE, read_place, write_place
from inbox.views.lists.list_addresses import addresses
from inbox.views.lists.list_chips import chips_of, narrowing_url
from inbox.views.lists.list_empty import empty_list
from inbox.views.lists.list_look import look_form
from inbox.views.lists.row_presence import marks_on
from inbox.views.lists.ticket_rows import rows_of
from inbox.views.request import Request
from inbox.views.ticket.work_actions import keyed_actions

MOST_COUNTED = 1000
MOST_COUNTED_SLOWLY = 100


def list_context(request: Request, *, now: datetime, current: int = 0) -> dict[str, Any]:
    """current: the id of the open ticket."""
    user, filters = request.user, Filters.read(request.GET)
    counter = changes.current()
    view = view_called(filters.view, user)
    search = search_query.read(filters.q, Asker(user, now)) if filters.q else None
    found = found_by(search, filters, user=user, now=now) if search else _in_view(view, filters, user=user, now=now)
    after = read_place(request.GET.get("after", ""))
    tickets, following = page_of(found.tickets, sort_of(view, filters, user), after=after, limit=PAGE)
    accounts = frame_of(request).accounts
    return {
        "filters": filters,
        "view": view,
        **addresses(filters, shown_at=now),
        **_head(request, view, filters),
        "many_actions": list(ACTIONS.values()),
        "keyed_actions": keyed_actions(),
        "rows": rows_of(tickets, user=user, accounts=accounts, now=now, query=filters.query, current=current),
        "problems": search.problems if search else (),
        "following": write_place(following),
        "row_presence": marks_on([ticket.pk for ticket in tickets], user=user, now=now),
        "is_first_page": "after" not in request.GET,
        "list_counter": counter,
        "checked_at": now.isoformat(),
        "accounts": accounts,
        "found": found_words(found) if search and tickets else "",
        "empty": empty_list(view, filters, user=user, now=now) if not tickets else None,
        "title": _("Search") if search else view.label,
    }


def _in_view(view: ListView, filters: Filters, *, user: User, now: datetime) -> Found:
    return Found(in_view(view, filters, user=user, now=now))


def _head(request: Request, view: ListView, filters: Filters) -> dict[str, Any]:
    """What stands above the rows; nothing of it goes with more rows."""
    if "after" in request.GET:
        return {}
    return {
        "kept": _beside_words(filters),
        "chips": chips_of(request, filters),
        "narrowing_url": narrowing_url(view, filters),
        "look": look_form(view, filters, request.user),
    }


def _beside_words(filters: Filters) -> Sequence[tuple[str, object]]:
    """Names and values of all that a search keeps of the list's filters."""
    given = replace(filters, q="").given
    return [
        (name, value) for name, values in given.items() for value in (values if isinstance(values, list) else [values])
    ]


def found_words(found: Found) -> str:
    """How many tickets the words find; counting stops where nobody reads on."""
    most = MOST_COUNTED_SLOWLY if found.are_slow else MOST_COUNTED
    count = found.tickets.order_by().values("id")[:most].count()
    if count == most:
        return _("more than %(n)d found") % {"n": most - 1}
    if found.are_cut:
        return _("the latest %(n)d found") % {"n": count}
    return ngettext("%(n)d found", "%(n)d found", count) % {"n": count}
