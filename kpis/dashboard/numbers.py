"""The table below a chart: the same numbers, each a link to what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.charts import ranked
from kpis.charts.drawing import Drawing
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.layout import HOURLY
from kpis.dashboard.links import TIMES, group_link
from kpis.figures.answer import Row
from kpis.figures.figure import Aggregation, Figure
from kpis.words.answers import value_of
from kpis.words.steps import hour_words, step_long
from kpis.words.values import count


@dataclass(frozen=True)
class Line:
    """href: what is behind it; empty where nothing is. bar: its length beside others, of a ranked table."""

    label: str
    value: str
    cases: str
    href: str
    bar: Drawing | None = None


@dataclass(frozen=True)
class Numbers:
    """has_cases: whether the number of cases says something besides the value."""

    heading: str
    lines: Sequence[Line]
    has_cases: bool
    more: int = 0


HEADINGS = {
    "day": lambda: _("Day"),
    "week": lambda: _("Week"),
    "month": lambda: _("Month"),
    "marketplace": lambda: _("Marketplace"),
    "account": lambda: _("Account"),
    "channel": lambda: _("Sales channel"),
    "agent": lambda: _("Agent"),
    "team": lambda: _("Team"),
    "language": lambda: _("Language"),
    "topic": lambda: _("Topic"),
    "level": lambda: _("Level"),
    "kind": lambda: _("Kind of ticket"),
    "part": lambda: pgettext("of cases", "Kind"),
}
"""What groups of a kind are called."""


def numbers(figure: Figure, asked: Asked, by: str) -> Numbers:
    """Of every step of a period."""
    return Numbers(HEADINGS[by](), [_line(figure, asked, by, row) for row in asked.rows(figure, by)], has_cases(figure))


def ranked_numbers(figure: Figure, asked: Asked, by: str, *, most: int) -> Numbers:
    """Of the groups with most cases, with a bar each."""
    found = asked.rows(figure, by)
    longest = ranked.longest([shown(row.answer, figure) for row in found[:most]])
    lines = [_line(figure, asked, by, row, longest=longest) for row in found[:most]]
    return Numbers(HEADINGS[by](), lines, has_cases(figure), more=max(0, len(found) - most))


def has_cases(figure: Figure) -> bool:
    return figure.aggregation != Aggregation.COUNT


def _line(figure: Figure, asked: Asked, by: str, row: Row, *, longest: float | None = None) -> Line:
    value = shown(row.answer, figure)
    return Line(
        label=_called(figure, by, row),
        value=value_of(row.answer, figure),
        cases=count(row.cases),
        href=group_link(figure.slug, asked.question, by=by, group=row.group) if row.cases else "",
        bar=ranked.bar(value or 0, longest) if longest is not None else None,
    )


def _called(figure: Figure, by: str, row: Row) -> str:
    if by in TIMES:
        return step_long(by, date.fromisoformat(row.group))
    is_hour = by == "part" and figure.slug in HOURLY and row.group.isdecimal()
    return hour_words(int(row.group)) if is_hour else row.label


GROUPS = ("account", "channel", "topic", "language", "level", "kind")
OF_PEOPLE = ("agent", "team")
MOST_OF_A_GROUP = 12


def groups_of(figure: Figure, asked: Asked, *, with_people: bool) -> list[tuple[str, Numbers]]:
    """(by, table) of every way to take a figure apart that tells something: more than one group in it."""
    ways = (*(("part",) if figure.parts else ()), *GROUPS, *(OF_PEOPLE if with_people else ()))
    known = [by for by in ways if by in ("part", "account", "team") or by in figure.dimensions]
    found = [(by, ranked_numbers(figure, asked, by, most=MOST_OF_A_GROUP)) for by in known]
    return [(by, table) for by, table in found if len(table.lines) > 1]
