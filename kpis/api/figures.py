"""The figures, as the dashboard has them: by group, with their definition and the number of cases behind them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone, translation
from ninja import Query, Router
from pydantic import BaseModel, Field

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.problems import wrong_field
from inbox.people.permissions import may_see_figures
from kpis.errors import BadQuestion
from kpis.figures.answer import Answer
from kpis.figures.ask import GROUPS, ask, rows
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Better, Figure, Unit
from kpis.figures.known import Known
from kpis.figures.permitted import permitted
from kpis.figures.query_string import question_from
from kpis.figures.question import Question
from kpis.rollup.looks import note_asked
from kpis.targets import targets

router = Router(tags=["figures"])


class FiguresQuery(BaseModel):
    """Filters may be given several times; of several values of one any counts, all filters must hold.

    figure: none = all. since, until: days as 2026-11-30, until is the day after the last one; none = the last thirty
    days with today. zone: whose days they are, an IANA name; none = the shop's. group_by: none = no rows. compare:
    before = with the period before; last_year = with the same days of last year.
    """

    figure: list[str] = Field(default_factory=list)
    since: str | None = None
    until: str | None = None
    zone: str | None = None
    group_by: str | None = None
    compare: list[Literal["before", "last_year"]] = Field(default_factory=list)
    marketplace: list[str] = Field(default_factory=list)
    account: list[str] = Field(default_factory=list)
    channel: list[str] = Field(default_factory=list)
    agent: list[str] = Field(default_factory=list)
    team: list[str] = Field(default_factory=list)
    language: list[str] = Field(default_factory=list)
    topic: list[str] = Field(default_factory=list)
    level: list[str] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)


class PeriodOut(BaseModel):
    """until: the day after the last one."""

    since: date
    until: date
    zone: str


class AnswerOut(BaseModel):
    """value: null = there is no data, or money of several currencies (see amounts). cases: how many are behind it.

    median, p90: of lengths, exact to 1 %.
    """

    value: float | None
    cases: int
    median: float | None
    p90: float | None
    amounts: dict[str, float]


class RowOut(AnswerOut):
    """group: for programs, empty = nothing is known. label: in the language asked for."""

    group: str
    label: str


class EarlierOut(AnswerOut):
    """The same figure of another period."""

    period: PeriodOut


class FigureOut(AnswerOut):
    """One figure. definition: what is counted, when a case counts, what is left out, in the language asked for.

    unit: of value, median and p90; a share is from 0 to 1. value: over the whole period. parts: the value of each part
    of the figure. target: what is to be reached. before, last_year: null unless asked for.
    """

    figure: str
    title: str
    definition: str
    unit: Unit
    better: Better
    target: float | None
    period: PeriodOut
    parts: dict[str, float | None]
    before: EarlierOut | None
    last_year: EarlierOut | None
    group_by: str | None
    rows: list[RowOut]


class FigureList(BaseModel):
    items: list[FigureOut]


@router.get("/figures", response={200: FigureList, **problems(401, 403, 422, 429)})
def get_figures(request: ApiRequest, filters: Query[FiguresQuery]) -> FigureList:
    """Figures over a period: a lead sees those of everybody, an agent what he did himself."""
    user = require(request, may_see_figures)
    now = timezone.now()
    question, figures = permitted(asked_question(request, now), user), wanted(filters.figure)
    known = Known(now, together=figures)
    if filters.group_by is not None and filters.group_by not in GROUPS:
        raise wrong_field("group_by", f"not one of {', '.join(GROUPS)}")
    aims = targets()
    items = [_out(figure, question, filters, aims[figure.slug], known) for figure in figures]
    note_asked(known)
    return FigureList(items=items)


def wanted(slugs: Sequence[str]) -> Sequence[Figure]:
    """Raises ProblemError for one that there is not."""
    for slug in slugs:
        if slug not in BY_SLUG:
            raise wrong_field("figure", f"not one of {', '.join(BY_SLUG)}")
    return [BY_SLUG[slug] for slug in dict.fromkeys(slugs)] or FIGURES


def asked_question(request: ApiRequest, now: datetime) -> Question:
    """Raises ProblemError naming what cannot be read, in English as all problems are."""
    try:
        with translation.override("en"):
            return question_from(request.GET, zone=settings.SHOP_ZONE, now=now)
    except BadQuestion as error:
        raise wrong_field(error.field, str(error)) from error


def _out(figure: Figure, question: Question, filters: FiguresQuery, target: float | None, known: Known) -> FigureOut:
    whole = ask(figure, question, known=known)
    by, compare = filters.group_by, filters.compare
    grouped = rows(figure, question, by, known=known) if by else []
    return FigureOut(
        figure=figure.slug,
        title=str(figure.title),
        definition=str(figure.definition),
        unit=figure.unit,
        better=figure.better,
        target=target,
        period=_period(question),
        parts={part: answer.value for part, answer in whole.parts.items()},
        before=_earlier(figure, question.before(), known) if "before" in compare else None,
        last_year=_earlier(figure, question.a_year_before(), known) if "last_year" in compare else None,
        group_by=by,
        rows=[RowOut(group=row.group, label=row.label, **_values(row.answer)) for row in grouped],
        **_values(whole),
    )


def _earlier(figure: Figure, question: Question, known: Known) -> EarlierOut:
    return EarlierOut(period=_period(question), **_values(ask(figure, question, known=known)))


def _period(question: Question) -> PeriodOut:
    return PeriodOut(since=question.since, until=question.until, zone=question.zone)


def _values(answer: Answer) -> dict[str, Any]:
    """What AnswerOut holds."""
    amounts = {currency: float(amount) for currency, amount in answer.amounts.items()}
    return {
        "value": answer.value,
        "cases": answer.cases,
        "median": answer.median,
        "p90": answer.p90,
        "amounts": amounts,
    }
