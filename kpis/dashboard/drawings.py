"""The chart of a figure, from its rows: what is a line, what are columns, and what is said on hover."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from kpis.charts import columns, heat, line
from kpis.charts.axes import Note
from kpis.charts.columns import Column, ColumnChart, Limit
from kpis.charts.drawing import Drawing
from kpis.charts.heat import HOURS, HeatDay, HeatMap
from kpis.charts.line import LineChart, Point
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.spread import CLASSES, ENDS, counts_of
from kpis.figures.ask import Row
from kpis.figures.figure import Aggregation, Figure, Unit
from kpis.words.answers import value_of
from kpis.words.steps import hour_words, step_long, step_short
from kpis.words.values import count, short, written

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
LIMITS = (8, 24)
"""Hours that are marked: the shop's own aim, and what marketplaces ask."""
MOST_SERIES = 6
DAYS = range(7)
PAINTED: Mapping[str, Sequence[str]] = {
    "claims_ended": ("good", "bad", "watch", "quiet"),
    "backlog": ("age-1", "age-2", "age-3", "age-4", "age-5"),
}
"""Figures whose parts mean something good or bad, or grow worse: what each is painted as, in their order."""


def line_of(figure: Figure, asked: Asked, notes: Sequence[Note]) -> Drawing:
    """The period's course, the one before behind it."""
    found = asked.course(figure)
    before = [shown(row.answer, figure) for row in asked.course_before(figure)]
    chart = LineChart(
        points=tuple(_point(figure, asked.step, row) for row in found),
        written=partial(short, unit=figure.unit),
        before=tuple((before + [None] * len(found))[: len(found)]),
        target=asked.targets.get(figure.slug),
        notes=tuple(notes),
        is_share=figure.unit == Unit.SHARE,
        base=_base([shown(row.answer, figure) for row in found]) if figure.unit == Unit.SECONDS else 1.0,
    )
    return line.drawn(chart)


def _base(lengths: Sequence[float | None]) -> float:
    """Of an axis of lengths: days, hours or minutes, whichever gives round numbers."""
    longest = max((value for value in lengths if value is not None), default=0.0)
    return next((base for base in (DAY, HOUR) if longest > 2 * base), MINUTE)


def columns_of(figure: Figure, asked: Asked, notes: Sequence[Note]) -> Drawing:
    """A column for each step, of the figure's parts where it has several."""
    names = series_of(figure)
    chart = ColumnChart(
        columns=tuple(_column(figure, asked.step, row) for row in asked.course(figure)),
        series=names or (str(figure.title),),
        written=partial(short, unit=figure.unit),
        notes=tuple(notes),
        kinds=tuple(PAINTED.get(figure.slug, ())),
    )
    return columns.drawn(chart)


def distribution_of(figure: Figure, asked: Asked) -> Drawing:
    """How many cases took up to how many hours."""
    counts = counts_of(asked.compared(figure).now.buckets)
    labels = [_("%(n)d h") % {"n": hours} for hours in ENDS]
    chart = ColumnChart(
        columns=tuple(
            Column(label, (number,), f"{one.words}: {count(number)}")
            for label, one, number in zip([*labels, "+"], CLASSES, counts, strict=True)
        ),
        series=(str(figure.title),),
        written=count,
        limits=tuple(Limit(ENDS.index(hours) + 1, _("%(n)d h") % {"n": hours}) for hours in LIMITS),
        every_label=True,
    )
    return columns.drawn(chart)


def heat_of(figure: Figure, asked: Asked, *, beside: Figure | None = None) -> Drawing:
    """Hours of the week, each as dark as it is busy; beside: in each a bar of that figure."""
    counts = by_hour(figure, asked)
    second = by_hour(beside, asked) if beside else None
    hours = range(HOURS * len(DAYS))
    tips = [_told_of_hour(hour, figure, counts, beside, second) for hour in hours]
    days = tuple(
        HeatDay(
            str(WEEKDAYS_ABBR[day]),
            tuple(counts[day * HOURS : (day + 1) * HOURS]),
            tuple(tips[day * HOURS : (day + 1) * HOURS]),
            tuple(second[day * HOURS : (day + 1) * HOURS]) if second else (),
        )
        for day in DAYS
    )
    return heat.drawn(HeatMap(days, tuple(_("%(n)d h") % {"n": hour} for hour in range(HOURS))))


def by_hour(figure: Figure, asked: Asked) -> list[float]:
    """Of each hour of the week, from Monday at midnight."""
    counts = {row.group: row.cases for row in asked.rows(figure, "part")}
    return [float(counts.get(str(hour), 0)) for hour in range(HOURS * len(DAYS))]


def _told_of_hour(
    hour: int, figure: Figure, counts: Sequence[float], beside: Figure | None, second: Sequence[float] | None
) -> str:
    told = f"{figure.title} {count(counts[hour])}"
    more = f", {beside.title} {count(second[hour])}" if beside and second else ""
    return f"{hour_words(hour)}: {told}{more}"


def series_of(figure: Figure) -> tuple[str, ...]:
    """What the parts of a column are called; empty where there is only one, or too many to tell apart."""
    is_stacked = figure.aggregation == Aggregation.COUNT and 1 < len(figure.parts) <= MOST_SERIES
    return tuple(str(title) for _part, title in figure.parts) if is_stacked else ()


def key_of(figure: Figure) -> Sequence[tuple[str, str]]:
    """(what it is painted as, name) of each part of a column."""
    names = series_of(figure)
    kinds = PAINTED.get(figure.slug, [f"series-{place}" for place in range(1, len(names) + 1)])
    return list(zip(kinds, names, strict=False))


def _point(figure: Figure, step: str, row: Row) -> Point:
    start = date.fromisoformat(row.group)
    value = shown(row.answer, figure)
    told = _("%(value)s (%(cases)s)") % {"value": value_of(row.answer, figure), "cases": count(row.cases)}
    return Point(step_short(step, start), value, f"{step_long(step, start)}: {told}")


def _column(figure: Figure, step: str, row: Row) -> Column:
    start = date.fromisoformat(row.group)
    names = series_of(figure)
    parts = [row.answer.parts.get(part) for part, _title in figure.parts] if names else [row.answer]
    values = tuple((shown(part, figure) or 0.0) if part else 0.0 for part in parts)
    by_part = [f"{name} {written(value, figure.unit)}" for name, value in zip(names, values, strict=False) if value]
    told = ", ".join([value_of(row.answer, figure), *by_part])
    return Column(step_short(step, start), values, f"{step_long(step, start)}: {told}")
