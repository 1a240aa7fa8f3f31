"""What narrows a list down, each part to be taken away again."""

from dataclasses import dataclass, replace

from django.urls import reverse

from inbox.lists.filters import Filters
from inbox.lists.views import ListView
from inbox.views.lists.filter_fields import chosen_fields
from inbox.views.offer import offer_of
from inbox.views.request import Request


@dataclass(frozen=True)
class Chip:
    """without: the address of the list without this part."""

    label: str
    chosen: str
    without: str


def chips_of(request: Request, filters: Filters) -> list[Chip]:
    """None for a view as it is; names are asked for only where there is something to say."""
    beside = replace(filters, view="", q="")
    if beside == Filters():
        return []
    return [
        Chip(field.label, field.chosen, _list_url(filters.without(field.name)))
        for field in chosen_fields(beside, offer_of(request))
    ]


def narrowing_url(view: ListView, filters: Filters) -> str:
    """The form that begins with all that narrows this list."""
    query = filters.over(view.filters).query
    return reverse("view_new") + (f"?{query}" if query else "")


def _list_url(filters: Filters) -> str:
    return reverse("queue") + (f"?{filters.query}" if filters.query else "")
