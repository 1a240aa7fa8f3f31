"""The list below the search box."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.lists.filters import LONGEST_SEARCH
from inbox.people.permissions import allowed, may_answer
from inbox.search.completion import completions
from inbox.search.terms import Asker
from inbox.views.request import Request, no_cache


@allowed(may_answer)
@require_GET
def complete(request: Request) -> HttpResponse:
    """What may follow the text that is typed so far."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    context = {"completions": completions(text, Asker(request.user, timezone.now()))}
    return no_cache(render(request, "inbox/partials/search_options.html", context))
