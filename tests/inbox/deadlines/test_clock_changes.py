"""Working time through both changes of the clocks."""

from datetime import timedelta

import pytest

from inbox.deadlines.calendar import add_working, working_between
from tests.inbox.deadlines.calendars import HOUR, calendar, local, slots

SPRING, AUTUMN = "2026-03-29", "2026-10-25"
"""Sundays on which the clocks of Paris change: 02:00 → 03:00, and 03:00 → 02:00."""


def test_the_night_of_spring_is_an_hour_shorter() -> None:
    nights = calendar(slots("6", "22:00-06:00"))
    assert working_between(nights, local("2026-03-28 12:00"), local("2026-03-29 12:00")) == 7 * HOUR
    assert add_working(nights, local("2026-03-28 22:00"), 5 * HOUR).due_at == local(f"{SPRING} 04:00")


def test_the_night_of_autumn_is_an_hour_longer() -> None:
    nights = calendar(slots("6", "22:00-06:00"))
    assert working_between(nights, local("2026-10-24 12:00"), local("2026-10-25 12:00")) == 9 * HOUR
    assert add_working(nights, local("2026-10-24 22:00"), 6 * HOUR).due_at == local(f"{AUTUMN} 03:00")


def test_office_hours_keep_to_the_clock_on_the_wall() -> None:
    office = calendar(slots("1234567", "09:00-17:00"))
    assert add_working(office, local("2026-03-28 16:00"), 2 * HOUR).due_at == local(f"{SPRING} 10:00")
    assert add_working(office, local("2026-10-24 16:00"), 2 * HOUR).due_at == local(f"{AUTUMN} 10:00")


def test_a_slot_inside_the_skipped_hour_is_not_there_that_day() -> None:
    early = calendar(slots("7", "02:00-03:00"))
    assert add_working(early, local(f"{SPRING} 00:00"), HOUR).due_at == local("2026-04-05 03:00")


def test_a_slot_that_begins_in_the_skipped_hour_begins_at_the_jump() -> None:
    early = calendar(slots("7", "02:30-04:00"))
    assert add_working(early, local(f"{SPRING} 00:00"), HOUR).due_at == local(f"{SPRING} 04:00")


def test_a_slot_that_ends_in_the_skipped_hour_ends_at_the_jump() -> None:
    early = calendar(slots("7", "01:00-02:30"))
    assert working_between(early, local(f"{SPRING} 00:00"), local(f"{SPRING} 12:00")) == HOUR


def test_a_slot_over_the_doubled_hour_has_both() -> None:
    early = calendar(slots("7", "02:00-03:00"))
    assert working_between(early, local(f"{AUTUMN} 00:00"), local(f"{AUTUMN} 12:00")) == 2 * HOUR


def test_a_time_that_comes_twice_means_its_first_coming() -> None:
    until = calendar(slots("7", "01:00-02:30"))
    since = calendar(slots("7", "02:30-04:00"))
    assert add_working(until, local(f"{AUTUMN} 00:00"), 1.5 * HOUR).due_at == local(f"{AUTUMN} 02:30", fold=0)
    assert add_working(since, local(f"{AUTUMN} 00:00"), HOUR).due_at == local(f"{AUTUMN} 02:30", fold=1)


def test_slots_that_touch_in_the_doubled_hour_count_no_minute_twice() -> None:
    both = calendar(slots("7", "01:00-02:30", "02:30-04:00"))
    assert working_between(both, local(f"{AUTUMN} 00:00"), local(f"{AUTUMN} 12:00")) == 4 * HOUR


def test_a_message_of_half_past_two_is_known_by_its_instant() -> None:
    """02:30 comes twice that night, an hour apart."""
    nights = calendar(slots("6", "22:00-06:00"))
    first = add_working(nights, local(f"{AUTUMN} 02:30", fold=0), HOUR).due_at
    second = add_working(nights, local(f"{AUTUMN} 02:30", fold=1), HOUR).due_at
    assert second - first == HOUR
    assert first == local(f"{AUTUMN} 02:30", fold=1)


def test_a_half_hour_change_is_half_an_hour() -> None:
    nights = calendar(slots("6", "22:00-06:00"), zone="Australia/Lord_Howe")
    start, end = local("2026-10-03 12:00", "Australia/Lord_Howe"), local("2026-10-04 12:00", "Australia/Lord_Howe")
    assert working_between(nights, start, end) == 7.5 * HOUR


def test_where_midnight_is_skipped_the_day_begins_at_one() -> None:
    sundays = calendar(slots("7", "00:00-02:00"), zone="America/Santiago")
    start, end = local("2026-09-05 12:00", "America/Santiago"), local("2026-09-06 12:00", "America/Santiago")
    assert working_between(sundays, start, end) == HOUR


def test_where_the_hour_before_midnight_comes_twice_the_day_has_both() -> None:
    saturdays = calendar(slots("6", "22:00-24:00"), zone="America/Santiago")
    start, end = local("2026-04-04 12:00", "America/Santiago"), local("2026-04-05 12:00", "America/Santiago")
    assert working_between(saturdays, start, end) == 3 * HOUR


def test_a_day_that_a_country_skipped_has_no_hours() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011."""
    every_day = calendar(slots("1234567", "09:00-17:00"), zone="Pacific/Apia")
    assert add_working(every_day, local("2011-12-29 16:00", "Pacific/Apia"), 2 * HOUR).due_at == local(
        "2011-12-31 10:00", "Pacific/Apia"
    )


@pytest.mark.parametrize("year", [2020, 2026, 2037, 2038, 2400])
def test_rules_of_the_zone_are_those_of_that_year(year: int) -> None:
    whole = calendar(slots("1234567", "00:00-24:00"))
    assert working_between(whole, local(f"{year}-01-01 00:00"), local(f"{year}-07-01 00:00")) == (
        local(f"{year}-07-01 00:00") - local(f"{year}-01-01 00:00")
    )
    assert local(f"{year}-07-01 00:00").hour == 22
    assert add_working(whole, local(f"{year}-03-01 00:00"), timedelta(days=60)).due_at.hour == 23
