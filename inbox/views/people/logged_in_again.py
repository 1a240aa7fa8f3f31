"""Where a log-in ends that was opened beside a page with text in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_answer
from inbox.views.request import Request, no_cache


@allowed(may_answer)
@require_GET
def logged_in_again(request: Request) -> HttpResponse:
    return no_cache(render(request, "inbox/logged_in_again.html"))
