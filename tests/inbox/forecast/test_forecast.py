"""The forecast, on histories that were generated with rates that we know."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.forecast.forecasting import HORIZON, forecast
from inbox.forecast.history import HOUR, History, hour_of_week
from inbox.forecast.queueing import Course, Step, Waiting, course
from inbox.forecast.rates import WEEK, rates_of

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WEEKS = 8


def usual(hour: int) -> float:
    """Waits that begin in an hour of the week: by day many, on Sundays few, at night none."""
    by_day = 6.0 if 9 <= hour % 24 < 18 else 0.0
    return by_day / 3 if hour // 24 == 6 else by_day


def made_up(*, weeks: int = WEEKS, end: datetime = NOW, seed: int = 1, per_agent: float = 5.0) -> History:
    """Counts drawn as Poisson draws them; two people on duty by day, each with `per_agent` answers an hour."""
    draw = random.Random(seed)
    start = end - timedelta(weeks=weeks)
    arrivals, answers, agents = Counter[datetime](), Counter[datetime](), Counter[datetime]()
    at = start
    while at < end:
        rate = usual(hour_of_week(at, PARIS))
        arrivals[at] = poisson(rate, draw)
        if rate:
            agents[at] = 2
            answers[at] = poisson(2 * per_agent, draw)
        at += HOUR
    return History(start, end, arrivals, answers, agents, window=timedelta(hours=24))


def poisson(rate: float, draw: random.Random) -> int:
    count, left = 0, draw.expovariate(1)
    while left < rate:
        count, left = count + 1, left + draw.expovariate(1)
    return count


def due(*hours: float) -> list[Waiting]:
    return [Waiting(number, NOW + hour * HOUR) for number, hour in enumerate(hours, start=1)]


def steps(capacity: float, *, arrivals: float = 0.0, hours: int = 72) -> list[Step]:
    begins = [NOW + number * HOUR for number in range(hours)]
    return [Step(at, at + HOUR, arrivals, at + 25 * HOUR, capacity) for at in begins]


def test_known_rates_are_found_again() -> None:
    rates = rates_of(made_up(weeks=60), PARIS)
    assert rates.answers_per_agent == pytest.approx(5, rel=0.03)
    weekday_noons = [rates.arrivals[day * 24 + 12] for day in range(6)]
    assert sum(weekday_noons) / 6 == pytest.approx(6, rel=0.06)
    assert rates.arrivals[6 * 24 + 12] == pytest.approx(2, abs=0.6)
    assert rates.on_duty[12] == pytest.approx(2)
    assert rates.arrivals[3] == 0


def test_eight_weeks_are_enough_for_the_sum_of_a_week() -> None:
    expected = sum(usual(hour) for hour in range(WEEK))
    assert sum(rates_of(made_up(), PARIS).arrivals) == pytest.approx(expected, rel=0.1)


def test_an_hour_of_which_little_was_seen_is_drawn_towards_its_day() -> None:
    one_wild_noon = {NOW - timedelta(days=2) + 2 * HOUR: 70}
    history = replace(made_up(weeks=1), arrivals=one_wild_noon)
    rates = rates_of(history, PARIS)
    wild, calm = (hour_of_week(NOW - timedelta(days=day) + 2 * HOUR, PARIS) for day in (2, 3))
    assert rates.arrivals[wild] == pytest.approx((70 + 2 * 10) / 3)
    assert rates.arrivals[calm] == pytest.approx(2 * 10 / 3)


def test_too_little_history_gives_no_forecast() -> None:
    assert forecast(made_up(weeks=0), [], NOW, zone=PARIS) is None
    few = replace(made_up(), answers={NOW - HOUR: 19})
    assert forecast(few, [], NOW, zone=PARIS) is None


def test_without_service_all_that_is_due_within_the_horizon_becomes_late() -> None:
    found = course(due(1, 5, 71.5, 80), steps(0))
    assert [one.id for one in found.late_tickets] == [1, 2, 3]
    assert found.late == pytest.approx(3)


def test_with_service_without_end_nothing_becomes_late() -> None:
    assert course(due(0.1, 0.2, 3), steps(1e6, arrivals=50)).late == 0


def test_what_is_late_already_is_served_first_and_not_counted_again() -> None:
    found = course([Waiting(1, NOW - HOUR), Waiting(2, NOW + HOUR / 2)], steps(1))
    assert [one.id for one in found.late_tickets] == [2]


def test_the_soonest_deadline_is_served_first() -> None:
    found = course(due(10, 2), steps(1))
    assert found.late == 0
    assert course(due(1.0, 1.0, 1.0), steps(1)).late == pytest.approx(2)


def test_of_those_that_come_the_ones_beyond_the_capacity_become_late() -> None:
    found = course([], steps(3, arrivals=5))
    assert found.late > 0
    assert found.hours[0].late == 0
    assert sum(hour.arrivals - hour.answered for hour in found.hours) == pytest.approx(found.hours[-1].waiting)


moments = st.lists(st.floats(-5, 80), max_size=12)
loads = st.lists(st.floats(0, 6), min_size=72, max_size=72)


@given(moments, loads, st.floats(0, 4), st.floats(0, 3))
def test_more_service_never_makes_more_of_anything_late(
    hours: list[float], arriving: list[float], capacity: float, more: float
) -> None:
    def with_capacity(answers: float) -> Course:
        plain = steps(answers)
        return course(due(*hours), [replace(step, arrivals=n) for step, n in zip(plain, arriving, strict=True)])

    less, full = with_capacity(capacity), with_capacity(capacity + more)
    assert full.late <= less.late + 1e-6
    assert {one.id for one in full.late_tickets} <= {one.id for one in less.late_tickets}


def test_one_more_person_helps_and_the_bounds_lie_around() -> None:
    found = forecast(made_up(per_agent=2.0), due(*[3.0] * 20), NOW, zone=PARIS)
    assert found is not None
    assert found.better.late <= found.expected.late <= found.worse.late
    assert found.with_one_more is not None
    assert found.with_one_more.late < found.expected.late


def test_where_nobody_usually_answers_it_cannot_tell_what_one_more_person_would_change() -> None:
    now_and_then = {NOW - number * timedelta(days=2, hours=7): 1 for number in range(1, 24)}
    history = replace(made_up(), answers=now_and_then, agents=now_and_then)
    found = forecast(history, due(3.0), NOW, zone=PARIS)
    assert found is not None
    assert found.with_one_more is None


@pytest.mark.parametrize("per_agent", [2.2, 2.6, 3.4])
def test_of_the_three_days_that_could_come_most_end_between_the_bounds(per_agent: float) -> None:
    """They are played two hundred times with the rates that made the history: overloaded, just so, with air."""
    waiting = due(*[number / 2 for number in range(1, 31)])
    found = forecast(made_up(weeks=60, per_agent=per_agent), waiting, NOW, zone=PARIS)
    assert found is not None
    draw, likely = random.Random(7), true_steps(per_agent=per_agent)
    played = [course(waiting, [_drawn(step, draw) for step in likely]).late for _ in range(200)]
    between = sum(found.better.late - 0.5 <= late <= found.worse.late + 0.5 for late in played)
    assert between / len(played) >= 0.6


def true_steps(*, per_agent: float) -> list[Step]:
    rates = [usual(hour_of_week(NOW + number * HOUR, PARIS)) for number in range(72)]
    return [
        Step(at, at + HOUR, rate, at + 24.5 * HOUR, 2 * per_agent if rate else 0.0)
        for at, rate in ((NOW + number * HOUR, rate) for number, rate in enumerate(rates))
    ]


def _drawn(step: Step, draw: random.Random) -> Step:
    return replace(step, arrivals=float(poisson(step.arrivals, draw)), capacity=float(poisson(step.capacity, draw)))


def test_the_horizon_is_full_hours_after_the_first() -> None:
    found = forecast(made_up(), [], NOW + timedelta(minutes=20), zone=PARIS)
    assert found is not None
    hours = found.expected.hours
    assert hours[0].end == NOW + HOUR
    assert hours[-1].end == NOW + timedelta(minutes=20) + HORIZON


@pytest.mark.parametrize("sunday", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_a_week_in_which_the_clocks_change_keeps_its_hours_by_the_wall(sunday: datetime) -> None:
    rates = rates_of(made_up(end=sunday + timedelta(days=7)), PARIS)
    assert rates.arrivals[8] == 0
    assert rates.arrivals[9] > 0
    assert rates.arrivals[18] == 0
    found = forecast(made_up(end=sunday), [], sunday, zone=PARIS)
    assert found is not None
    working = [hour.start.astimezone(PARIS).hour for hour in found.expected.hours if hour.arrivals > 0]
    assert (min(working), max(working)) == (9, 17)
