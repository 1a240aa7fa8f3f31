"""Figures and their cases as files."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from connectors.models import Account
from inbox.models import User
from inbox.people.permissions import allowed, may_see_all_figures, may_see_figures
from inbox.views.request import Request
from kpis.dashboard.numbers import HEADINGS, OF_PEOPLE
from kpis.export.answer import download
from kpis.export.table import Cell, Table
from kpis.figures.answer import Row, cases, rows
from kpis.figures.figure import Figure
from kpis.figures.from_log import Case
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.views.asked import question_of
from kpis.views.figure import figure_or_404, part_given


@allowed(may_see_figures)  # type: ignore[arg-type]
@require_GET
def figure_table(request: Request, slug: str, by: str, form: str) -> HttpResponseBase:
    """The figure by group: one row each, values in their unit."""
    shown, now = figure_or_404(slug), timezone.now()
    if by not in HEADINGS or (by in OF_PEOPLE and not may_see_all_figures(request.user)):
        raise Http404
    question, problem = question_of(request, now=now)
    if problem:
        raise Http404(problem)
    columns = [HEADINGS[by](), f"{shown.title} ({shown.unit})", _("Cases")]
    columns += [_("Median"), _("90th percentile")] if shown.has_lengths else []
    found = rows(shown, question, by, known=Known(now))
    return download(Table(f"{slug}-{by}", columns, [_cells(shown, row) for row in found]), form)


@allowed(may_see_figures)  # type: ignore[arg-type]
@require_GET
def figure_cases(request: Request, slug: str, form: str) -> HttpResponseBase:
    """Every case behind the figure, read from the log while it is written."""
    shown, now = figure_or_404(slug), timezone.now()
    question, problem = question_of(request, now=now)
    if problem:
        raise Http404(problem)
    behind = cases(shown, question, known=Known(now), part=part_given(request))
    return download(Table(f"{slug}-cases", _case_columns(shown), _case_rows(behind, question)), form)


def _cells(shown: Figure, row: Row) -> list[Cell]:
    cells: list[Cell] = [row.label, row.value, row.cases]
    return [*cells, row.answer.median, row.answer.p90] if shown.has_lengths else cells


def _case_columns(shown: Figure) -> list[str]:
    return [
        _("When"),
        _("Ticket"),
        _("Marketplace"),
        *(HEADINGS[by]() for by in ("account", "channel", "agent", "language", "topic", "level", "kind", "part")),
        f"{shown.title} ({shown.unit})",
        _("Currency"),
    ]


def _case_rows(behind: Iterator[Case], question: Question) -> Iterator[list[Cell]]:
    zone = ZoneInfo(question.zone)
    accounts = {account.pk: account for account in Account.objects.defer("credentials", "identity")}
    people = {user.pk: str(user) for user in User.objects.all()}
    for case in behind:
        account = accounts[case.account_id]
        yield [
            case.happened_at.astimezone(zone),
            case.ticket_id,
            account.connector_class.label,
            account.name,
            case.channel,
            people.get(case.agent_id or 0, ""),
            case.language,
            case.topic,
            case.level,
            case.kind,
            case.part,
            None if case.value is None else float(case.value),
            case.currency or "",
        ]
