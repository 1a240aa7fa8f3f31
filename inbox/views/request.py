"""The request as our views get it: somebody is logged in, and htmx may be asking."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from inbox.models import User


class Request(HttpRequest):
    """After the `allowed` decorator the user is one of ours."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


def back_to(request: HttpRequest, default: Any) -> HttpResponseRedirect:
    """Redirect to the page the form says it is on, if it is one of ours; else to `default`."""
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(target)
    return redirect(default)


def moment_given(request: HttpRequest, name: str) -> datetime | None:
    """An aware moment from the address; None if there is none, or it is not one."""
    try:
        at = parse_datetime(request.GET.get(name, ""))
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def number_given(request: HttpRequest, name: str) -> int:
    """An id from the address; 0 if there is none, or it is not one."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 18 else 0


def no_cache(response: HttpResponse) -> HttpResponse:
    """A page with buyers' words in it stays out of shared and disk caches."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
