"""What holds for every calendar, every zone and every start."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from inbox.deadlines.calendar import NeverDue, StepCode, WorkCalendar, add_days, add_working, working_between
from tests.inbox.deadlines.calendars import slots
from tests.inbox.deadlines.calendars_at_random import Spec, calendars, days, half_days, lengths, specs, starts
from tests.inbox.deadlines.minute_walk import MINUTE, Walker

NOTHING = timedelta(0)
INSTANT = timedelta(microseconds=1)
LOOKED_AT = timedelta(days=15)
tried = settings(max_examples=40, deadline=None)


def due(calendar: WorkCalendar, start: datetime, length: timedelta) -> datetime:
    """When it is due; a calendar that hardly ever opens is left out."""
    try:
        return add_working(calendar, start, length).due_at
    except NeverDue:
        assume(False)
        raise


def with_more(spec: Spec, **more: list[Any]) -> WorkCalendar:
    return WorkCalendar.from_spec({**spec, **{name: [*spec[name], *values] for name, values in more.items()}})


@tried
@given(calendars, starts, lengths)
def test_a_deadline_lies_after_its_start_by_exactly_its_length_of_work(
    calendar: WorkCalendar, start: datetime, length: timedelta
) -> None:
    due_at = due(calendar, start, length)
    assert due_at >= start
    assert working_between(calendar, start, due_at) == length


@tried
@given(calendars, starts, lengths.filter(bool))
def test_a_deadline_is_the_first_such_instant(calendar: WorkCalendar, start: datetime, length: timedelta) -> None:
    due_at = due(calendar, start, length)
    assert working_between(calendar, start, due_at - INSTANT) == length - INSTANT


@tried
@given(specs(), starts, st.integers(1, 1500))
@example(
    {
        **{"zone": "Europe/Paris", "slots": slots("67", "06:00-07:30", "22:00-05:00"), "holidays": None},
        **{"added": [], "not_observed": [], "closures": [], "half_days": [{"date": "2026-10-24", "until": "23:00"}]},
    },
    datetime.fromisoformat("2026-10-23T12:00+00:00"),
    800,
)
def test_it_is_what_walking_minute_by_minute_finds(spec: Spec, start: datetime, minutes: int) -> None:
    found = Walker(spec, start).work(minutes, at_most=LOOKED_AT)
    calendar = WorkCalendar.from_spec(spec)
    if found is None:
        assert working_between(calendar, start, start + LOOKED_AT) < minutes * MINUTE
    else:
        assert due(calendar, start, minutes * MINUTE) == found


@tried
@given(specs(), starts, st.integers(0, 10 * 24 * 60))
def test_working_time_is_what_walking_minute_by_minute_counts(spec: Spec, start: datetime, minutes: int) -> None:
    end = start + minutes * MINUTE
    assert working_between(WorkCalendar.from_spec(spec), start, end) == Walker(spec, start).worked_until(end)


@tried
@given(calendars, starts, starts, lengths)
def test_who_starts_later_is_not_due_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, length: timedelta
) -> None:
    assert due(calendar, min(one, other), length) <= due(calendar, max(one, other), length)


@tried
@given(calendars, starts, lengths, lengths)
def test_more_work_is_not_due_earlier(
    calendar: WorkCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert due(calendar, start, min(one, other)) <= due(calendar, start, max(one, other))


@tried
@given(calendars, starts, lengths, lengths)
def test_work_in_two_parts_is_work_in_one(
    calendar: WorkCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert due(calendar, due(calendar, start, one), other) == due(calendar, start, one + other)


@tried
@given(calendars, st.tuples(starts, starts, starts).map(sorted))
def test_working_time_adds_up(calendar: WorkCalendar, instants: list[datetime]) -> None:
    first, middle, last = instants
    parts = working_between(calendar, first, middle) + working_between(calendar, middle, last)
    assert parts == working_between(calendar, first, last)


@tried
@given(calendars, starts, starts)
def test_there_is_never_more_working_time_than_time_nor_less_than_none(
    calendar: WorkCalendar, one: datetime, other: datetime
) -> None:
    assert NOTHING <= working_between(calendar, one, other) <= max(other - one, NOTHING)


@tried
@given(specs(), starts, lengths, days)
def test_a_closed_day_more_never_brings_a_deadline_forward(
    spec: Spec, start: datetime, length: timedelta, day: date
) -> None:
    assume(day.isoformat() not in spec["not_observed"])
    before = due(WorkCalendar.from_spec(spec), start, length)
    assert due(with_more(spec, added=[day.isoformat()]), start, length) >= before
    closure = {"from": day.isoformat(), "to": (day + timedelta(days=30)).isoformat()}
    assert due(with_more(spec, closures=[closure]), start, length) >= before


@tried
@given(specs(), starts, lengths, half_days)
def test_a_half_day_more_never_brings_a_deadline_forward(
    spec: Spec, start: datetime, length: timedelta, half_day: Any
) -> None:
    assume(half_day["date"] not in {one["date"] for one in spec["half_days"]})
    before = due(WorkCalendar.from_spec(spec), start, length)
    assert due(with_more(spec, half_days=[half_day]), start, length) >= before


@tried
@given(specs(), starts, lengths)
def test_keeping_holidays_never_brings_a_deadline_forward(spec: Spec, start: datetime, length: timedelta) -> None:
    without = due(WorkCalendar.from_spec({**spec, "holidays": None}), start, length)
    assert due(WorkCalendar.from_spec(spec), start, length) >= without


@tried
@given(specs(), starts, lengths, days)
def test_a_holiday_that_is_worked_never_pushes_a_deadline_back(
    spec: Spec, start: datetime, length: timedelta, day: date
) -> None:
    assume(day.isoformat() not in spec["added"])
    before = due(WorkCalendar.from_spec(spec), start, length)
    assert due(with_more(spec, not_observed=[day.isoformat()]), start, length) <= before


@tried
@given(specs(least_slots=2), starts, lengths, st.integers(0, 11))
def test_a_slot_more_never_pushes_a_deadline_back(spec: Spec, start: datetime, length: timedelta, place: int) -> None:
    place %= len(spec["slots"])
    without = {**spec, "slots": [*spec["slots"][:place], *spec["slots"][place + 1 :]]}
    assert due(WorkCalendar.from_spec(spec), start, length) <= due(WorkCalendar.from_spec(without), start, length)


@tried
@given(calendars, starts, st.integers(0, 60), st.booleans(), days)
def test_days_end_on_their_day_or_roll_past_closed_ones(
    calendar: WorkCalendar, start: datetime, number: int, roll: bool, day: date
) -> None:
    due_at = add_days(calendar, start, number, roll=roll).due_at
    assert due_at >= start.replace(microsecond=0)
    late = calendar.day_of(due_at) - calendar.day_of(start) - timedelta(days=number)
    assert late == NOTHING or (roll and late > NOTHING)
    assert not roll or calendar.hours_of(calendar.day_of(due_at))


@tried
@given(specs(), starts, st.integers(0, 60), days)
def test_a_closed_day_more_never_brings_the_end_of_a_period_forward(
    spec: Spec, start: datetime, number: int, day: date
) -> None:
    assume(day.isoformat() not in spec["not_observed"])
    before = add_days(WorkCalendar.from_spec(spec), start, number, roll=True).due_at
    assert add_days(with_more(spec, added=[day.isoformat()]), start, number, roll=True).due_at >= before


@tried
@given(calendars)
def test_what_is_written_is_read_as_the_same_calendar(calendar: WorkCalendar) -> None:
    assert WorkCalendar.from_spec(calendar.as_spec()) == calendar


@tried
@given(calendars, starts, lengths)
def test_the_explanation_counts_exactly_what_was_asked_for(
    calendar: WorkCalendar, start: datetime, length: timedelta
) -> None:
    due(calendar, start, length)
    found = add_working(calendar, start, length)
    counted = [step for step in found.steps if step.code == StepCode.WORK]
    assert sum(int(step.params["seconds"]) for step in counted) == length.total_seconds()
    assert (found.steps[0].at, found.steps[-1].at) == (start, found.due_at)
    assert [step.at for step in counted] == sorted(step.at for step in counted)
