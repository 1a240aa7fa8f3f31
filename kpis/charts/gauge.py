"""How near a value is to its limit: a bar that fills towards a line."""

from dataclasses import dataclass

from kpis.charts.drawing import Box, Drawing, Stroke, percent

HEIGHT = 18
ROOM = 1.25
"""The scale ends a quarter beyond the limit, or at the value where that is further."""


@dataclass(frozen=True)
class Gauge:
    """Both in the same unit, at least 0. state: good, watch, bad or plain."""

    value: float
    limit: float
    state: str


def drawn(gauge: Gauge) -> Drawing:
    end = max(gauge.limit * ROOM, gauge.value) or 1
    at = percent(100 * gauge.limit / end)
    return Drawing(
        HEIGHT,
        boxes=(
            Box("0%", "6", "100%", "6", "track"),
            Box("0%", "6", percent(100 * max(0.0, gauge.value) / end), "6", f"gauge-{gauge.state}"),
        ),
        strokes=(Stroke(at, "1", at, "17", "limit"),),
    )
