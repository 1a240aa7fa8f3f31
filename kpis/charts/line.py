"""A line over time, with the same of another period behind it and a target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.charts.axes import Note, Written, across, gutter, middle, note_lines, target_line, upright
from kpis.charts.drawing import Box, Curve, Dot, Drawing, number, percent
from kpis.charts.scale import BOTTOM, TOP, Scale, scale_for, share_scale

HEIGHT = 220


@dataclass(frozen=True)
class Point:
    """value: None where nothing happened: the line has a gap there. tip: what is said of it on hover."""

    label: str
    value: float | None
    tip: str


@dataclass(frozen=True)
class LineChart:
    """before: the comparison, point by point, of the same length or empty. is_share: the axis ends at 100 %.

    base: what is one on the axis, such as an hour of seconds.
    """

    points: tuple[Point, ...]
    written: Written
    before: tuple[float | None, ...] = ()
    target: float | None = None
    notes: tuple[Note, ...] = ()
    is_share: bool = False
    base: float = 1.0


def drawn(chart: LineChart, *, height: int = HEIGHT) -> Drawing:
    scale = _scale(chart, height)
    grid, words = upright(scale, chart.written)
    note_strokes, note_words = note_lines(chart.notes, len(chart.points), scale)
    now = [point.value for point in chart.points]
    return Drawing(
        height=height,
        gutter=gutter(words),
        grid=tuple(grid),
        strokes=(*target_line(scale, chart.target), *note_strokes),
        boxes=tuple(_strips(chart.points, height)),
        curves=(
            Curve(area(now, scale), "area"),
            Curve(path(chart.before, scale), "before"),
            Curve(path(now, scale), "now"),
        ),
        dots=(*_lonely(chart.before, scale, "before"), *_lonely(now, scale, "now")),
        words=(*words, *note_words, *across([point.label for point in chart.points], height)),
    )


def path(values: Sequence[float | None], scale: Scale) -> str:
    """One stretch for each run of values; gaps stay gaps."""
    return " ".join(
        "M" + " L".join(f"{number(middle(place, len(values)))} {number(scale.y(value))}" for place, value in run)
        for run in runs(values)
    )


def area(values: Sequence[float | None], scale: Scale) -> str:
    """What lies below the line, run by run."""
    return " ".join(
        f"M{number(middle(run[0][0], len(values)))} {number(scale.ground)} L"
        + " L".join(f"{number(middle(place, len(values)))} {number(scale.y(value))}" for place, value in run)
        + f" L{number(middle(run[-1][0], len(values)))} {number(scale.ground)} Z"
        for run in runs(values)
    )


def runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """Values without a gap between them, with their places."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _scale(chart: LineChart, height: int) -> Scale:
    known = [value for value in (*(point.value for point in chart.points), *chart.before) if value is not None]
    if chart.is_share:
        return share_scale(known, height=height)
    return scale_for([*known, *([chart.target] if chart.target is not None else [])], height=height, base=chart.base)


def _strips(points: Sequence[Point], height: int) -> Iterator[Box]:
    """Nothing to be seen: where a pointer finds what a point says."""
    width = 100 / len(points) if points else 0
    for place, point in enumerate(points):
        field = number(height - TOP - BOTTOM)
        yield Box(percent(place * width), number(TOP), percent(width), field, "strip", point.tip)


def _lonely(values: Sequence[float | None], scale: Scale, kind: str) -> Iterator[Dot]:
    """A value between two gaps, which no line shows."""
    for run in runs(values):
        if len(run) == 1:
            place, value = run[0]
            yield Dot(percent(middle(place, len(values))), number(scale.y(value)), kind)
