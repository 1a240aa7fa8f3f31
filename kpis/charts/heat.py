"""A map of hours and weekdays: the darker, the more; beside it a second number as a bar at the foot of each cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.charts.drawing import Box, Drawing, Words, number, percent

HOURS = 24
LEVELS = 5
LEFT, TOP, ROW, GAP, BAR = 12.0, 6, 24, 2, 5
"""Room for the names of days (per cent), pixels above, height of a row, between rows, and of a bar."""


@dataclass(frozen=True)
class HeatDay:
    """One row. values: of its 24 hours; tips: what is said of each. beside: the second number, or none."""

    label: str
    values: tuple[float, ...]
    tips: tuple[str, ...]
    beside: tuple[float, ...] = ()


@dataclass(frozen=True)
class HeatMap:
    """hour_labels: what stands below every sixth hour, by its hour."""

    days: tuple[HeatDay, ...]
    hour_labels: tuple[str, ...]


def drawn(chart: HeatMap) -> Drawing:
    most = _most(sorted(value for day in chart.days for value in day.values if value > 0))
    height = TOP + ROW * len(chart.days) + 24
    return Drawing(
        height=height,
        boxes=(*_cells(chart.days, most), *_bars(chart.days), *_strips(chart.days)),
        words=(*_names(chart.days), *_hours(chart.hour_labels, height)),
    )


def level(value: float, most: float) -> int:
    """0 for nothing, else 1 to 5 by the part of the highest."""
    if value <= 0 or most <= 0:
        return 0
    return min(LEVELS, int(value / most * LEVELS - 1e-9) + 1)


def _most(values: Sequence[float]) -> float:
    """What is darkest: what nineteen in twenty do not pass, so that one busy hour does not pale all others."""
    return values[int(0.95 * (len(values) - 1))] if values else 0.0


def _cells(days: Sequence[HeatDay], most: float) -> Iterator[Box]:
    width = (100 - LEFT) / HOURS
    for row, day in enumerate(days):
        for hour, value in enumerate(day.values):
            yield Box(
                percent(LEFT + hour * width),
                number(TOP + row * ROW),
                percent(width * 0.92),
                number(ROW - GAP),
                f"heat-{level(value, most)}",
            )


def _bars(days: Sequence[HeatDay]) -> Iterator[Box]:
    """Of the second number, in parts of its highest."""
    most = max((value for day in days for value in day.beside), default=0.0)
    width = (100 - LEFT) / HOURS
    for row, day in enumerate(days):
        for hour, value in enumerate(day.beside):
            if value > 0:
                x, y = LEFT + hour * width, TOP + (row + 1) * ROW - GAP - BAR
                yield Box(percent(x), number(y), percent(width * 0.92 * value / most), str(BAR), "heat-bar")


def _strips(days: Sequence[HeatDay]) -> Iterator[Box]:
    """Where a pointer finds what is said of an hour."""
    width = (100 - LEFT) / HOURS
    for row, day in enumerate(days):
        for hour, tip in enumerate(day.tips):
            place = (percent(LEFT + hour * width), number(TOP + row * ROW), percent(width * 0.92), number(ROW - GAP))
            yield Box(*place, "strip", tip)


def _names(days: Sequence[HeatDay]) -> Iterator[Words]:
    for row, day in enumerate(days):
        yield Words("0%", number(TOP + row * ROW + ROW / 2 + 3), day.label, "tick")


def _hours(labels: Sequence[str], height: int) -> Iterator[Words]:
    width = (100 - LEFT) / HOURS
    for hour in range(0, HOURS, 6):
        yield Words(percent(LEFT + hour * width), number(height - 6), labels[hour], "tick")
