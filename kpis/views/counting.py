"""What is being counted for the first time: said with how far it has come, in place of numbers that are not there yet.

A short log is read at once instead, and only the next to ask finds the rollup.
"""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from inbox.views.request import Request, no_cache
from kpis.figures.known import Known
from kpis.rollup.looks import note_asked, percent_counted

OF_A_PAGE, OF_A_FIGURE = 20_000, 200_000
"""Messages of a log that is read in a second or two, for all figures and for one."""


def counting(request: Request, known: Known) -> Mapping[str, object]:
    """What the partial says; empty where nothing is missing. What was asked for is kept in mind."""
    note_asked(known)
    return {"percent": percent_counted(known), "address": request.get_full_path()} if known.missing else {}


def looked_again(request: Request, told: Mapping[str, object]) -> HttpResponse | None:
    """The answer to the partial's own question whether it is there now; None where a page is asked for."""
    if not (request.htmx and request.htmx.target == "counting"):
        return None
    return no_cache(
        render(request, "kpis/partials/counting.html", {"counting": told}) if told else HttpResponseClientRefresh()
    )


def counting_page(request: Request, context: Mapping[str, object]) -> HttpResponse:
    """In place of a page none of whose numbers could be told."""
    return no_cache(render(request, "kpis/counting.html", dict(context)))
