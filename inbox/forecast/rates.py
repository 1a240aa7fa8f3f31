"""From counts of the past to what an hour of the week usually brings. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox.forecast.history import History, hour_of_week

WEEK = 7 * 24
PRIOR_WEEKS = 2
"""An hour of the week is believed as if the mean of its hour over all days had been seen in so many weeks besides."""


@dataclass(frozen=True)
class Rates:
    """By hour of the week (see hour_of_week). arrivals: waits that begin. on_duty: people who answer.

    answers_per_agent: in an hour in which one answers at all.
    """

    arrivals: Sequence[float]
    on_duty: Sequence[float]
    answers_per_agent: float


def rates_of(history: History, zone: ZoneInfo) -> Rates:
    """history: enough of it."""
    seen = [0] * WEEK
    for at in history.hours():
        seen[hour_of_week(at, zone)] += 1
    return Rates(
        arrivals=_by_hour(history.arrivals, seen, zone),
        on_duty=_by_hour(history.agents, seen, zone),
        answers_per_agent=sum(history.answers.values()) / max(sum(history.agents.values()), 1),
    )


def _by_hour(counts: Mapping[datetime, int], seen: Sequence[int], zone: ZoneInfo) -> list[float]:
    """Counts an hour, each drawn towards the mean of the same hour over all days, the more the less was seen of it."""
    total = [0] * WEEK
    for at, count in counts.items():
        total[hour_of_week(at, zone)] += count
    daily = [sum(total[hour::24]) / max(sum(seen[hour::24]), 1) for hour in range(24)]
    return [(total[hour] + PRIOR_WEEKS * daily[hour % 24]) / (seen[hour] + PRIOR_WEEKS) for hour in range(WEEK)]
