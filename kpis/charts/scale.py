"""The upright axis: which values get a line, and where a value stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
LINES = 4
"""About so many above the ground."""
TOP, BOTTOM = 22, 26
"""Pixels above the highest line, for its label, and below the lowest one, for the labels across."""


@dataclass(frozen=True)
class Scale:
    """From low to high over `height` pixels of drawing; ticks: the values with a line."""

    low: float
    high: float
    height: int
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Values outside are drawn at the edge."""
        inside = min(max(value, self.low), self.high)
        field = self.height - TOP - BOTTOM
        return TOP + field * (1 - (inside - self.low) / (self.high - self.low))

    @property
    def ground(self) -> float:
        return self.y(self.low)


def scale_for(values: Sequence[float], *, height: int, base: float = 1.0, least_step: float = 0.0) -> Scale:
    """Round steps from 0 to above the highest value; without values, one step.

    base: what is one, such as an hour of seconds: steps are round in it. least_step: every step is a multiple of it, in
    that unit, such as 1 where half a case would make no sense.
    """
    highest = max(values, default=0.0) / base
    if highest <= 0:
        return Scale(0.0, base, height, (0.0, base))
    step = max(_round_up(highest / LINES, multiple_of=least_step), least_step)
    count = max(1, math.ceil(highest / step - 1e-9))
    ticks = tuple(base * step * place for place in range(count + 1))
    return Scale(0.0, ticks[-1], height, ticks)


def share_scale(values: Sequence[float], *, height: int) -> Scale:
    """For shares between 0 and 1: the whole of it, or from the half up where nothing lies below."""
    low = 0.5 if values and min(values) >= LOWEST_OF_UPPER_HALF else 0.0
    return Scale(low, 1.0, height, tuple(low + (1 - low) * place / 4 for place in (0, 2, 4)))


LOWEST_OF_UPPER_HALF = 0.6
"""With less room than that below the lowest value, the axis begins at 0."""


def _round_up(rough: float, *, multiple_of: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    fine = (step * power for step in STEPS if step * power >= rough - 1e-12)
    return next(step for step in fine if not multiple_of or step < multiple_of or (step / multiple_of).is_integer())
