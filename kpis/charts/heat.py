"""A map of hours and weekdays: the darker, the more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.charts.drawing import Box, Drawing, Words, number, percent

HOURS = 24
LEVELS = 5
LEFT, TOP, ROW, GAP = 12.0, 6, 24, 2
"""Room for the names of days (per cent), pixels above, height of a row, pixels between rows."""


@dataclass(frozen=True)
class HeatDay:
    """One row. values: of its 24 hours; tips: what is said of each."""

    label: str
    values: tuple[float, ...]
    tips: tuple[str, ...]


@dataclass(frozen=True)
class HeatMap:
    """hour_labels: what stands below every sixth hour, by its hour."""

    days: tuple[HeatDay, ...]
    hour_labels: tuple[str, ...]


def drawn(chart: HeatMap) -> Drawing:
    most = max((value for day in chart.days for value in day.values), default=0.0)
    height = TOP + ROW * len(chart.days) + 24
    return Drawing(
        height=height,
        boxes=tuple(_cells(chart.days, most)),
        words=(*_names(chart.days), *_hours(chart.hour_labels, height)),
    )


def level(value: float, most: float) -> int:
    """0 for nothing, else 1 to 5 by the part of the highest."""
    if value <= 0 or most <= 0:
        return 0
    return min(LEVELS, int(value / most * LEVELS - 1e-9) + 1)


def _cells(days: Sequence[HeatDay], most: float) -> Iterator[Box]:
    width = (100 - LEFT) / HOURS
    for row, day in enumerate(days):
        for hour, (value, tip) in enumerate(zip(day.values, day.tips, strict=True)):
            yield Box(
                percent(LEFT + hour * width),
                number(TOP + row * ROW),
                percent(width * 0.92),
                number(ROW - GAP),
                f"heat-{level(value, most)}",
                tip,
            )


def _names(days: Sequence[HeatDay]) -> Iterator[Words]:
    for row, day in enumerate(days):
        yield Words("0%", number(TOP + row * ROW + ROW / 2 + 3), day.label, "tick")


def _hours(labels: Sequence[str], height: int) -> Iterator[Words]:
    width = (100 - LEFT) / HOURS
    for hour in range(0, HOURS, 6):
        yield Words(percent(LEFT + hour * width), number(height - 6), labels[hour], "tick")
