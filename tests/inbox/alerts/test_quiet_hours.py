"""Quiet hours by a person's own clock: over midnight, and over both changes of the clocks."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from inbox.alerts.quiet_hours import QuietHours

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours(time(21), time(7))


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """By the clock in Paris, as UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def test_before_midnight_quiet_ends_the_next_morning() -> None:
    assert NIGHT.end_at(at(16, 22), PARIS) == at(17, 7)


def test_after_midnight_quiet_ends_the_same_morning() -> None:
    assert NIGHT.end_at(at(17, 3), PARIS) == at(17, 7)


def test_quiet_begins_at_its_beginning_and_is_over_at_its_end() -> None:
    assert NIGHT.end_at(at(16, 21), PARIS) == at(17, 7)
    assert NIGHT.end_at(at(16, 20, 59), PARIS) is None
    assert NIGHT.end_at(at(17, 7), PARIS) is None


def test_a_stretch_within_one_day() -> None:
    noon = QuietHours(time(12), time(14))
    assert noon.end_at(at(16, 13), PARIS) == at(16, 14)
    assert noon.end_at(at(16, 15), PARIS) is None
    assert noon.end_at(at(16, 1), PARIS) is None


def test_the_same_time_twice_is_never_quiet() -> None:
    assert QuietHours(time(8), time(8)).end_at(at(16, 8), PARIS) is None


def test_the_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    end = NIGHT.end_at(at(28, 22, month=3), PARIS)
    assert end == at(29, 7, month=3)
    assert end - at(28, 22, month=3) == at(16, 8) - at(16, 0)


def test_the_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    end = NIGHT.end_at(at(24, 22, month=10), PARIS)
    assert end == at(25, 7, month=10)
    assert end - at(24, 22, month=10) == at(16, 10) - at(16, 0)


def test_an_end_in_the_hour_that_is_skipped_is_the_jump() -> None:
    until_half_past_two = QuietHours(time(21), time(2, 30))
    assert until_half_past_two.end_at(at(28, 22, month=3), PARIS) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_quiet_is_by_the_clock_of_the_person() -> None:
    assert NIGHT.end_at(at(16, 22), ZoneInfo("America/New_York")) is None
