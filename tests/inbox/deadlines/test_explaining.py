"""Why this deadline: the steps, in order."""

from datetime import datetime, timedelta
from typing import Any

from inbox.deadlines.calendar import Step, StepCode, WorkCalendar, add_days, add_working
from tests.inbox.deadlines.calendars import HOUR, NINE_TO_FIVE, PARIS, calendar, local, slots

FRANCE = {"country": "FR"}


def told(kept: WorkCalendar | None, start: datetime, length: timedelta) -> list[Step]:
    return list(add_working(kept, start, length).steps)


def step(code: StepCode, at: str, until: str = "", **params: Any) -> Step:
    """A step of a calendar in Paris."""
    return Step(code, local(at), local(until) if until else None, {**params, "zone": PARIS})


def work(at: str, until: str, hours: float, *, stretches: int = 1) -> Step:
    return step(StepCode.WORK, at, until, seconds=int(hours * 3600), stretches=stretches)


def start(at: str, hours: float) -> Step:
    return step(StepCode.START, at, seconds=int(hours * 3600))


def due(at: str) -> Step:
    return step(StepCode.DUE, at)


def test_every_stretch_is_told() -> None:
    assert told(calendar(NINE_TO_FIVE), local("2026-11-13 16:00"), 2 * HOUR) == [
        start("2026-11-13 16:00", 2),
        work("2026-11-13 16:00", "2026-11-13 17:00", 1),
        work("2026-11-16 09:00", "2026-11-16 10:00", 1),
        due("2026-11-16 10:00"),
    ]


def test_a_start_while_it_is_closed_waits() -> None:
    assert told(calendar(NINE_TO_FIVE), local("2026-11-14 16:00"), HOUR) == [
        start("2026-11-14 16:00", 1),
        step(StepCode.WAIT, "2026-11-14 16:00", "2026-11-16 09:00"),
        work("2026-11-16 09:00", "2026-11-16 10:00", 1),
        due("2026-11-16 10:00"),
    ]


def test_a_start_with_the_opening_does_not_wait() -> None:
    codes = [one.code for one in told(calendar(NINE_TO_FIVE), local("2026-11-16 09:00"), HOUR)]
    assert codes == [StepCode.START, StepCode.WORK, StepCode.DUE]


def test_four_stretches_are_told_one_by_one_and_five_as_one() -> None:
    kept = calendar(NINE_TO_FIVE)
    assert len(told(kept, local("2026-11-16 09:00"), 32 * HOUR)) == 6
    assert told(kept, local("2026-11-16 09:00"), 40 * HOUR) == [
        start("2026-11-16 09:00", 40),
        work("2026-11-16 09:00", "2026-11-20 17:00", 40, stretches=5),
        due("2026-11-20 17:00"),
    ]


def test_a_holiday_is_named_where_it_lies_and_divides_what_is_gathered() -> None:
    assert told(calendar(NINE_TO_FIVE, holidays={**FRANCE, "region": "57"}), local("2026-11-10 16:00"), 2 * HOUR) == [
        start("2026-11-10 16:00", 2),
        work("2026-11-10 16:00", "2026-11-10 17:00", 1),
        step(StepCode.HOLIDAY, "2026-11-11 00:00", "2026-11-12 00:00", day="2026-11-11", country="FR", region="57"),
        work("2026-11-12 09:00", "2026-11-12 10:00", 1),
        due("2026-11-12 10:00"),
    ]


def test_a_holiday_on_a_weekend_takes_nothing_and_is_not_told() -> None:
    kept = calendar(NINE_TO_FIVE, holidays=FRANCE)
    codes = [one.code for one in told(kept, local("2026-10-30 16:00"), 2 * HOUR)]
    assert StepCode.HOLIDAY not in codes


def test_a_holiday_that_is_worked_is_told() -> None:
    kept = calendar(NINE_TO_FIVE, holidays=FRANCE, not_observed=["2026-11-11"])
    assert told(kept, local("2026-11-10 16:00"), 2 * HOUR) == [
        start("2026-11-10 16:00", 2),
        work("2026-11-10 16:00", "2026-11-10 17:00", 1),
        step(StepCode.KEPT_OPEN, "2026-11-11 00:00", "2026-11-12 00:00", day="2026-11-11", country="FR", region=""),
        work("2026-11-11 09:00", "2026-11-11 10:00", 1),
        due("2026-11-11 10:00"),
    ]


def test_a_day_closed_by_hand_is_told() -> None:
    kept = calendar(NINE_TO_FIVE, added=["2026-11-16"])
    assert told(kept, local("2026-11-13 16:00"), 2 * HOUR)[2] == step(
        StepCode.ADDED, "2026-11-16 00:00", "2026-11-17 00:00"
    )


def test_a_closure_is_told_once_and_whole() -> None:
    kept = calendar(NINE_TO_FIVE, closures=[{"from": "2026-11-14", "to": "2026-11-22"}])
    assert told(kept, local("2026-11-13 16:00"), 2 * HOUR) == [
        start("2026-11-13 16:00", 2),
        work("2026-11-13 16:00", "2026-11-13 17:00", 1),
        step(StepCode.CLOSURE, "2026-11-14 00:00", "2026-11-23 00:00"),
        work("2026-11-23 09:00", "2026-11-23 10:00", 1),
        due("2026-11-23 10:00"),
    ]


