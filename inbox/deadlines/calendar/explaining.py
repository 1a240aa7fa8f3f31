"""The steps of a computation, for people who ask why. Worked out only when they are asked for."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from inbox.deadlines.calendar.closed_days import WhyClosed
from inbox.deadlines.calendar.entries import write_minute
from inbox.deadlines.calendar.steps import Params, Step, StepCode
from inbox.deadlines.calendar.wall_clock import clock_change, day_bounds
from inbox.deadlines.calendar.work_calendar import WorkCalendar

MOST_SINGLE_STRETCHES = 4
"""So many stretches in a row are told one by one, more of them as one line."""


def steps_of_work(
    calendar: WorkCalendar | None, start: datetime, *, length: timedelta, due_at: datetime
) -> tuple[Step, ...]:
    """Tell how `length` of working time was counted from `start` to `due_at`."""
    asked: Params = {"seconds": int(length.total_seconds())}
    if calendar is None:
        return Step(StepCode.START, start, params=asked), Step(StepCode.DUE, due_at)
    steps = _gathered(list(_day_by_day(calendar, start, due_at)))
    first_work = next((step.at for step in steps if step.code == StepCode.WORK), start)
    waiting = [Step(StepCode.WAIT, start, first_work)] if first_work > start else []
    told = [Step(StepCode.START, start, params=asked), *waiting, *steps, Step(StepCode.DUE, due_at)]
    return tuple(_in_zone(step, calendar) for step in told)


def steps_of_days(
    calendar: WorkCalendar | None, start: datetime, *, days: int, closed: Sequence[date], due_at: datetime
) -> tuple[Step, ...]:
    """Tell how calendar days were counted. closed: the days on which it could not end, in order."""
    ends = [Step(StepCode.START, start, params={"days": days}), Step(StepCode.DUE, due_at)]
    if calendar is None:
        return tuple(ends)
    told = [ends[0], *(_closed(calendar, day) for day in closed), ends[1]]
    return tuple(_in_zone(step, calendar) for step in _once_each(told))


def _day_by_day(calendar: WorkCalendar, start: datetime, end: datetime) -> Iterator[Step]:
    """Everything between the two instants: what is counted, and each day that is not like its weekday."""
    day = calendar.day_of(start) - timedelta(days=1)  # its night may reach past the start
    last = calendar.day_of(end)
    while day <= last:
        begins, ends = day_bounds(day, zone=calendar.zone_info)
        if ends > start and begins < end and calendar.slots_on(day):
            yield from _peculiarities(calendar, day)
        for opens, closes in calendar.hours_of(day):
            at, until = max(opens, start), min(closes, end)
            if at < until:
                yield _work(at, until)
                yield from _clocks(calendar, at, until)
        day += timedelta(days=1)


def _peculiarities(calendar: WorkCalendar, day: date) -> Iterator[Step]:
    """What is different about a day whose weekday has hours."""
    begins, ends = day_bounds(day, zone=calendar.zone_info)
    if calendar.why_closed(day) is not None:
        yield _closed(calendar, day)
        return
    if calendar.holiday_name(day):
        yield Step(StepCode.KEPT_OPEN, begins, ends, _holiday_params(calendar, day))
    until = calendar.open_until(day)
    if until is not None and any(slot.ends > until for slot in calendar.slots_on(day)):
        yield Step(StepCode.HALF_DAY, begins, ends, {"closes": write_minute(until)})


def _closed(calendar: WorkCalendar, day: date) -> Step:
    """Why that day is closed, as a step; a closure is told whole."""
    begins, ends = day_bounds(day, zone=calendar.zone_info)
    why = calendar.why_closed(day)
    if why is None:
        return Step(StepCode.REST, begins, ends)
    if why == WhyClosed.CLOSURE:
        closure = next(one for one in calendar.closures if one.first <= day <= one.last)
        first, _ = day_bounds(closure.first, zone=calendar.zone_info)
        _, last = day_bounds(closure.last, zone=calendar.zone_info)
        return Step(StepCode.CLOSURE, first, last)
    params = _holiday_params(calendar, day) if why == WhyClosed.HOLIDAY else {}
    return Step(StepCode(why), begins, ends, params)


def _holiday_params(calendar: WorkCalendar, day: date) -> Params:
    return {"day": day.isoformat(), "country": calendar.country, "region": calendar.region}


def _clocks(calendar: WorkCalendar, at: datetime, until: datetime) -> Iterator[Step]:
    """The change of the clocks inside a counted stretch, if there is one."""
    if change := clock_change(at, until, zone=calendar.zone_info):
        yield Step(StepCode.CLOCKS, change.at, params={"minutes": change.forward // timedelta(minutes=1)})


def _work(at: datetime, until: datetime) -> Step:
    return Step(StepCode.WORK, at, until, {"seconds": int((until - at).total_seconds()), "stretches": 1})


def _gathered(steps: list[Step]) -> list[Step]:
    """Tell each closure once, and many ordinary stretches in a row as one."""
    told: list[Step] = []
    run: list[Step] = []
    for step in [*_once_each(steps), None]:
        if step is not None and step.code == StepCode.WORK:
            run.append(step)
            continue
        told += run if len(run) <= MOST_SINGLE_STRETCHES else [_as_one(run)]
        run = []
        if step is not None:
            told.append(step)
    return told


def _as_one(run: list[Step]) -> Step:
    params = {"seconds": sum(int(step.params["seconds"]) for step in run), "stretches": len(run)}
    return Step(StepCode.WORK, run[0].at, run[-1].until, params)


def _once_each(steps: list[Step]) -> list[Step]:
    """Leave out a closure that has been told already."""
    return [step for place, step in enumerate(steps) if step.code != StepCode.CLOSURE or step not in steps[:place]]


def _in_zone(step: Step, calendar: WorkCalendar) -> Step:
    return Step(step.code, step.at, step.until, {**step.params, "zone": calendar.zone})
