"""The table below a chart: the same numbers, each a link to what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.charts import ranked
from kpis.charts.drawing import Drawing
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.links import group_link
from kpis.figures.ask import Row
from kpis.figures.figure import Aggregation, Figure
from kpis.words.answers import value_of
from kpis.words.labels import heading_of, labels_of
from kpis.words.steps import HOURLY
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
    """has_cases: whether the number of cases says something besides the value. cases: what that column is called."""

    heading: str
    lines: Sequence[Line]
    has_cases: bool
    more: int = 0
    cases: str = ""


def numbers(figure: Figure, asked: Asked, by: str) -> Numbers:
    """Of every step of a period."""
    found = asked.rows(figure, by)
    labels = labels_of(figure, by, found)
    lines = [_line(figure, asked, by, row, label=labels[row.group]) for row in found]
    return Numbers(heading_of(figure, by), lines, has_cases(figure))


def ranked_numbers(figure: Figure, asked: Asked, by: str, *, most: int) -> Numbers:
    """Of the groups with most cases, with a bar each."""
    found, number = asked.ranked(figure, by, most=most)
    longest = ranked.longest([shown(row.answer, figure) for row in found])
    labels = labels_of(figure, by, found)
    lines = [_line(figure, asked, by, row, label=labels[row.group], longest=longest) for row in found]
    return Numbers(heading_of(figure, by), lines, has_cases(figure), more=max(0, number - most))


def has_cases(figure: Figure) -> bool:
    return figure.aggregation != Aggregation.COUNT


def _line(figure: Figure, asked: Asked, by: str, row: Row, *, label: str, longest: float | None = None) -> Line:
    value = shown(row.answer, figure)
    return Line(
        label=label,
        value=value_of(row.answer, figure),
        cases=count(row.cases),
        href=group_link(figure.slug, asked.question, by=by, group=row.group) if row.cases else "",
        bar=ranked.bar(value or 0, longest) if longest is not None else None,
    )


GROUPS = ("marketplace", "account", "channel", "topic", "language", "level", "kind")
OF_PEOPLE = ("agent", "team")
MOST_OF_A_GROUP = 12
MOST_PARTS = 50
"""Of products or reasons: their own page is where the dashboard leads to the rest of them."""


def groups_of(figure: Figure, asked: Asked, *, with_people: bool) -> list[tuple[str, Numbers]]:
    """(by, table) of every way to take a figure apart that tells something: more than one group in it."""
    by_part = ("part",) if figure.parts or lists_many_parts(figure) else ()
    ways = (*by_part, *GROUPS, *(OF_PEOPLE if with_people else ()))
    known = [by for by in ways if by in ("part", "marketplace", "account", "team") or by in figure.dimensions]
    most = {"part": MOST_PARTS if lists_many_parts(figure) else MOST_OF_A_GROUP}
    found = [(by, ranked_numbers(figure, asked, by, most=most.get(by, MOST_OF_A_GROUP))) for by in known]
    return [(by, table) for by, table in found if len(table.lines) > 1]


def lists_many_parts(figure: Figure) -> bool:
    """Products or reasons, one below the other; hours of the week are in its map."""
    return figure.has_many_parts and figure.slug not in HOURLY
