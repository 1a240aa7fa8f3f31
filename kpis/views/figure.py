"""One figure: its course, its groups, and the tickets behind it. Every number of the dashboard leads here."""

from collections.abc import Sequence
from itertools import islice

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_see_all_figures, may_see_figures
from inbox.views.request import Request, no_cache, number_given
from kpis.dashboard.asking import Asked
from kpis.dashboard.case_lines import case_lines
from kpis.dashboard.filtering import filters_of
from kpis.dashboard.layout import plan_of
from kpis.dashboard.links import case_links, dashboard_link, figure_link, table_links
from kpis.dashboard.notes import marks_on, note_words, notes_of
from kpis.dashboard.numbers import groups_of
from kpis.dashboard.panel import panel_of
from kpis.figures.answer import cases
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Figure
from kpis.figures.query_string import MOST_VALUES
from kpis.figures.question import Question, day_of
from kpis.targets import targets
from kpis.views.asked import question_of
from kpis.words.labels import heading_of, part_words
from kpis.words.steps import period_words

A_PAGE = 50


@allowed(may_see_figures)
@require_GET
def figure(request: Request, figure_slug: str) -> HttpResponse:
    shown, now = figure_or_404(figure_slug), timezone.now()
    question, problem = question_of(request, now=now)
    asked, sees_all = Asked(question, now, targets()), may_see_all_figures(request.user)
    parts, first = parts_given(request), number_given(request, "from")
    behind = cases(shown, question, known=asked.known, parts=parts)
    page = case_lines(shown, islice(behind, first, first + A_PAGE + 1), user=request.user)
    annotations = notes_of(asked)
    context = {
        "title": shown.title,
        "problem": problem,
        "period": period_words(question),
        "filters": filters_of(question, today=day_of(now, question.zone), address=request.path, for_all=sees_all),
        "panel": panel_of(plan_of(shown), asked, marks_on(asked.course(shown), annotations, asked)),
        "notes": note_words(annotations),
        "groups": [
            (table, table_links(shown.slug, question, by=by))
            for by, table in groups_of(shown, asked, with_people=sees_all)
        ],
        "part": ", ".join(part_words(shown, part) for part in parts),
        "part_heading": heading_of(shown, "part"),
        "whole": figure_link(shown.slug, question) if parts else "",
        "cases": page[:A_PAGE],
        "further": _further(shown, question, parts, first + A_PAGE) if len(page) > A_PAGE else "",
        "files": case_links(shown.slug, question, parts=parts),
        "back": dashboard_link(question),
    }
    return no_cache(render(request, "kpis/figure.html", context, status=422 if problem else 200))


def figure_or_404(slug: str) -> Figure:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def parts_given(request: Request) -> Sequence[str]:
    """The parts that are asked for; empty for all. What is no part of this figure has no cases."""
    given = request.GET.getlist("part")[:MOST_VALUES]
    return [part for value in given if (part := value[:120].replace("\x00", ""))]


def _further(shown: Figure, question: Question, parts: Sequence[str], first: int) -> str:
    return f"{figure_link(shown.slug, question, parts=parts)}&from={first}#cases"
