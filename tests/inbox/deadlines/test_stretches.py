"""How often and how long a ticket was open."""

from datetime import datetime

import pytest

from inbox.deadlines.marks import Mark
from inbox.deadlines.response import Wait
from inbox.deadlines.stretches import Stretch, final_marks, stretches
from tests.make import DAY, HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR
SOLVED = Mark("solved", TEN)


def wait(at: datetime, ended_at: datetime | None = None, *, seen_at: datetime | None = None) -> Wait:
    return Wait(at, 1, seen_at or at, ended_at)


def test_it_is_open_from_the_first_question_until_it_is_solved() -> None:
    assert stretches([wait(NINE)], []) == [Stretch(NINE, None, "")]
    assert stretches([wait(NINE)], [SOLVED]) == [Stretch(NINE, TEN, "solved")]


def test_questions_before_the_same_solution_are_one_stretch_from_the_oldest() -> None:
    waits = [wait(NINE, NINE + HOUR / 4), wait(NINE + HOUR / 2)]
    assert stretches(waits, [SOLVED]) == [Stretch(NINE, TEN, "solved")]
    assert stretches(waits, []) == [Stretch(NINE, None, "")]
    assert stretches(waits[::-1], []) == [Stretch(NINE, None, "")]


def test_a_buyer_who_writes_after_the_solution_begins_another() -> None:
    found = stretches([wait(ELEVEN), wait(NINE)], [SOLVED])
    assert found == [Stretch(NINE, TEN, "solved"), Stretch(ELEVEN, None, "")]


def test_several_solutions_end_a_stretch_each() -> None:
    found = stretches([wait(ELEVEN), wait(NINE)], [SOLVED, Mark("spam", NOON)])
    assert found == [Stretch(NINE, TEN, "solved"), Stretch(ELEVEN, NOON, "spam")]


def test_they_stand_in_the_order_in_which_they_ended() -> None:
    """The older question came to light when the younger one had been solved."""
    found = stretches([wait(NINE, seen_at=ELEVEN), wait(NINE + HOUR / 2)], [SOLVED, Mark("solved", NOON)])
    assert found == [Stretch(NINE + HOUR / 2, TEN, "solved"), Stretch(NINE, NOON, "solved")]


def test_a_solution_at_the_moment_of_the_question_ends_it() -> None:
    assert stretches([wait(TEN)], [SOLVED]) == [Stretch(TEN, TEN, "solved")]


def test_a_solution_from_before_the_question_was_fetched_does_not_solve_it() -> None:
    assert stretches([wait(NINE, seen_at=ELEVEN)], [SOLVED]) == [Stretch(NINE, None, "")]
    assert stretches([wait(NINE, seen_at=ELEVEN)], [SOLVED, Mark("solved", NOON)]) == [Stretch(NINE, NOON, "solved")]


def test_what_was_over_before_we_saw_it_begins_none() -> None:
    assert stretches([wait(NINE, TEN, seen_at=NINE + DAY)], []) == []
    assert stretches([wait(NINE, TEN, seen_at=TEN)], []) == []
    assert stretches([wait(NINE, TEN, seen_at=TEN - HOUR / 60)], []) == [Stretch(NINE, None, "")]


@pytest.mark.parametrize("kind", ["solved", "merged", "spam"])
def test_the_ticket_as_a_whole_ends_so(kind: str) -> None:
    assert final_marks([Mark(kind, TEN)]) == [Mark(kind, TEN)]


@pytest.mark.parametrize(
    ("last", "reopening"),
    [
        ("spam", Mark("not_spam", NOON)),
        ("solved", Mark("answer_needed", NOON)),
        ("solved", Mark("status", NOON, before="solved", after="open")),
    ],
)
def test_an_ending_that_is_taken_back_was_none(last: str, reopening: Mark) -> None:
    assert final_marks([SOLVED, Mark(last, ELEVEN), reopening]) == [SOLVED]
    assert final_marks([reopening]) == []


@pytest.mark.parametrize(
    ("last", "other"),
    [
        ("solved", Mark("not_spam", NOON)),
        ("merged", Mark("not_spam", NOON)),
        ("spam", Mark("answer_needed", NOON)),
        ("merged", Mark("answer_needed", NOON)),
        ("spam", Mark("status", NOON, before="solved", after="open")),
        ("solved", Mark("status", NOON, before="waiting", after="open")),
        ("solved", Mark("topic", NOON, before="solved")),
        ("solved", Mark("no_answer_needed", NOON)),
    ],
)
def test_other_things_take_no_ending_back(last: str, other: Mark) -> None:
    assert final_marks([Mark(last, TEN), other]) == [Mark(last, TEN)]
