"""Points before a deadline: counted back in the hours in which the deadline is counted."""

from datetime import datetime, timedelta

from hypothesis import assume, given, settings

from inbox.deadlines.calendar import NeverDue, WorkCalendar, add_working, working_between
from inbox.deadlines.pauses import Pause
from inbox.warnings.points import AT_THE_DEADLINE, next_at, points, reached
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, calendar, local
from tests.inbox.deadlines.calendars_at_random import calendars, lengths, starts
from tests.make import DAY, HOUR, NINE

INSTANT = timedelta(microseconds=1)


def the_point(due_at: datetime, before: timedelta, *pauses: Pause) -> datetime | None:
    """Of a deadline in office hours, nine to five in Paris, that began weeks ago."""
    found = points(due_at - 40 * DAY, due_at, before=[before], calendar=calendar(NINE_TO_FIVE), pauses=pauses)
    return found.get(before)


def test_around_the_clock_a_point_lies_its_length_before() -> None:
    found = points(NINE, NINE + DAY, before=[4 * HOUR, HOUR])
    assert found == {4 * HOUR: NINE + 20 * HOUR, HOUR: NINE + 23 * HOUR, AT_THE_DEADLINE: NINE + DAY}


def test_in_working_time_a_point_is_never_at_midnight_or_on_a_sunday() -> None:
    assert the_point(local("2026-11-16 10:00"), 4 * HOUR) == local("2026-11-13 14:00")
    assert the_point(local("2026-11-17 09:30"), HOUR) == local("2026-11-16 16:30")


def test_a_point_that_falls_between_two_slots_is_at_the_opening() -> None:
    assert the_point(local("2026-11-16 10:00"), HOUR) == local("2026-11-16 09:00")


def test_a_deadline_at_closing_time_is_warned_of_before_it_on_that_day() -> None:
    assert the_point(local("2026-11-16 17:00"), HOUR) == local("2026-11-16 16:00")


def test_a_point_is_not_in_a_pause() -> None:
    holiday = Pause(local("2026-11-12 12:00"), local("2026-11-16 09:30"), "holiday")
    assert the_point(local("2026-11-16 10:00"), HOUR, holiday) == local("2026-11-12 11:30")
    assert the_point(local("2026-11-16 10:00"), HOUR / 2, holiday) == local("2026-11-16 09:30")


def test_a_pause_that_is_over_before_the_point_changes_nothing() -> None:
    early = Pause(local("2026-11-10 12:00"), local("2026-11-12 09:30"), "snoozed")
    assert the_point(local("2026-11-16 10:00"), HOUR, early) == local("2026-11-16 09:00")


def test_a_point_from_before_the_wait_is_none() -> None:
    found = points(NINE, NINE + 2 * HOUR, before=[4 * HOUR, 2 * HOUR, HOUR])
    assert sorted(found) == [AT_THE_DEADLINE, HOUR]
    evening = local("2026-11-12 20:00")
    assert sorted(
        points(evening, local("2026-11-13 12:00"), before=[4 * HOUR, HOUR], calendar=calendar(NINE_TO_FIVE))
    ) == [
        AT_THE_DEADLINE,
        HOUR,
    ]


def test_points_are_reached_one_after_the_other() -> None:
    found = points(NINE, NINE + DAY, before=[4 * HOUR, HOUR])
    assert reached(found, now=NINE + 19 * HOUR, warned=[]) == ()
    assert reached(found, now=NINE + 23 * HOUR, warned=[]) == (4 * HOUR, HOUR)
    assert reached(found, now=NINE + DAY, warned=[HOUR]) == ()
    assert reached(found, now=NINE + DAY + INSTANT, warned=[HOUR]) == (AT_THE_DEADLINE,)


def test_the_next_one_is_known() -> None:
    found = points(NINE, NINE + DAY, before=[4 * HOUR, HOUR])
    assert next_at(found, now=NINE, warned=[]) == NINE + 20 * HOUR
    assert next_at(found, now=NINE, warned=[4 * HOUR]) == NINE + 23 * HOUR
    assert next_at(found, now=NINE + 23 * HOUR, warned=[]) == NINE + DAY
    assert next_at(found, now=NINE + 2 * DAY, warned=[]) is None


@settings(max_examples=60, deadline=None)
@given(calendars, starts, lengths, lengths)
def test_a_point_lies_in_working_hours_with_exactly_its_length_left(
    rules: WorkCalendar, start: datetime, length: timedelta, before: timedelta
) -> None:
    assume(before)
    try:
        due_at = add_working(rules, start, length).due_at
    except NeverDue:
        assume(False)
    at = points(start, due_at, before=[before], calendar=rules).get(before)
    if at is None:
        assert length <= before
    else:
        assert start < at < due_at
        assert working_between(rules, at, due_at) == before
        assert working_between(rules, at, at + INSTANT) == INSTANT
