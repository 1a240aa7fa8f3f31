"""Names with a bar each, the longest first: a table whose bars say at a glance what its numbers say exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.charts.drawing import Box, Drawing, percent

HEIGHT = 10


def bar(value: float, most: float, *, kind: str = "series-1") -> Drawing:
    """One row's bar, in parts of the longest."""
    width = 100 * value / most if most > 0 else 0
    return Drawing(HEIGHT, boxes=(Box("0%", "1", percent(max(0.0, width)), "8", kind),))


@dataclass(frozen=True)
class RankedRow:
    """href: the tickets behind it."""

    label: str
    value: str
    cases: str
    href: str
    bar: Drawing


def longest(values: Sequence[float | None]) -> float:
    return max((value for value in values if value is not None), default=0.0)
