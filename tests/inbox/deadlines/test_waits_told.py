"""What a wait says besides its beginning and end: who opened it, acknowledgements, what is left, the first answer."""

from datetime import datetime

import pytest

from inbox.deadlines.response import Entry, EntryKind, as_counted_there, first_answer_at, still_open, waits
from tests.make import HOUR, NINE

TEN, ELEVEN, NOON, ONE = (NINE + n * HOUR for n in (1, 2, 3, 4))


def entry(kind: EntryKind, at: datetime, number: int = 1, **more: object) -> Entry:
    return Entry(kind, at, at, number, **more)  # type: ignore[arg-type]


def buyer(at: datetime, number: int = 1) -> Entry:
    return entry(EntryKind.BUYER, at, number)


def told(at: datetime) -> Entry:
    return entry(EntryKind.ACKNOWLEDGEMENT, at, 5)


def test_a_wait_says_which_message_opened_it_and_when_it_was_seen() -> None:
    (wait,) = waits([Entry(EntryKind.BUYER, NINE, TEN, 7), buyer(ELEVEN, 8)])
    assert (wait.opened_by, wait.seen_at, wait.end_reason, wait.answered_by) == (7, TEN, "", None)


def test_a_wait_ended_by_hand_says_why_and_is_answered_only_by_a_call() -> None:
    (quiet,) = waits([buyer(NINE), entry(EntryKind.ENDED_BY_HAND, TEN, reason="no_answer_needed")])
    (called,) = waits([buyer(NINE), Entry(EntryKind.ENDED_BY_HAND, TEN, TEN, reason="call")])
    assert (quiet.end_reason, quiet.answered_at) == ("no_answer_needed", None)
    assert (called.end_reason, called.answered_at) == ("call", TEN)


def test_an_acknowledgement_leaves_the_wait_open_and_is_told_with_it() -> None:
    (wait,) = waits([buyer(NINE), told(TEN), told(ELEVEN)])
    assert (wait.ended_at, wait.acknowledged_at) == (None, TEN)


@pytest.mark.parametrize("at", [NINE, NOON])
def test_an_acknowledgement_with_the_question_or_the_answer_belongs_to_the_wait(at: datetime) -> None:
    (wait,) = waits([buyer(NINE), told(at), entry(EntryKind.ANSWER, NOON, 2)])
    assert (wait.ended_at, wait.acknowledged_at) == (NOON, at)


def test_an_acknowledgement_before_the_question_or_after_the_answer_is_none_of_its() -> None:
    (wait,) = waits([told(NINE), buyer(TEN), entry(EntryKind.ANSWER, ELEVEN, 2), told(NOON)])
    assert wait.acknowledged_at is None


def test_what_is_still_open_is_the_questions_and_the_acknowledgements_since_the_oldest() -> None:
    log = [told(NINE), buyer(NINE, 1), entry(EntryKind.ANSWER, TEN, 2), told(TEN), buyer(NOON, 4), buyer(ELEVEN, 3)]
    assert still_open([*log, told(ELEVEN), told(ONE)]) == [buyer(ELEVEN, 3), buyer(NOON, 4), told(ELEVEN), told(ONE)]


def test_where_nobody_waits_nothing_is_open() -> None:
    assert still_open([buyer(NINE), told(TEN), entry(EntryKind.ANSWER, ELEVEN, 2), told(NOON)]) == []


def test_where_any_answer_counts_an_acknowledgement_is_one_and_all_else_stays() -> None:
    others = [buyer(NINE), entry(EntryKind.ENDED_BY_HAND, TEN, reason="call"), entry(EntryKind.OUTSIDE, NOON)]
    assert as_counted_there([*others, told(ONE)]) == [*others, entry(EntryKind.ANSWER, ONE, 5)]


def test_the_first_answer_is_the_oldest_word_of_a_person_to_the_buyer() -> None:
    log = [
        entry(EntryKind.ENDED_BY_HAND, NINE, reason="no_answer_needed"),
        entry(EntryKind.ANSWER, TEN, of_buyer=False),
        told(TEN),
        entry(EntryKind.ANSWER, NOON),
        entry(EntryKind.OUTSIDE, ELEVEN),
    ]
    assert first_answer_at(log) == ELEVEN
    assert first_answer_at(log[:4]) == NOON
    assert first_answer_at(log[:3]) is None
    assert first_answer_at([entry(EntryKind.ENDED_BY_HAND, ONE, reason="call")]) == ONE


def test_of_a_question_of_care_and_one_of_the_buyer_at_the_same_instant_the_buyers_opens_the_wait() -> None:
    care = entry(EntryKind.BUYER, NINE, 1, of_buyer=False)
    assert [wait.opened_by for wait in waits([care, buyer(NINE, 2)])] == [2]


def test_of_two_questions_at_the_same_instant_the_lower_number_opens_the_wait() -> None:
    for log in ([buyer(NINE, 2), buyer(NINE, 1)], [buyer(NINE, 1), buyer(NINE, 2)]):
        assert [wait.opened_by for wait in waits(log)] == [1]
