"""A queue that is served by deadline, hour by hour, as a flow. Pure.

Tickets are portions: those of now have size 1, those to come the size that is expected in their hour. In each step the
capacity goes to the portions with the soonest deadline, late ones first of all. A portion is late by what is left of it
at its deadline. More capacity never makes more of anything late: each portion's service depends only on sooner ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

EPSILON = 1e-9


@dataclass(frozen=True)
class Step:
    """One hour, or what is left of it. arrivals: how many come, due at `due_at`. capacity: how many can be answered."""

    start: datetime
    end: datetime
    arrivals: float
    due_at: datetime | None
    capacity: float


@dataclass(frozen=True)
class Waiting:
    """A ticket of now."""

    id: int
    due_at: datetime


@dataclass(frozen=True)
class Hour:
    """What one step brings. late: of how many the deadline passes unanswered in it. waiting: at its end."""

    start: datetime
    end: datetime
    arrivals: float
    answered: float
    late: float
    waiting: float


@dataclass(frozen=True)
class Course:
    """hours: as the steps. late_tickets: tickets of now that will be late, with when they become it, soonest first."""

    hours: Sequence[Hour]
    late_tickets: Sequence[Waiting]

    @property
    def late(self) -> float:
        return sum(hour.late for hour in self.hours)


@dataclass
class _Portion:
    due_at: datetime
    size: float
    ticket: Waiting | None = None
    is_late: bool = False


def course(now: Sequence[Waiting], steps: Iterable[Step]) -> Course:
    """Let the queue run. now: tickets whose deadline has not passed yet, and those that are late already."""
    steps = list(steps)
    begin = steps[0].start if steps else None
    queue = sorted(
        (_Portion(one.due_at, 1.0, one, is_late=begin is not None and one.due_at < begin) for one in now),
        key=_by_deadline,
    )
    hours: list[Hour] = []
    missed: list[Waiting] = []
    for step in steps:
        if step.arrivals > 0 and step.due_at is not None:
            queue.append(_Portion(step.due_at, step.arrivals))
            queue.sort(key=_by_deadline)
        served = _serve(queue, step, missed)
        queue = [portion for portion in queue if portion.size > EPSILON]
        waiting = sum(portion.size for portion in queue)
        hours.append(Hour(step.start, step.end, step.arrivals, served.answered, served.late, waiting))
    return Course(hours, sorted(missed, key=lambda one: (one.due_at, one.id)))


@dataclass(frozen=True)
class _Served:
    answered: float
    late: float


def _serve(queue: Sequence[_Portion], step: Step, missed: list[Waiting]) -> _Served:
    """Spend the capacity evenly over the step, soonest deadline first; note what passes its deadline meanwhile."""
    seconds = (step.end - step.start).total_seconds()
    used = late = 0.0
    for portion in queue:
        if not portion.is_late and portion.due_at < step.end:
            share = max((portion.due_at - step.start).total_seconds(), 0) / seconds
            at_deadline = max(step.capacity * share, used)
            left = max(portion.size - (at_deadline - used), 0.0)
            if left > EPSILON:
                portion.is_late, late = True, late + left
                if portion.ticket:
                    missed.append(portion.ticket)
        taken = min(portion.size, step.capacity - used)
        portion.size -= taken
        used += taken
    return _Served(used, late)


def _by_deadline(portion: _Portion) -> tuple[datetime, int]:
    return portion.due_at, portion.ticket.id if portion.ticket else 0
