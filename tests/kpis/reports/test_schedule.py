"""When a report is due, and what it is about."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kpis.models import ReportWish, Span
from kpis.reports.schedule import Due, due, end_of

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def wish(*, weekly_on: int | None = None, monthly: bool = False, wished_at: datetime = LONG_AGO) -> ReportWish:
    return ReportWish(weekly_on=weekly_on, monthly=monthly, hour=7, wished_at=wished_at)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def test_on_monday_at_seven_the_week_that_ended_is_due() -> None:
    monday = wish(weekly_on=0)
    assert list(due(monday, at(11, 16, 7), zone=PARIS)) == [Due(Span.WEEK, date(2026, 11, 9))]
    assert list(due(monday, at(11, 16, 6, 59), zone=PARIS)) == [Due(Span.WEEK, date(2026, 11, 2))]


def test_on_another_day_it_is_still_the_last_whole_week() -> None:
    thursday = wish(weekly_on=3)
    assert list(due(thursday, at(11, 19, 8), zone=PARIS)) == [Due(Span.WEEK, date(2026, 11, 9))]
    assert list(due(thursday, at(11, 25, 8), zone=PARIS)) == [Due(Span.WEEK, date(2026, 11, 9))]


def test_on_the_first_the_month_that_ended_is_due() -> None:
    assert list(due(wish(monthly=True), at(12, 1, 7), zone=PARIS)) == [Due(Span.MONTH, date(2026, 11, 1))]
    assert list(due(wish(monthly=True), at(12, 1, 6), zone=PARIS)) == [Due(Span.MONTH, date(2026, 10, 1))]


def test_a_new_wish_brings_no_report_of_before() -> None:
    new = wish(weekly_on=0, monthly=True, wished_at=at(11, 18, 12))
    assert list(due(new, at(11, 18, 12, 5), zone=PARIS)) == []
    assert list(due(new, at(11, 23, 7), zone=PARIS)) == [Due(Span.WEEK, date(2026, 11, 16))]


def test_who_wishes_for_nothing_gets_nothing() -> None:
    assert list(due(wish(), at(11, 16, 7), zone=PARIS)) == []


def test_the_hour_is_that_of_the_person_s_clock_when_summer_ends() -> None:
    assert list(due(wish(weekly_on=6), datetime(2026, 10, 25, 5, 59, tzinfo=UTC), zone=PARIS)) == [
        Due(Span.WEEK, date(2026, 10, 5))
    ]
    assert list(due(wish(weekly_on=6), datetime(2026, 10, 25, 6, 0, tzinfo=UTC), zone=PARIS)) == [
        Due(Span.WEEK, date(2026, 10, 12))
    ]


def test_a_period_ends_with_its_last_day() -> None:
    assert end_of(Span.WEEK, date(2026, 11, 9)) == date(2026, 11, 16)
    assert end_of(Span.MONTH, date(2026, 12, 1)) == date(2027, 1, 1)
