"""Columns, one for each stretch of time or class of a distribution; several parts stand on each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.charts.axes import Note, Written, across, gutter, middle, note_lines, target_line, upright
from kpis.charts.drawing import Box, Drawing, Stroke, Words, number, percent
from kpis.charts.scale import BOTTOM, TOP, Scale, scale_for

HEIGHT = 220
WIDTH = 0.76
"""Of a column, as a part of its strip."""


@dataclass(frozen=True)
class Column:
    """parts: from the ground upward, in the order of the chart's series."""

    label: str
    parts: tuple[float, ...]
    tip: str


@dataclass(frozen=True)
class Limit:
    """An upright line before a column: what a class of a distribution must not pass."""

    place: int
    label: str


@dataclass(frozen=True)
class ColumnChart:
    """series: what the parts are called; one needs no key. kinds: what they are painted as, else one after the other.

    every_label: all columns are named, not only as many as surely fit.
    """

    columns: tuple[Column, ...]
    series: tuple[str, ...]
    written: Written
    target: float | None = None
    notes: tuple[Note, ...] = ()
    limits: tuple[Limit, ...] = ()
    kinds: tuple[str, ...] = ()
    every_label: bool = False

    @property
    def painted(self) -> tuple[str, ...]:
        return self.kinds or tuple(f"series-{place}" for place in range(1, len(self.series) + 1))


def drawn(chart: ColumnChart, *, height: int = HEIGHT) -> Drawing:
    highest = [sum(column.parts) for column in chart.columns]
    scale = scale_for([*highest, *([chart.target] if chart.target is not None else [])], height=height, least_step=1)
    grid, words = upright(scale, chart.written)
    note_strokes, note_words = note_lines(chart.notes, len(chart.columns), scale)
    limit_strokes, limit_words = _limits(chart.limits, len(chart.columns), scale)
    return Drawing(
        height=height,
        gutter=gutter(words),
        grid=tuple(grid),
        strokes=(*target_line(scale, chart.target), *note_strokes, *limit_strokes),
        boxes=(*_boxes(chart, scale), *_strips(chart.columns, height)),
        words=(*words, *note_words, *limit_words, *_labels(chart, height)),
    )


def _labels(chart: ColumnChart, height: int) -> list[Words]:
    labels = [column.label for column in chart.columns]
    if not chart.every_label:
        return across(labels, height)
    places = ((middle(place, len(labels)), label) for place, label in enumerate(labels))
    return [Words(percent(x), number(height - 8), label, "tick", "middle") for x, label in places]


def _boxes(chart: ColumnChart, scale: Scale) -> Iterator[Box]:
    columns = chart.columns
    width = 100 / len(columns) * WIDTH if columns else 0
    for place, column in enumerate(columns):
        below = 0.0
        for kind, part in zip(chart.painted, column.parts, strict=False):
            if part > 0:
                top, bottom = scale.y(below + part), scale.y(below)
                x = percent(middle(place, len(columns)) - width / 2)
                yield Box(x, number(top), percent(width), number(bottom - top), kind)
            below += part


def _strips(columns: Sequence[Column], height: int) -> Iterator[Box]:
    width = 100 / len(columns) if columns else 0
    for place, column in enumerate(columns):
        field = number(height - TOP - BOTTOM)
        yield Box(percent(place * width), number(TOP), percent(width), field, "strip", column.tip)


def _limits(limits: Sequence[Limit], count: int, scale: Scale) -> tuple[list[Stroke], list[Words]]:
    strokes, words = [], []
    for limit in limits:
        x = limit.place * 100 / count
        strokes.append(Stroke(percent(x), "4", percent(x), number(scale.ground), "limit"))
        words.append(Words(percent(x - 0.6), "13", limit.label, "limit", "end"))
    return strokes, words
