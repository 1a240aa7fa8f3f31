"""The views that people have made: their list, making and changing one, order, deleting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.errors import ViewNameTaken
from inbox.forms.saved_view import SavedViewForm
from inbox.lists import saved
from inbox.lists.filters import Filters
from inbox.lists.sorting import Sort
from inbox.models import SavedView
from inbox.people.permissions import allowed, may_answer, may_manage_team_views
from inbox.views.lists.filter_fields import FilterField, Offer, chosen_fields, filter_fields
from inbox.views.offer import offer_of
from inbox.views.request import Request


@dataclass(frozen=True)
class SavedViewLine:
    """fields: by which it narrows."""

    view: SavedView
    fields: Sequence[FilterField]
    sort: str
    may_change: bool
    is_first: bool
    is_last: bool


@allowed(may_answer)
@require_GET
def saved_views(request: Request) -> HttpResponse:
    visible = list(SavedView.objects.visible_to(request.user))
    shared, own = ([view for view in visible if view.is_shared is wanted] for wanted in (True, False))
    context = {"team": _lines(request, shared), "own": _lines(request, own), "title": _("Views")}
    return render(request, "inbox/saved_views.html", context)


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponse:
    """A new view. Its filters may be given by the address, as a list of tickets has them."""
    form = _form(request, initial={"sort": Sort.URGENCY})
    if request.method == "POST" and form.is_valid():
        try:
            view = saved.make(**_given(request, form), by=request.user, now=timezone.now())
        except ViewNameTaken as error:
            form.add_error("name", str(error))
        else:
            return redirect(f"{reverse('queue')}?view={view.pk}")
    return _form_page(request, form, Filters.read(request.POST or request.GET), title=_("New view"))


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def change(request: Request, view_id: int) -> HttpResponse:
    view = get_object_or_404(saved.changeable_by(request.user), pk=view_id)
    form = _form(request, initial={"name": view.name, "sort": view.sort, "is_shared": view.is_shared})
    if request.method == "POST" and form.is_valid():
        try:
            saved.change(view, **_given(request, form), by=request.user, now=timezone.now())
        except ViewNameTaken as error:
            form.add_error("name", str(error))
        else:
            return redirect(f"{reverse('queue')}?view={view.pk}")
    filters = Filters.read(request.POST if request.method == "POST" else view.filters)
    return _form_page(request, form, filters, title=view.name, view=view)


@allowed(may_answer)
@require_POST
def show(request: Request) -> HttpResponse:
    """Narrow the list down without keeping a view."""
    query = Filters.read(request.POST).query
    return redirect(f"{reverse('queue')}?view=all&{query}" if query else reverse("queue"))


@allowed(may_answer)
@require_POST
def move(request: Request, view_id: int) -> HttpResponse:
    view = get_object_or_404(saved.changeable_by(request.user), pk=view_id)
    saved.move(view, places=-1 if "up" in request.POST else 1)
    return redirect("saved_views")


@allowed(may_answer)
@require_POST
def delete(request: Request, view_id: int) -> HttpResponse:
    view = get_object_or_404(saved.changeable_by(request.user), pk=view_id)
    view.delete()
    messages.info(request, _("The view “%(name)s” is gone; its tickets are where they were.") % {"name": view.name})
    return redirect("saved_views")


def _lines(request: Request, views: Sequence[SavedView]) -> list[SavedViewLine]:
    offer = offer_of(request) if views else Offer((), ())
    return [
        SavedViewLine(
            view=view,
            fields=chosen_fields(Filters.read(view.filters), offer),
            sort=str(Sort(view.sort).label),
            may_change=saved.may_change(view, request.user),
            is_first=number == 0,
            is_last=number == len(views) - 1,
        )
        for number, view in enumerate(views)
    ]


def _form(request: Request, *, initial: dict[str, Any]) -> SavedViewForm:
    given = request.POST if request.method == "POST" else None
    return SavedViewForm(given, initial=initial, may_share=may_manage_team_views(request.user))


def _given(request: Request, form: SavedViewForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "name": given["name"],
        "filters": Filters.read(request.POST),
        "sort": Sort(given["sort"]),
        "is_shared": given.get("is_shared", False),
    }


def _form_page(
    request: Request, form: SavedViewForm, filters: Filters, *, title: str, view: SavedView | None = None
) -> HttpResponse:
    context = {"form": form, "fields": filter_fields(filters, offer_of(request)), "saved": view, "title": title}
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/saved_view.html", context, status=status)
