"""Questions that no reply template answers: part of the dashboard that comes after it, and a page of its own.

Which template answers what is found by similarity over all replies, so the dashboard does not wait for it.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_see_all_figures, may_write_templates
from inbox.views.request import Request, no_cache
from kpis.dashboard.links import dashboard_link, page_table_links
from kpis.dashboard.unanswered import unanswered_lines
from kpis.figures.query_string import query_of
from kpis.views.asked import question_of
from kpis.words.steps import period_words

AT_FIRST = 8


@allowed(may_see_all_figures)
@require_GET
def unanswered(request: Request) -> HttpResponse:
    """The whole page, or for htmx the first lines of its table."""
    question, problem = question_of(request, now=timezone.now())
    lines = unanswered_lines(question)
    shown = lines[:AT_FIRST] if request.htmx else lines
    context = {
        "title": _("Questions without a reply template"),
        "period": period_words(question),
        "problem": problem,
        "lines": shown,
        "more": len(lines) - len(shown),
        "query": query_of(question),
        "files": page_table_links("questions", question),
        "back": dashboard_link(question),
        "may_write_templates": may_write_templates(request.user),
    }
    page = "kpis/partials/unanswered.html" if request.htmx else "kpis/unanswered.html"
    return no_cache(render(request, page, context, status=422 if problem else 200))
