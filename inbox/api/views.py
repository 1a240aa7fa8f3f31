"""The views of the queue: built in, the team's and one's own."""

from typing import Any

from django.utils import timezone
from ninja import Router
from pydantic import BaseModel

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.lists.sorting import Sort
from inbox.lists.view_counts import Count, counts_of
from inbox.lists.views import BUILT_IN, Kind, ListView, saved_views
from inbox.people.permissions import may_answer

router = Router(tags=["views"])


class ViewOut(BaseModel):
    """name: for `GET /tickets?view=`. label: in the language asked for (Accept-Language).

    filters: what it narrows by; of several values of one field any counts, all fields must hold.
    count: how many tickets it holds; where count_is_capped, counting stopped there: so many or more.
    """

    name: str
    label: str
    kind: Kind
    filters: dict[str, Any]
    sort: Sort
    count: int
    count_is_capped: bool


class ViewList(BaseModel):
    items: list[ViewOut]


@router.get("/views", response={200: ViewList, **problems(401, 403, 429)})
def get_views(request: ApiRequest) -> ViewList:
    """All views the user has, in the order of the page."""
    user = require(request, may_answer)
    views = [*BUILT_IN.values(), *saved_views(user)]
    counts = counts_of(views, user, now=timezone.now())
    return ViewList(items=[_view_out(view, counts[view.name]) for view in views])


def _view_out(view: ListView, count: Count) -> ViewOut:
    return ViewOut(
        name=view.name,
        label=str(view.label),
        kind=view.kind,
        filters=view.filters.given,
        sort=view.sort,
        count=count.number,
        count_is_capped=count.is_cut,
    )
