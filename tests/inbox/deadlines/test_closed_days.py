"""Holidays, closures, half days, and what is added or removed by hand."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inbox.deadlines.calendar import add_working, working_between
from tests.inbox.deadlines.calendars import HOUR, NINE_TO_FIVE, calendar, local, slots

FRANCE = {"country": "FR"}


def due(start: datetime, length: timedelta, **parts: Any) -> datetime:
    return add_working(calendar(**{"hours": NINE_TO_FIVE, "holidays": FRANCE, **parts}), start, length).due_at


def test_a_public_holiday_is_not_worked() -> None:
    assert due(local("2026-11-10 16:00"), 2 * HOUR) == local("2026-11-12 10:00")


def test_on_a_public_holiday_the_clock_waits_for_the_next_day() -> None:
    assert due(local("2026-11-11 10:00"), HOUR) == local("2026-11-12 10:00")


def test_holidays_in_a_row_are_all_passed_over() -> None:
    """Friday 25 and Saturday 26 December, in Alsace."""
    assert due(
        local("2026-12-24 16:00"),
        2 * HOUR,
        hours=slots("123456", "09:00-17:00"),
        holidays={"country": "FR", "region": "6AE"},
    ) == local("2026-12-28 10:00")


def test_holidays_that_move_with_easter_are_known() -> None:
    assert due(local("2027-05-14 16:00"), 2 * HOUR) == local("2027-05-18 10:00")


@pytest.mark.parametrize(("region", "answer"), [("57", "2026-04-07 10:00"), ("", "2026-04-03 10:00")])
def test_good_friday_is_kept_in_moselle_only(region: str, answer: str) -> None:
    assert due(local("2026-04-02 16:00"), 2 * HOUR, holidays={**FRANCE, "region": region}) == local(answer)


def test_a_region_may_be_called_by_its_name() -> None:
    by_name = calendar(holidays={"country": "FR", "region": "Moselle"})
    assert by_name == calendar(holidays={"country": "FR", "region": "57"})


def test_without_a_country_no_holiday_is_kept() -> None:
    assert due(local("2026-11-10 16:00"), 2 * HOUR, holidays=None) == local("2026-11-11 10:00")


def test_a_holiday_can_be_worked_by_hand() -> None:
    assert due(local("2026-11-10 16:00"), 2 * HOUR, not_observed=["2026-11-11"]) == local("2026-11-11 10:00")


def test_not_keeping_a_day_that_is_no_holiday_changes_nothing() -> None:
    assert due(local("2026-11-13 16:00"), 2 * HOUR, not_observed=["2026-11-14"]) == local("2026-11-16 10:00")


def test_a_local_day_can_be_closed_by_hand() -> None:
    assert due(local("2026-11-13 16:00"), 2 * HOUR, added=["2026-11-16"]) == local("2026-11-17 10:00")


def test_a_closure_takes_out_its_first_and_its_last_day() -> None:
    closed = [{"from": "2026-11-17", "to": "2026-11-19"}]
    assert due(local("2026-11-16 16:00"), 2 * HOUR, closures=closed) == local("2026-11-20 10:00")


def test_a_closure_of_sixty_days_is_passed_over_whatever_the_length() -> None:
    summer = [{"from": "2026-07-06", "to": "2026-09-03"}]
    assert due(local("2026-07-03 16:30"), HOUR, closures=summer) == local("2026-09-04 09:30")


def test_a_closure_closes_even_what_is_said_to_be_worked() -> None:
    parts = {"closures": [{"from": "2026-11-09", "to": "2026-11-11"}], "not_observed": ["2026-11-11"]}
    assert due(local("2026-11-10 16:00"), HOUR, **parts) == local("2026-11-12 10:00")


def test_closures_may_overlap() -> None:
    both = [{"from": "2026-11-16", "to": "2026-11-18"}, {"from": "2026-11-17", "to": "2026-11-19"}]
    assert due(local("2026-11-13 16:00"), 2 * HOUR, closures=both) == local("2026-11-20 10:00")


def test_a_half_day_closes_at_its_hour() -> None:
    christmas_eve = [{"date": "2026-12-24", "until": "12:00"}]
    assert due(local("2026-12-24 11:00"), 2 * HOUR, half_days=christmas_eve) == local("2026-12-28 10:00")


def test_a_half_day_cuts_only_what_comes_after_it() -> None:
    lunch = slots("4", "09:00-12:30", "14:00-18:00")
    kept = calendar(lunch, half_days=[{"date": "2026-12-24", "until": "15:00"}])
    assert working_between(kept, local("2026-12-24 00:00"), local("2026-12-25 00:00")) == 4.5 * HOUR


def test_a_half_day_that_ends_before_the_first_slot_has_no_hours() -> None:
    assert due(local("2026-12-23 16:00"), 2 * HOUR, half_days=[{"date": "2026-12-24", "until": "08:00"}]) == local(
        "2026-12-28 10:00"
    )


def test_a_half_day_that_ends_with_the_last_slot_is_a_whole_one() -> None:
    assert due(local("2026-12-23 16:00"), 2 * HOUR, half_days=[{"date": "2026-12-24", "until": "17:00"}]) == local(
        "2026-12-24 10:00"
    )


def test_a_half_day_opens_nothing_that_is_closed() -> None:
    armistice = [{"date": "2026-11-11", "until": "12:00"}]
    assert due(local("2026-11-10 16:00"), 2 * HOUR, half_days=armistice) == local("2026-11-12 10:00")


def test_a_half_day_cuts_a_night_that_begins_on_it_and_leaves_the_one_before() -> None:
    nights = calendar(slots("1234567", "22:00-06:00"), half_days=[{"date": "2026-12-24", "until": "23:00"}])
    assert working_between(nights, local("2026-12-23 12:00"), local("2026-12-25 12:00")) == 9 * HOUR


def test_a_night_into_a_holiday_belongs_to_the_day_it_begins() -> None:
    nights = calendar(slots("1234567", "22:00-06:00"), holidays=FRANCE)
    assert add_working(nights, local("2026-11-10 23:00"), 5 * HOUR).due_at == local("2026-11-11 04:00")


def test_a_night_that_would_begin_on_a_holiday_is_not_worked_even_after_midnight() -> None:
    nights = calendar(slots("1234567", "22:00-06:00"), holidays=FRANCE)
    assert add_working(nights, local("2026-11-11 12:00"), HOUR).due_at == local("2026-11-12 23:00")


def test_the_name_of_a_holiday_comes_in_the_language_asked_for() -> None:
    kept = calendar(holidays=FRANCE)
    assert kept.holiday_name(date(2026, 11, 11)) == "Armistice"
    assert kept.holiday_name(date(2026, 11, 11), language="en") == "Armistice Day"
    assert kept.holiday_name(date(2026, 11, 11), language="fr") == "Armistice"
    assert kept.holiday_name(date(2026, 11, 11), language="uk") == "День перемирʼя"
    assert kept.holiday_name(date(2026, 11, 11), language="de") == "Armistice"
    assert kept.holiday_name(date(2026, 11, 12)) == ""
