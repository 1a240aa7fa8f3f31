"""From a start, a length, a calendar and pauses to a deadline, and the steps that lead there."""

from inbox.deadlines.clocks import by_day, left_of, with_pauses, without_pauses
from inbox.deadlines.pauses import Pause
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, PARIS, calendar, local
from tests.make import DAY, HOUR, NINE

MONDAY = local("2026-11-16 09:00")
OFFICE = calendar(NINE_TO_FIVE)
CLOSED = [{"from": f"{year}-01-01", "to": f"{year}-12-31"} for year in range(2026, 2128)]
NEVER = calendar(NINE_TO_FIVE, closures=CLOSED)


def test_without_pauses_it_is_the_length_on_the_calendar_or_the_wall() -> None:
    wall, office = without_pauses(None, NINE, 30 * HOUR), without_pauses(OFFICE, MONDAY, 10 * HOUR)
    assert wall is not None and wall.due_at == NINE + 30 * HOUR
    assert office is not None and office.due_at == local("2026-11-17 11:00")


def test_no_length_and_one_that_the_calendar_never_holds_give_no_deadline() -> None:
    assert without_pauses(OFFICE, MONDAY, None) is None
    assert without_pauses(OFFICE, MONDAY, 0 * HOUR) is None
    assert without_pauses(NEVER, MONDAY, HOUR) is None
    assert by_day(NEVER, MONDAY, 3, past_closed_days=True) is None


def test_what_falls_into_pauses_is_left_out() -> None:
    pauses = [
        Pause(MONDAY + HOUR, MONDAY + 2 * HOUR, "snoozed"),
        Pause(MONDAY + 3 * HOUR, MONDAY + 5 * HOUR, "waiting"),
    ]
    due = with_pauses(OFFICE, MONDAY, 4 * HOUR, pauses=pauses)
    assert due is not None and due.due_at == MONDAY + 7 * HOUR


def test_a_pause_from_before_the_start_counts_from_the_start_on() -> None:
    due = with_pauses(None, NINE, 2 * HOUR, pauses=[Pause(NINE - HOUR, NINE + HOUR, "holiday")])
    assert due is not None and due.due_at == NINE + 3 * HOUR
    assert [step.at for step in due.steps if step.code == "pause"] == [NINE]


def test_a_pause_that_is_over_at_the_start_counts_for_nothing() -> None:
    due = with_pauses(None, NINE, 2 * HOUR, pauses=[Pause(NINE - HOUR, NINE, "holiday")])
    assert due is not None and due.due_at == NINE + 2 * HOUR
    assert [step.code for step in due.steps] == ["start", "due"]


def test_a_pause_that_begins_with_the_deadline_comes_too_late() -> None:
    due = with_pauses(None, NINE, 2 * HOUR, pauses=[Pause(NINE + 2 * HOUR, None, "waiting")])
    assert due is not None and due.due_at == NINE + 2 * HOUR
    assert [step.code for step in due.steps] == ["start", "due"]


def test_while_a_pause_lasts_nobody_knows_the_deadline() -> None:
    due = with_pauses(None, NINE, 2 * HOUR, pauses=[Pause(NINE + HOUR, None, "waiting")])
    assert due is not None and due.due_at is None
    assert [(step.code, step.at, step.until) for step in due.steps][-1] == ("pause", NINE + HOUR, None)


def test_the_steps_tell_the_start_with_length_and_zone_each_pause_with_its_reason_and_the_deadline() -> None:
    due = with_pauses(OFFICE, MONDAY, 4 * HOUR, pauses=[Pause(MONDAY + HOUR, MONDAY + 2 * HOUR, "snoozed")])
    assert due is not None
    start, *between, end = due.steps
    assert (start.code, start.at, dict(start.params)) == ("start", MONDAY, {"seconds": 4 * 3600, "zone": PARIS})
    (pause,) = (step for step in between if step.code == "pause")
    assert (pause.at, pause.until) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert dict(pause.params) == {"reason": "snoozed", "zone": PARIS}
    assert (end.code, end.at) == ("due", MONDAY + 5 * HOUR)
    assert sum(step.code == "due" for step in due.steps) == 1
    assert [step.at for step in due.steps] == sorted(step.at for step in due.steps)


def test_around_the_clock_no_zone_is_told() -> None:
    due = with_pauses(None, NINE, HOUR, pauses=[Pause(NINE, NINE + HOUR, "waiting")])
    assert due is not None
    assert [dict(step.params) for step in due.steps[:2]] == [{"seconds": 3600}, {"reason": "waiting"}]


def test_by_day_it_is_the_end_of_the_last_day_and_moves_past_closed_ones_if_it_is_to() -> None:
    friday = local("2026-11-20 15:00")
    still = by_day(OFFICE, friday, 2, past_closed_days=False)
    moved = by_day(OFFICE, friday, 2, past_closed_days=True)
    assert still is not None and local("2026-11-22 23:59") < still.due_at < local("2026-11-23 00:00")  # type: ignore[operator]
    assert moved is not None and moved.due_at == still.due_at + DAY  # type: ignore[operator]
    assert moved.steps[0].code == "start"
    assert by_day(OFFICE, friday, None, past_closed_days=True) is None
    assert by_day(OFFICE, friday, 0, past_closed_days=True) is None


def test_pauses_are_left_out_of_working_days_step_by_step() -> None:
    start, tuesday = local("2026-11-16 15:00"), local("2026-11-17 09:00")
    pauses = [
        Pause(start - 2 * HOUR, start - HOUR, "holiday"),
        Pause(tuesday + HOUR, tuesday + 2 * HOUR, "snoozed"),
    ]
    due = with_pauses(OFFICE, start, 6 * HOUR, pauses=pauses)
    assert due is not None and due.due_at == tuesday + 5 * HOUR
    assert [(step.code, step.at) for step in due.steps if step.code != "rest"] == [
        ("start", start),
        ("work", start),
        ("work", tuesday),
        ("pause", tuesday + HOUR),
        ("work", tuesday + 2 * HOUR),
        ("due", tuesday + 5 * HOUR),
    ]


FIVE_LATER = NINE + 5 * HOUR


def test_what_is_left_is_counted_back_from_the_deadline_past_pauses() -> None:
    paused = [Pause(NINE + HOUR, NINE + 3 * HOUR, "waiting"), Pause(NINE + 4 * HOUR, FIVE_LATER, "waiting")]
    assert left_of(None, FIVE_LATER, HOUR / 2, since=NINE, pauses=paused[1:]) == NINE + 3.5 * HOUR
    assert left_of(None, FIVE_LATER, 1.5 * HOUR, since=NINE, pauses=paused) == NINE + HOUR / 2


def test_pauses_behind_the_deadline_do_not_count_for_what_is_left() -> None:
    after = [Pause(NINE + 6 * HOUR, NINE + 7 * HOUR, "holiday"), Pause(NINE + 8 * HOUR, None, "waiting")]
    assert left_of(None, FIVE_LATER, HOUR, since=NINE, pauses=after) == NINE + 4 * HOUR


def test_what_is_left_after_a_pause_is_working_time() -> None:
    """From six in the evening to ten in the morning nobody works but in the last hour."""
    paused = [Pause(local("2026-11-16 12:00"), local("2026-11-16 18:00"), "waiting")]
    left = left_of(OFFICE, local("2026-11-17 10:00"), 2 * HOUR, since=MONDAY, pauses=paused)
    assert left == local("2026-11-16 11:00")
