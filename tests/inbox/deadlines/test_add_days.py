"""Periods in calendar days, as laws give them."""

from datetime import datetime
from typing import Any

import pytest

from inbox.deadlines.calendar import NeverDue, add_days
from tests.inbox.deadlines.calendars import calendar, local, slots

WORKING_DAYS = slots("12345", "00:00-24:00")


def last_second(start: datetime, days: int, *, roll: bool = False, **parts: Any) -> datetime:
    kept = calendar(**{"hours": WORKING_DAYS, "holidays": {"country": "FR"}, **parts})
    return add_days(kept, start, days, roll=roll).due_at


def test_fourteen_days_end_with_the_fourteenth() -> None:
    assert last_second(local("2026-11-02 10:00"), 14) == local("2026-11-16 23:59:59")


def test_no_day_is_the_end_of_this_one() -> None:
    assert last_second(local("2026-11-02 23:59:59"), 0) == local("2026-11-02 23:59:59")


def test_midnight_begins_a_day() -> None:
    assert last_second(local("2026-11-02 00:00"), 1) == local("2026-11-03 23:59:59")


def test_closed_days_are_counted_and_may_be_the_last_unless_told_otherwise() -> None:
    assert last_second(local("2026-11-01 10:00"), 14) == local("2026-11-15 23:59:59")


def test_a_period_that_ends_on_a_sunday_goes_on_to_monday() -> None:
    assert last_second(local("2026-11-01 10:00"), 14, roll=True) == local("2026-11-16 23:59:59")


def test_a_period_that_ends_on_a_holiday_goes_on_past_it_and_the_weekend_after_it() -> None:
    """Friday 25 December 2026."""
    assert last_second(local("2026-12-11 10:00"), 14, roll=True) == local("2026-12-28 23:59:59")


def test_a_period_that_ends_on_an_open_day_stays() -> None:
    assert last_second(local("2026-10-31 10:00"), 2, roll=True) == local("2026-11-02 23:59:59")


def test_a_closure_moves_the_end_too() -> None:
    closed = [{"from": "2026-11-16", "to": "2026-11-27"}]
    assert last_second(local("2026-11-02 10:00"), 14, roll=True, closures=closed) == local("2026-11-30 23:59:59")


def test_days_are_those_of_the_zone() -> None:
    """23:30 in Greenwich is the next day in Paris."""
    assert last_second(datetime.fromisoformat("2026-11-02T23:30+00:00"), 1) == local("2026-11-04 23:59:59")


def test_both_changes_of_the_clocks_leave_the_day_whole() -> None:
    assert last_second(local("2026-03-28 12:00"), 1) == local("2026-03-29 23:59:59")
    assert last_second(local("2026-10-24 12:00"), 1) == local("2026-10-25 23:59:59")


def test_where_the_last_hour_comes_twice_its_second_coming_ends_the_day() -> None:
    end = last_second(local("2026-04-03 12:00", "America/Santiago"), 1, zone="America/Santiago")
    assert end == local("2026-04-04 23:59:59", "America/Santiago", fold=1)


def test_a_day_whose_only_slot_is_in_the_skipped_hour_is_closed() -> None:
    early = slots("17", "02:00-03:00")
    assert last_second(local("2026-03-27 12:00"), 2, roll=True, hours=early, holidays=None) == local(
        "2026-03-30 23:59:59"
    )


def test_the_leap_day_counts() -> None:
    assert last_second(local("2028-02-28 12:00"), 2) == local("2028-03-01 23:59:59")


def test_without_a_calendar_days_are_those_of_utc() -> None:
    start = datetime.fromisoformat("2026-11-02T23:30:00.5+00:00")
    assert add_days(None, start, 14, roll=True).due_at == datetime.fromisoformat("2026-11-16T23:59:59+00:00")


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="after its start"):
        last_second(local("2026-11-02 10:00"), -1)


def test_a_calendar_that_never_opens_again_is_an_error_and_no_endless_loop() -> None:
    years = [{"from": f"{year}-01-01", "to": f"{year}-12-31"} for year in range(2026, 2130)]
    with pytest.raises(NeverDue):
        last_second(local("2026-11-02 10:00"), 1, roll=True, closures=years)
