"""The coming weekend and holidays: when nobody is there."""

from datetime import UTC, datetime, timedelta

from inbox.deadlines.calendar import WorkCalendar
from inbox.holiday.gaps import gaps

WEEK = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in range(1, 6)]
PARIS = WorkCalendar.from_spec({"zone": "Europe/Paris", "slots": WEEK, "holidays": {"country": "FR"}})
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Six in the evening in Paris."""
NEXT_MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_weekend_is_a_gap_and_a_night_is_none() -> None:
    assert gaps(PARIS, MONDAY, days=6) == [(FRIDAY, NEXT_MONDAY)]


def test_two_weekends_lie_within_ten_days() -> None:
    week = timedelta(weeks=1)
    friday = MONDAY + timedelta(days=3)
    assert gaps(PARIS, friday, days=10) == [(FRIDAY, NEXT_MONDAY), (FRIDAY + week, NEXT_MONDAY + week)]


def test_a_weekend_that_has_begun_begins_now() -> None:
    saturday = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert gaps(PARIS, saturday, days=3) == [(saturday, NEXT_MONDAY)]


def test_a_public_holiday_makes_a_weekend_longer() -> None:
    christmas = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
    assert gaps(PARIS, christmas, days=3) == [
        (datetime(2026, 12, 24, 17, 0, tzinfo=UTC), datetime(2026, 12, 28, 8, 0, tzinfo=UTC))
    ]


def test_a_long_closure_is_one_gap_to_its_end() -> None:
    closed = WorkCalendar.from_spec(
        {"zone": "Europe/Paris", "slots": WEEK, "closures": [{"from": "2026-11-17", "to": "2026-11-27"}]}
    )
    assert gaps(closed, MONDAY, days=10) == [
        (datetime(2026, 11, 16, 17, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    ]
