"""How lists look to a person: the order of a view, and what each row shows."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from inbox.forms.list_look import ListLookForm
from inbox.lists.columns import columns_of
from inbox.lists.filters import Filters
from inbox.lists.sorting import Sort
from inbox.lists.views import ListView, offered_sorts, sort_of, view_called
from inbox.models import User
from inbox.people.permissions import allowed, may_answer
from inbox.views.request import Request, back_to


def look_form(view: ListView, filters: Filters, user: User) -> ListLookForm:
    """What is chosen now. The order of what was found is not for choosing."""
    initial = {"sort": sort_of(view, filters, user), "columns": sorted(columns_of(user))}
    return ListLookForm(initial=initial, sorts=[] if filters.q else offered_sorts(view), auto_id="look-%s")


@allowed(may_answer)
@require_POST
def keep_look(request: Request) -> HttpResponse:
    """Keep what was chosen; the order for the view alone in whose list it was chosen."""
    view = view_called(request.POST.get("view", ""), request.user)
    form = ListLookForm(request.POST, sorts=offered_sorts(view))
    if form.is_valid():
        _keep(request.user, view, form.cleaned_data)
    return back_to(request, "queue")


def _keep(user: User, view: ListView, chosen: dict[str, Any]) -> None:
    user.list_fields = chosen["columns"]
    if sort := chosen.get("sort"):
        others = {name: kept for name, kept in user.list_sorts.items() if name != view.name}
        user.list_sorts = others if Sort(sort) == view.sort else {**others, view.name: sort}
    user.save(update_fields=["list_fields", "list_sorts"])
