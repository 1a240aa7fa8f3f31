"""Figures, their cases, and the dashboard's other tables as files."""

from collections.abc import Callable, Iterator, Mapping

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inbox.people.permissions import allowed, may_see_all_figures, may_see_figures
from inbox.views.request import Request
from kpis.dashboard.asking import Asked
from kpis.dashboard.numbers import OF_PEOPLE
from kpis.dashboard.spread import BY_LENGTH
from kpis.export.answer import download
from kpis.export.cases import case_columns, case_rows
from kpis.export.page_tables import (
    every_figure,
    hours,
    judgements,
    moods,
    questions_without_template,
    spread_table,
    waits,
    who_did_what,
)
from kpis.export.table import Cell, Table
from kpis.figures.ask import Row, rows
from kpis.figures.figure import Figure, Unit
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.targets import targets
from kpis.views.asked import question_of
from kpis.views.figure import behind_given, figure_or_404
from kpis.words.groups import HEADINGS
from kpis.words.labels import heading_of, labels_of
from kpis.words.units import titled


@allowed(may_see_figures)  # type: ignore[arg-type]
@require_GET
def figure_table(request: Request, figure_slug: str, by: str, form: str) -> HttpResponseBase:
    """The figure by group: one row each (of money one for each currency), values in their unit."""
    shown = figure_or_404(figure_slug)
    if by == BY_LENGTH and shown.has_lengths:
        question, known = _asked(request)
        return download(spread_table(shown, Asked(question, known.now, targets())), form)
    if by not in HEADINGS or (by in OF_PEOPLE and not may_see_all_figures(request.user)):
        raise Http404
    question, known = _asked(request)
    columns = [heading_of(shown, by), titled(shown), _("Cases")]
    columns += [_("Median"), _("90th percentile")] if shown.has_lengths else []
    columns += [_("Currency")] if shown.unit == Unit.MONEY else []
    found = rows(shown, question, by, known=known)
    labels = labels_of(shown, by, found)
    cells = (
        line for row in found for line in _cells(shown, row, label=row.group if by == "day" else labels[row.group])
    )
    return download(Table(f"{shown.slug}-{by}", columns, cells), form)


@allowed(may_see_figures)  # type: ignore[arg-type]
@require_GET
def figure_cases(request: Request, figure_slug: str, form: str) -> HttpResponseBase:
    """Every case behind the figure, read from the log while it is written."""
    shown = figure_or_404(figure_slug)
    question, known = _asked(request)
    behind = behind_given(request, shown).cases(shown, question, known=known)
    return download(
        Table(f"{shown.slug}-cases", case_columns(shown), case_rows(shown, behind, zone=question.zone)), form
    )


@allowed(may_see_figures)  # type: ignore[arg-type]
@require_GET
def page_table(request: Request, table: str, form: str) -> HttpResponseBase:
    """A table of the dashboard that is not of one figure. 404 for what is not for this user."""
    if table not in PAGE_TABLES or (table not in OF_EVERYBODY and not may_see_all_figures(request.user)):
        raise Http404
    question, known = _asked(request)
    return download(PAGE_TABLES[table](Asked(question, known.now, targets())), form)


PAGE_TABLES: Mapping[str, Callable[[Asked], Table]] = {
    "figures": every_figure,
    "hours": hours,
    "people": who_did_what,
    "marketplaces": judgements,
    "moods": moods,
    "questions": questions_without_template,
    "waits": waits,
}
OF_EVERYBODY = ("figures", "hours", "waits")
"""An agent has these of what he did himself."""


def _asked(request: Request) -> tuple[Question, Known]:
    """Raises Http404 where the address is wrong: a file cannot say so."""
    now = timezone.now()
    question, problem = question_of(request, now=now)
    if problem:
        raise Http404(problem)
    return question, Known(now)


def _cells(shown: Figure, row: Row, *, label: str) -> Iterator[list[Cell]]:
    if shown.unit == Unit.MONEY:
        for currency, amount in sorted(row.answer.amounts.items()):
            yield [label, float(amount), row.cases, currency]
        return
    lengths: list[Cell] = [row.answer.median, row.answer.p90] if shown.has_lengths else []
    yield [label, row.value, row.cases, *lengths]
