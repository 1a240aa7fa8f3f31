"""One figure: its course, its groups, and the tickets behind it. Every number of the dashboard leads here."""

from itertools import islice

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_see_all_figures, may_see_figures
from inbox.views.request import Request, no_cache, number_given
from kpis.dashboard.asking import Asked
from kpis.dashboard.behind import Behind
from kpis.dashboard.case_lines import case_lines
from kpis.dashboard.filtering import filters_of
from kpis.dashboard.layout import plans_of
from kpis.dashboard.links import case_links, dashboard_link, figure_link, table_links
from kpis.dashboard.notes import note_words, notes_of
from kpis.dashboard.numbers import groups_of, lists_many_parts
from kpis.dashboard.panel import panel_of
from kpis.dashboard.spread import hours_in
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Figure
from kpis.figures.query_string import MOST_VALUES, NONE
from kpis.figures.question import Question, day_of
from kpis.targets import targets
from kpis.views.asked import question_of
from kpis.views.counting import OF_A_FIGURE, counting, counting_page, looked_again
from kpis.words.labels import heading_of
from kpis.words.steps import period_words

A_PAGE = 50


@allowed(may_see_figures)
@require_GET
def figure(request: Request, figure_slug: str) -> HttpResponse:
    shown, now = figure_or_404(figure_slug), timezone.now()
    question, problem = question_of(request, now=now)
    plans = plans_of(shown)
    together = [BY_SLUG[slug] for plan in plans for slug in (plan.slug, plan.beside) if slug]
    asked = Asked(question, now, targets(), longest_log=OF_A_FIGURE, together=together)
    sees_all = may_see_all_figures(request.user)
    behind, first = behind_given(request, shown), number_given(request, "from")
    cases = behind.cases(shown, question, known=asked.known)
    page = case_lines(shown, islice(cases, first, first + A_PAGE + 1), user=request.user)
    annotations = notes_of(asked)
    panels = [panel_of(plan, asked, annotations) for plan in plans]
    lacks_all = bool(asked.known.missing)
    context: dict[str, object] = {
        "title": shown.title,
        "problem": problem,
        "period": period_words(question),
        "filters": filters_of(question, today=day_of(now, question.zone), address=request.path, for_all=sees_all),
        "panels": panels,
        "notes": note_words(annotations),
        "groups": [
            (table, table_links(shown.slug, question, by=by))
            for by, table in groups_of(shown, asked, with_people=sees_all)
        ],
        "many_parts": lists_many_parts(shown),
        "part": behind.words(shown),
        "part_heading": heading_of(shown, "part"),
        "whole": figure_link(shown.slug, question) if behind.is_narrowed else "",
        "cases": page[:A_PAGE],
        "cases_have_values": any(line.value or line.state for line in page),
        "further": _further(shown, question, behind, first + A_PAGE) if len(page) > A_PAGE else "",
        "files": case_links(shown.slug, question, parts=behind.parts, hours=behind.address),
        "back": dashboard_link(question),
    }
    context["counting"] = told = counting(request, asked.known)
    if again := looked_again(request, told):
        return again
    if lacks_all:
        return counting_page(request, context)
    return no_cache(render(request, "kpis/figure.html", context, status=422 if problem else 200))


def figure_or_404(slug: str) -> Figure:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def behind_given(request: Request, shown: Figure) -> Behind:
    """Which of the cases are asked for. What is no part of this figure, or no class of lengths, has none, or all."""
    given = (value[:120].replace("\x00", "") for value in request.GET.getlist("part")[:MOST_VALUES])
    parts = tuple("" if part == NONE else part for part in given if part)
    return Behind(parts, hours_in(request.GET.get("hours", "")) if shown.has_lengths else None)


def _further(shown: Figure, question: Question, behind: Behind, first: int) -> str:
    return f"{figure_link(shown.slug, question, parts=behind.parts, hours=behind.address)}&from={first}#cases"