def test_a_half_day_is_told_if_it_takes_something() -> None:
    kept = calendar(NINE_TO_FIVE, half_days=[{"date": "2026-12-24", "until": "12:00"}])
    assert told(kept, local("2026-12-23 16:00"), 2 * HOUR)[2] == step(
        StepCode.HALF_DAY, "2026-12-24 00:00", "2026-12-25 00:00", closes="12:00"
    )
    late = calendar(NINE_TO_FIVE, half_days=[{"date": "2026-12-24", "until": "17:00"}])
    assert len(told(late, local("2026-12-23 16:00"), 2 * HOUR)) == 4


def test_the_change_of_the_clocks_is_told_where_it_is_worked() -> None:
    nights = calendar(slots("6", "22:00-06:00"))
    assert told(nights, local("2026-03-28 22:00"), 5 * HOUR)[2] == step(StepCode.CLOCKS, "2026-03-29 03:00", minutes=60)
    assert told(nights, local("2026-10-24 22:00"), 5 * HOUR)[2] == Step(
        StepCode.CLOCKS, local("2026-10-25 02:00", fold=1), None, {"minutes": -60, "zone": PARIS}
    )


def test_the_change_of_the_clocks_is_not_told_where_nobody_works() -> None:
    assert len(told(calendar(slots("1234567", "09:00-17:00")), local("2026-03-28 16:00"), 2 * HOUR)) == 4


def test_the_night_that_a_start_lies_in_is_told_from_the_start_on() -> None:
    nights = calendar(slots("5", "22:00-06:00"))
    assert told(nights, local("2026-11-14 05:00"), HOUR)[1:] == [
        work("2026-11-14 05:00", "2026-11-14 06:00", 1),
        due("2026-11-14 06:00"),
    ]


def test_a_start_when_a_slot_ends_tells_nothing_of_that_slot() -> None:
    codes = [one.code for one in told(calendar(NINE_TO_FIVE), local("2026-11-16 17:00"), HOUR)]
    assert codes == [StepCode.START, StepCode.WAIT, StepCode.WORK, StepCode.DUE]


def test_a_day_that_begins_with_the_deadline_is_not_told() -> None:
    kept = calendar(slots("1234567", "20:00-24:00"), holidays=FRANCE)
    codes = [one.code for one in told(kept, local("2026-11-10 20:00"), 4 * HOUR)]
    assert codes == [StepCode.START, StepCode.WORK, StepCode.DUE]


def test_the_change_of_the_clocks_is_told_in_a_zone_at_greenwich_too() -> None:
    nights = calendar(slots("6", "22:00-06:00"), zone="Europe/London")
    change = told(nights, local("2026-03-28 22:00", "Europe/London"), 5 * HOUR)[2]
    assert (change.code, change.params) == (StepCode.CLOCKS, {"minutes": 60, "zone": "Europe/London"})


def test_days_after_the_deadline_are_not_told() -> None:
    kept = calendar(NINE_TO_FIVE, holidays=FRANCE)
    codes = [one.code for one in told(kept, local("2026-11-10 15:00"), 2 * HOUR)]
    assert codes == [StepCode.START, StepCode.WORK, StepCode.DUE]


def test_the_day_before_the_start_is_not_told() -> None:
    kept = calendar(NINE_TO_FIVE, holidays=FRANCE)
    codes = [one.code for one in told(kept, local("2026-11-12 00:00"), 2 * HOUR)]
    assert codes == [StepCode.START, StepCode.WAIT, StepCode.WORK, StepCode.DUE]


def test_nothing_to_work_has_a_start_and_an_end() -> None:
    assert told(calendar(), local("2026-11-14 12:00"), timedelta(0)) == [
        start("2026-11-14 12:00", 0),
        due("2026-11-14 12:00"),
    ]


def test_around_the_clock_there_is_nothing_between_start_and_end() -> None:
    begins = local("2026-11-14 12:00")
    assert told(None, begins, HOUR) == [
        Step(StepCode.START, begins, params={"seconds": 3600}),
        Step(StepCode.DUE, begins + HOUR),
    ]


def test_days_tell_what_moved_their_end() -> None:
    kept = calendar(slots("12345", "00:00-24:00"), holidays=FRANCE, added=["2026-12-24"])
    assert list(add_days(kept, local("2026-12-10 10:00"), 14, roll=True).steps) == [
        step(StepCode.START, "2026-12-10 10:00", days=14),
        step(StepCode.ADDED, "2026-12-24 00:00", "2026-12-25 00:00"),
        step(StepCode.HOLIDAY, "2026-12-25 00:00", "2026-12-26 00:00", day="2026-12-25", country="FR", region=""),
        step(StepCode.REST, "2026-12-26 00:00", "2026-12-27 00:00"),
        step(StepCode.REST, "2026-12-27 00:00", "2026-12-28 00:00"),
        due("2026-12-28 23:59:59"),
    ]


def test_a_closure_that_moves_the_end_is_told_once() -> None:
    kept = calendar(NINE_TO_FIVE, closures=[{"from": "2026-11-14", "to": "2026-11-20"}])
    steps = add_days(kept, local("2026-11-02 10:00"), 14, roll=True).steps
    assert [one.code for one in steps] == [
        *(StepCode.START, StepCode.CLOSURE, StepCode.REST, StepCode.REST, StepCode.DUE)
    ]


def test_days_without_a_calendar_have_a_start_and_an_end() -> None:
    begins = datetime.fromisoformat("2026-11-02T10:00+00:00")
    assert list(add_days(None, begins, 1, roll=True).steps) == [
        Step(StepCode.START, begins, params={"days": 1}),
        Step(StepCode.DUE, datetime.fromisoformat("2026-11-03T23:59:59+00:00")),
    ]


def test_steps_are_the_same_however_often_they_are_asked_for() -> None:
    found = add_working(calendar(), local("2026-11-13 16:00"), 2 * HOUR)
    assert found.steps is found.steps
