"""The past that a period is compared with, and whose days it is made of."""

from datetime import UTC, date, datetime

import pytest

from kpis.figures.question import Question, day_begins
from tests.kpis.conftest import PARIS

Days = tuple[date, date]


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ((date(2026, 11, 10), date(2026, 11, 15)), (date(2026, 11, 5), date(2026, 11, 10))),
        ((date(2026, 3, 1), date(2026, 4, 1)), (date(2026, 2, 1), date(2026, 3, 1))),
        ((date(2026, 1, 1), date(2026, 4, 1)), (date(2025, 10, 1), date(2026, 1, 1))),
        ((date(2026, 11, 1), date(2026, 11, 15)), (date(2026, 10, 18), date(2026, 11, 1))),
        ((date(2026, 10, 15), date(2026, 11, 1)), (date(2026, 9, 28), date(2026, 10, 15))),
    ],
)
def test_before_are_as_many_days_and_of_whole_months_as_many_months(asked: Days, before: Days) -> None:
    found = Question(*asked, PARIS, topics=("refund",)).before()
    assert found == Question(*before, PARIS, topics=("refund",))


@pytest.mark.parametrize(
    ("asked", "last_year"),
    [
        ((date(2026, 11, 10), date(2026, 11, 15)), (date(2025, 11, 10), date(2025, 11, 15))),
        ((date(2028, 2, 1), date(2028, 2, 29)), (date(2027, 2, 1), date(2027, 3, 1))),
    ],
)
def test_last_year_are_the_same_days(asked: Days, last_year: Days) -> None:
    assert Question(*asked, PARIS).a_year_before() == Question(*last_year, PARIS)


def test_days_are_those_of_the_zone_also_where_midnight_is_skipped() -> None:
    assert day_begins(date(2026, 11, 16), PARIS) == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert day_begins(date(2026, 4, 24), "Africa/Cairo") == datetime(2026, 4, 23, 22, tzinfo=UTC)
