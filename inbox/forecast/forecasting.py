"""The forecast: what is expected, between which bounds, and what one more person would change. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.forecast.history import HOUR, History, hour_of_week
from inbox.forecast.queueing import Course, Step, Waiting, course
from inbox.forecast.rates import Rates, rates_of

HORIZON = timedelta(hours=72)
BAND = 1.2816
"""Standard deviations: eight times in ten the truth lies between the bounds."""


@dataclass(frozen=True)
class Forecast:
    """expected: the likely course. better, worse: the bounds. with_one_more: as expected, with one more person on duty
    in every hour in which usually somebody is; None if there is no such hour ahead.
    """

    rates: Rates
    expected: Course
    better: Course
    worse: Course
    with_one_more: Course | None


def forecast(history: History, waiting: Sequence[Waiting], now: datetime, *, zone: ZoneInfo) -> Forecast | None:
    """None without enough history."""
    if not history.is_enough:
        return None
    rates = rates_of(history, zone)
    steps = list(_steps(rates, now, zone, window=history.window))
    reinforced = list(_steps(rates, now, zone, window=history.window, more=1))
    shift = _shift(steps)
    return Forecast(
        rates=rates,
        expected=course(waiting, steps),
        better=course(waiting, _scaled(steps, 1 - shift, 1 + shift)),
        worse=course(waiting, _scaled(steps, 1 + shift, 1 - shift)),
        with_one_more=course(waiting, reinforced) if reinforced != steps else None,
    )


def _steps(rates: Rates, now: datetime, zone: ZoneInfo, *, window: timedelta | None, more: int = 0) -> Iterator[Step]:
    """Hour by hour through the horizon; the first is what is left of this hour."""
    start, end = now, now + HORIZON
    while start < end:
        until = min(start.replace(minute=0, second=0, microsecond=0) + HOUR, end)
        part = (until - start) / HOUR
        hour = hour_of_week(start, zone)
        agents = rates.on_duty[hour]
        agents += more if agents >= SOMEBODY else 0
        due_at = start + (until - start) / 2 + window if window else None
        yield Step(start, until, rates.arrivals[hour] * part, due_at, agents * rates.answers_per_agent * part)
        start = until


SOMEBODY = 0.5
"""So many people on average are somebody on duty."""


def _shift(steps: Sequence[Step]) -> float:
    """By which share arrivals rise and answers fall for the bounds.

    Both vary like Poisson counts, so the backlog at the end varies by the root of their sum.
    """
    total = sum(step.arrivals + step.capacity for step in steps)
    return min(BAND / math.sqrt(total), 1.0) if total else 0.0


def _scaled(steps: Sequence[Step], arrivals: float, capacity: float) -> list[Step]:
    return [
        Step(step.start, step.end, step.arrivals * arrivals, step.due_at, step.capacity * capacity) for step in steps
    ]
