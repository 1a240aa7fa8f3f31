"""Working time forward: when is it done?"""

from datetime import UTC, datetime, timedelta

import pytest

from inbox.deadlines.calendar import NeverDue, add_working, working_between
from tests.inbox.deadlines.calendars import HOUR, MINUTE, NINE_TO_FIVE, calendar, local, slots


def due(start: datetime, length: timedelta, **parts: object) -> datetime:
    """When an office from nine to five in Paris is done, unless `parts` say otherwise."""
    return add_working(calendar(**{"hours": NINE_TO_FIVE, **parts}), start, length).due_at  # type: ignore[arg-type]


def test_friday_afternoon_goes_on_on_monday() -> None:
    assert due(local("2026-11-13 16:00"), 2 * HOUR) == local("2026-11-16 10:00")


def test_before_hours_the_clock_starts_with_them() -> None:
    assert due(local("2026-11-16 06:12"), HOUR) == local("2026-11-16 10:00")


def test_after_hours_it_starts_the_next_morning() -> None:
    assert due(local("2026-11-16 23:59"), HOUR) == local("2026-11-17 10:00")


def test_exactly_when_a_slot_ends_nothing_of_it_is_left() -> None:
    assert due(local("2026-11-16 17:00"), MINUTE) == local("2026-11-17 09:01")


def test_exactly_when_a_slot_begins_all_of_it_is_there() -> None:
    assert due(local("2026-11-16 09:00"), 8 * HOUR) == local("2026-11-16 17:00")


def test_what_is_done_when_a_slot_ends_is_due_at_that_end_and_not_the_next_morning() -> None:
    assert due(local("2026-11-16 16:00"), HOUR) == local("2026-11-16 17:00")


def test_the_smallest_part_more_is_due_the_next_morning() -> None:
    second = timedelta(seconds=1)
    assert due(local("2026-11-16 16:00"), HOUR + second) == local("2026-11-17 09:00") + second


def test_seconds_and_their_parts_are_kept() -> None:
    odd = timedelta(seconds=37, microseconds=250_001)
    assert due(local("2026-11-13 16:00") + odd, 2 * HOUR) == local("2026-11-16 10:00") + odd


def test_a_weekend_start_waits_for_monday() -> None:
    assert due(local("2026-11-14 12:00"), HOUR) == local("2026-11-16 10:00")


def test_several_days_are_counted_by_their_hours() -> None:
    assert due(local("2026-11-16 15:00"), 20 * HOUR) == local("2026-11-19 11:00")


def test_work_stops_for_lunch() -> None:
    two_slots = slots("12345", "09:00-12:30", "14:00-18:00")
    assert due(local("2026-11-16 12:00"), HOUR, hours=two_slots) == local("2026-11-16 14:30")


def test_a_start_at_lunch_waits_for_the_afternoon() -> None:
    two_slots = slots("12345", "09:00-12:30", "14:00-18:00")
    assert due(local("2026-11-16 13:15"), HOUR, hours=two_slots) == local("2026-11-16 15:00")


def test_slots_that_touch_are_one_stretch() -> None:
    touching = slots("1", "09:00-12:00", "12:00-15:00")
    assert due(local("2026-11-16 11:00"), 2 * HOUR, hours=touching) == local("2026-11-16 13:00")


def test_a_week_with_one_short_day_only() -> None:
    short = slots("3", "10:00-10:30")
    assert due(local("2026-11-16 10:00"), HOUR, hours=short) == local("2026-11-25 10:30")


def test_a_night_slot_goes_on_after_midnight() -> None:
    nights = slots("5", "22:00-06:00")
    assert due(local("2026-11-13 23:00"), 3 * HOUR, hours=nights) == local("2026-11-14 02:00")


def test_a_start_in_the_second_half_of_a_night_is_inside_it() -> None:
    nights = slots("5", "22:00-06:00")
    assert due(local("2026-11-14 05:00"), 2 * HOUR, hours=nights) == local("2026-11-20 23:00")


def test_the_night_of_sunday_reaches_into_monday() -> None:
    nights = slots("7", "22:00-06:00")
    assert due(local("2026-11-16 01:00"), HOUR, hours=nights) == local("2026-11-16 02:00")


