"""A trend in little: a line without axes, its last value a dot, the target a thin line."""

from collections.abc import Sequence

from kpis.charts.drawing import Curve, Dot, Drawing, Stroke, number, percent
from kpis.charts.line import runs
from kpis.charts.scale import Scale

HEIGHT = 44
_MARGIN = 5


def drawn(values: Sequence[float | None], *, target: float | None = None) -> Drawing:
    """Empty without two values: one is no trend."""
    known = [value for value in values if value is not None]
    if len(known) < LEAST:
        return Drawing(HEIGHT)
    scale = _scale([*known, *([target] if target is not None else [])])
    places = [(_x(place, len(values)), _y(value, scale)) for run in runs(values) for place, value in run]
    curve = " ".join(
        "M" + " L".join(f"{number(_x(place, len(values)))} {number(_y(value, scale))}" for place, value in run)
        for run in runs(values)
    )
    line = [] if target is None else [_across(_y(target, scale))]
    last_x, last_y = places[-1]
    return Drawing(
        HEIGHT,
        strokes=tuple(line),
        curves=(Curve(curve, "now"),),
        dots=(Dot(percent(last_x), number(last_y), "now"),),
    )


LEAST = 2


def _x(place: int, count: int) -> float:
    return 2 + 96 * place / max(1, count - 1)


def _y(value: float, scale: Scale) -> float:
    part = (value - scale.low) / (scale.high - scale.low)
    return HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * part


def _scale(values: Sequence[float]) -> Scale:
    low, high = min(values), max(values)
    return Scale(low, high if high > low else low + 1, HEIGHT, ())


def _across(y: float) -> Stroke:
    return Stroke("0%", number(y), "100%", number(y), "target")
