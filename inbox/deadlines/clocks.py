"""From a start, a length, a calendar and pauses to a deadline. Pure; every result can say how it came about."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from inbox.deadlines.calendar import (
    Due,
    NeverDue,
    Step,
    StepCode,
    WorkCalendar,
    add_days,
    add_working,
    last_before,
    working_between,
)
from inbox.deadlines.pauses import Pause


@dataclass(frozen=True)
class Deadline:
    """due_at None: a pause lasts, and nobody knows when it ends."""

    due_at: datetime | None
    _explain: Callable[[], Sequence[Step]] = field(repr=False, compare=False)

    @property
    def steps(self) -> Sequence[Step]:
        """Every step in order of time; worked out when asked for."""
        return self._explain()


def without_pauses(calendar: WorkCalendar | None, start: datetime, length: timedelta | None) -> Deadline | None:
    """When `length` has been worked since `start`; None without a length, or if the calendar never holds it."""
    return with_pauses(calendar, start, length, pauses=())


def with_pauses(
    calendar: WorkCalendar | None, start: datetime, length: timedelta | None, *, pauses: Sequence[Pause]
) -> Deadline | None:
    """The same without what falls into pauses (in order, not overlapping: see in_order)."""
    if not length:
        return None
    try:
        walked = tuple(_walk(calendar, start, length, pauses))
    except NeverDue:
        return None
    return Deadline(walked[-1].due_at, partial(_steps, calendar, start, length, legs=walked))


def left_of(
    calendar: WorkCalendar | None, due_at: datetime, length: timedelta, *, since: datetime, pauses: Sequence[Pause]
) -> datetime | None:
    """When only `length` (more than nothing) is left until `due_at`: the last such instant, at which somebody works.

    pauses: as of with_pauses. None if no more than that lay between `since` and the deadline.
    """
    at, left = due_at, length
    for pause in reversed(pauses):
        if pause.end is not None and since < pause.end <= at:
            worked = working_between(calendar, pause.end, at)
            if worked >= left:
                break
            at, left = max(pause.start, since), left - worked
    if working_between(calendar, since, at) <= left:
        return None
    return last_before(calendar, at, left)


def by_day(
    calendar: WorkCalendar | None, start: datetime, days: int | None, *, past_closed_days: bool
) -> Deadline | None:
    """The end of the last of so many days after that of `start`; None without days."""
    if not days:
        return None
    try:
        due = add_days(calendar, start, days, roll=past_closed_days)
    except NeverDue:
        return None
    return Deadline(due.due_at, lambda: due.steps)


@dataclass(frozen=True)
class _Leg:
    """What is worked between two pauses, and the pause after it. due_at: of the last leg that is not cut short."""

    worked: Due | None
    pause: Pause | None = None
    due_at: datetime | None = None


def _walk(calendar: WorkCalendar | None, start: datetime, length: timedelta, pauses: Sequence[Pause]) -> Iterator[_Leg]:
    at, left = start, length
    for pause in pauses:
        if pause.end is not None and pause.end <= at:
            continue
        due = add_working(calendar, at, left)
        if due.due_at <= pause.start:
            yield _Leg(due, due_at=due.due_at)
            return
        worked = working_between(calendar, at, pause.start)
        yield _Leg(add_working(calendar, at, worked) if worked else None, pause)
        if pause.end is None:
            return
        at, left = pause.end, left - worked
    due = add_working(calendar, at, left)
    yield _Leg(due, due_at=due.due_at)


def _steps(
    calendar: WorkCalendar | None, start: datetime, length: timedelta, *, legs: Sequence[_Leg]
) -> Sequence[Step]:
    zone = {"zone": calendar.zone} if calendar else {}
    steps = [Step(StepCode.START, start, params={"seconds": int(length.total_seconds()), **zone})]
    for leg in legs:
        if leg.worked is not None:
            steps += leg.worked.steps[1:] if leg.pause is None else leg.worked.steps[1:-1]
        if leg.pause is not None:
            begins = max(leg.pause.start, start)
            steps.append(Step(StepCode.PAUSE, begins, leg.pause.end, params={"reason": leg.pause.reason, **zone}))
    return steps