def test_new_years_eve_is_worked_into_the_new_year() -> None:
    nights = slots("4", "22:00-06:00")
    assert due(local("2027-01-01 01:00"), HOUR, hours=nights) == local("2027-01-01 02:00")


def test_a_day_that_is_open_all_day_ends_at_midnight() -> None:
    assert due(local("2026-11-16 20:00"), 5 * HOUR, hours=slots("1", "00:00-24:00")) == local("2026-11-23 01:00")


def test_a_slot_until_midnight_may_be_written_either_way() -> None:
    assert calendar(slots("1", "18:00-00:00")) == calendar(slots("1", "18:00-24:00"))


def test_open_all_week_is_around_the_clock() -> None:
    always = calendar(slots("1234567", "00:00-24:00"), zone="UTC")
    start = datetime(2026, 12, 30, 23, 59, tzinfo=UTC)
    assert add_working(always, start, 72 * HOUR).due_at == add_working(None, start, 72 * HOUR).due_at


def test_without_a_calendar_it_is_around_the_clock() -> None:
    assert add_working(None, local("2026-11-13 16:00"), 24 * HOUR).due_at == local("2026-11-14 16:00")


def test_around_the_clock_counts_all_time() -> None:
    start = local("2026-11-13 16:00")
    assert working_between(None, start, start + 24 * HOUR) == 24 * HOUR
    assert working_between(None, start, start - HOUR) == timedelta(0)
    assert add_working(None, start.astimezone(calendar().zone_info), HOUR).due_at.tzinfo is UTC


def test_what_is_done_with_the_last_slot_of_a_year_is_due_in_that_year() -> None:
    assert due(local("2026-12-31 16:00"), HOUR) == local("2026-12-31 17:00")


def test_nothing_to_work_is_due_at_once_even_when_closed() -> None:
    sunday = local("2026-11-15 03:00")
    assert due(sunday, timedelta(0)) == sunday


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="after its start"):
        add_working(calendar(), local("2026-11-13 16:00"), timedelta(microseconds=-1))


def test_the_local_day_decides_not_that_of_utc() -> None:
    """Monday 08:00 in Auckland is still Sunday in Greenwich."""
    start = local("2026-11-16 08:30", "Pacific/Auckland")
    assert start.weekday() == 6
    assert due(start, HOUR, zone="Pacific/Auckland") == local("2026-11-16 10:00", "Pacific/Auckland")


def test_the_start_may_be_written_in_any_zone_and_the_answer_is_in_utc() -> None:
    start = local("2026-11-13 16:00")
    elsewhere = start.astimezone(calendar(zone="Asia/Kathmandu").zone_info)
    answer = due(elsewhere, 2 * HOUR)
    assert answer == due(start, 2 * HOUR)
    assert answer.tzinfo is UTC


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Eucla", "Pacific/Chatham", "America/St_Johns"])
def test_zones_with_odd_offsets_keep_their_own_hours(zone: str) -> None:
    assert due(local("2026-11-13 16:00", zone), 2 * HOUR, zone=zone) == local("2026-11-16 10:00", zone)


def test_the_leap_day_is_a_day_like_others() -> None:
    assert due(local("2028-02-28 16:00"), 9 * HOUR) == local("2028-02-29 17:00")


def test_a_year_ends_between_two_working_days() -> None:
    assert due(local("2026-12-31 16:00"), 2 * HOUR) == local("2027-01-01 10:00")


def test_a_year_is_passed_over_without_being_forgotten() -> None:
    one_day_a_week = slots("1", "09:00-10:00")
    assert due(local("2026-01-05 09:00"), 60 * HOUR, hours=one_day_a_week) == local("2027-02-22 10:00")


def test_far_in_the_future_it_works_as_today() -> None:
    assert due(local("2525-11-16 16:00"), 2 * HOUR) == local("2525-11-19 10:00")


def test_a_length_that_a_hundred_years_do_not_hold_is_an_error_and_no_endless_loop() -> None:
    with pytest.raises(NeverDue):
        due(local("2026-11-16 16:00"), timedelta(days=365), hours=slots("1", "09:00-09:01"))


def test_at_the_end_of_the_computers_calendar_is_an_error_too() -> None:
    with pytest.raises(NeverDue):
        due(local("9989-12-29 16:00"), 8 * HOUR * 300)
