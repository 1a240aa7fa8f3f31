"""What was done to a ticket ends a wait, until somebody takes it back."""

import pytest

from inbox.deadlines.marks import ENDINGS, Mark, endings
from inbox.deadlines.response import Entry, EntryKind
from tests.make import HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR
SOLVED, NOT_NEEDED, SPAM = Mark("solved", NINE), Mark("no_answer_needed", TEN), Mark("spam", ELEVEN)
MERGED, REOPENED = Mark("merged", TEN), Mark("status", NOON, before="solved", after="open", goes_on=True)
NEEDED = Mark("answer_needed", NOON)


def kinds(*marks: Mark) -> list[str]:
    return [ending.reason for ending in endings(marks)]


@pytest.mark.parametrize("kind", ["solved", "no_answer_needed", "claim_ended", "thanks", "call", "merged", "spam"])
def test_each_of_these_ends_a_wait_at_its_moment(kind: str) -> None:
    assert kind in ENDINGS
    assert endings([Mark(kind, TEN)]) == [Entry(EntryKind.ENDED_BY_HAND, TEN, TEN, None, reason=kind)]


def test_nothing_else_that_is_done_ends_one() -> None:
    others = ("status", "snoozed", "woken", "topic", "tags", "note", "answer_needed", "not_spam", "unmerged")
    assert endings([Mark(kind, TEN) for kind in others]) == []
    assert endings([]) == []


def test_a_bare_thank_you_ends_the_wait_of_its_own_message_and_the_others_that_of_all() -> None:
    assert [ending.message_id for ending in endings([Mark("thanks", TEN, 7)])] == [7]
    assert [ending.message_id for ending in endings([Mark("call", TEN, 7), Mark("solved", TEN, 7)])] == [None, None]


def test_they_count_in_the_order_in_which_they_were_done() -> None:
    assert kinds(SOLVED, NOT_NEEDED, SPAM) == ["solved", "no_answer_needed", "spam"]
    assert [ending.at for ending in endings([SOLVED, NOT_NEEDED, SPAM])] == [NINE, TEN, ELEVEN]


def test_an_answer_needed_after_all_takes_back_the_last_ending_and_no_other() -> None:
    assert kinds(SOLVED, NOT_NEEDED, NEEDED) == ["solved"]
    assert kinds(SOLVED, NEEDED, NOT_NEEDED) == ["no_answer_needed"]
    assert kinds(SOLVED, NOT_NEEDED, NEEDED, NEEDED) == []
    assert kinds(NEEDED, SOLVED) == ["solved"]


def test_one_about_a_message_takes_back_what_was_said_of_that_message() -> None:
    thanks = Mark("thanks", NINE, 7), Mark("thanks", TEN, 8)
    assert [ending.message_id for ending in endings([*thanks, Mark("answer_needed", NOON, 7)])] == [8]
    assert [ending.message_id for ending in endings([*thanks, Mark("answer_needed", NOON, 9)])] == [7, 8]
    assert kinds(SOLVED, Mark("answer_needed", NOON, 7)) == ["solved"]


def test_reopened_where_the_wait_goes_on_takes_back_the_last_solution() -> None:
    again = Mark("solved", ELEVEN)
    assert kinds(SOLVED, REOPENED) == []
    assert [ending.at for ending in endings([SOLVED, again, REOPENED])] == [NINE]
    assert kinds(SOLVED, NOT_NEEDED, REOPENED) == ["no_answer_needed"]
    assert kinds(NOT_NEEDED, REOPENED) == ["no_answer_needed"]
    assert kinds(SOLVED, REOPENED, again) == ["solved"]


def test_reopened_for_another_reason_takes_nothing_back() -> None:
    assert kinds(SOLVED, Mark("status", NOON, before="solved", after="open")) == ["solved"]
    assert kinds(SOLVED, Mark("snoozed", NOON, goes_on=True)) == ["solved"]


def test_no_spam_takes_back_spam_and_parting_takes_back_a_merge_each_time() -> None:
    assert kinds(SPAM, SOLVED, SPAM, Mark("not_spam", NOON)) == ["solved"]
    assert kinds(MERGED, SPAM, MERGED, Mark("unmerged", NOON)) == ["spam"]
    assert kinds(SOLVED, MERGED, Mark("not_spam", NOON)) == ["solved", "merged"]
    assert kinds(Mark("not_spam", NINE), SPAM) == ["spam"]
