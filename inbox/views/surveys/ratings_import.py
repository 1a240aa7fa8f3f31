"""Ratings from a file: choose it, look at what would come in and what could not be read, then keep it.

Between the two the file lies in the cache for an hour, under a name that only its session is told.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inbox.forms.ratings import ColumnsForm, RatingsFileForm
from inbox.people.permissions import allowed, may_set_up_work
from inbox.people.zones import zone_of
from inbox.ratings.forms import FORMS, Column, Form
from inbox.ratings.importing import Kept, keep_ratings
from inbox.ratings.reading import MOST_LINES, NotATable, ReadFile, Table, TooLong, columns_in, ratings_in, table_in
from inbox.views.request import Request, no_cache
from inbox.words.numbers import rounded

LARGEST_FILE = 4_000_000
KEPT_SECONDS = 3600
SHOWN, UNREADABLE_SHOWN = 8, 80


@dataclass(frozen=True)
class UnreadableWords:
    number: int
    why: str
    text: str


@allowed(may_set_up_work)
@require_http_methods(["GET", "POST"])
def choose_file(request: Request) -> HttpResponse:
    form = RatingsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise TooLong
            content = upload.read()
            table_in(content)
        except TooLong:
            most = {"lines": rounded(MOST_LINES, 0), "mb": LARGEST_FILE // 1_000_000}
            said = _("This file is too long: at most %(lines)s lines and %(mb)d MB at once. Nothing was kept.")
            form.add_error("file", said % most)
        except NotATable:
            form.add_error("file", _("This is no CSV file with a line of names and lines below it. Nothing was kept."))
        else:
            name = secrets.token_hex(12)
            cache.set(_place(request, name), (form.cleaned_data["source"], content), KEPT_SECONDS)
            return redirect("ratings_look", name)
    context = {"form": form, "title": _("Import ratings")}
    return render(request, "inbox/ratings_import.html", context, status=422 if form.errors else 200)


@allowed(may_set_up_work)
@require_http_methods(["GET", "POST"])
def look(request: Request, name: str) -> HttpResponse:
    """GET shows what would come in with the columns of the address; POST keeps it."""
    waiting = cache.get(_place(request, name))
    if waiting is None:
        return redirect("ratings_import")
    source, content = waiting
    form, table = FORMS[source], table_in(content)
    found = columns_in(table, form)
    given = request.POST or request.GET or {column.value: str(at) for column, at in found.items()}
    columns = ColumnsForm(given, head=table.head, found=found)
    read = _read(request, table, form, columns)
    kept = None
    if request.method == "POST" and read is not None:
        kept = keep_ratings(read.ratings, source=form.slug, now=timezone.now())
        cache.delete(_place(request, name))
    has_orders = bool(columns.data.get(Column.ORDER.value))
    context = {
        **_context(form, read, kept),
        "columns": columns,
        "head": [name for name in table.head if name],
        "has_orders": has_orders,
        "is_open": read is None or not has_orders or form.slug == "csv",
    }
    return no_cache(render(request, "inbox/ratings_look.html", context))


def _read(request: Request, table: Table, form: Form, columns: ColumnsForm) -> ReadFile | None:
    """None while a column that must be there is not chosen."""
    if not columns.is_valid():
        return None
    return ratings_in(table, columns.columns, form=form, zone=zone_of(request.user), now=timezone.now())


def _context(form: Form, read: ReadFile | None, kept: Kept | None) -> dict[str, object]:
    return {
        "title": _("Ratings of %(source)s") % {"source": form.label},
        "source": form.label,
        "read": read,
        "first": read.ratings[:SHOWN] if read else [],
        "unreadable": _unreadable(read) if read else [],
        "further": max(len(read.unreadable) - UNREADABLE_SHOWN, 0) if read else 0,
        "kept": kept,
    }


def _unreadable(read: ReadFile) -> Sequence[UnreadableWords]:
    found = read.unreadable[:UNREADABLE_SHOWN]
    return [UnreadableWords(one.number, _(one.why), " · ".join(filter(None, one.cells))[:200]) for one in found]


def _place(request: Request, name: str) -> str:
    return f"ratings:{request.user.pk}:{name}"
