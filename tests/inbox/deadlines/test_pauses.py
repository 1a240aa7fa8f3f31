"""When the company's clocks stand still, from the log alone."""

from datetime import datetime

import pytest

from inbox.deadlines.marks import Mark, TicketLog
from inbox.deadlines.pauses import Pause, in_order, pauses_between_waits, pauses_by_hand
from inbox.deadlines.response import Entry, EntryKind, Wait
from tests.make import DAY, HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR
WAITING = Mark("status", TEN, after="waiting")


def buyer(at: datetime, *, seen_at: datetime | None = None) -> Entry:
    return Entry(EntryKind.BUYER, at, seen_at or at)


def ended(at: datetime | None, reason: str = "answered", *, opened_at: datetime = NINE) -> Wait:
    return Wait(opened_at, 1, opened_at, at, reason)


def test_waiting_for_the_buyer_lasts_until_something_else_is_done() -> None:
    assert pauses_by_hand(TicketLog([], [WAITING])) == [Pause(TEN, None, "waiting")]
    again = Mark("status", NOON, after="open")
    assert pauses_by_hand(TicketLog([], [WAITING, again])) == [Pause(TEN, NOON, "waiting")]


def test_a_snooze_ends_at_its_time_or_with_what_is_done_before() -> None:
    snoozed = Mark("snoozed", TEN, until=NINE + DAY)
    assert pauses_by_hand(TicketLog([], [snoozed])) == [Pause(TEN, NINE + DAY, "snoozed")]
    assert pauses_by_hand(TicketLog([], [snoozed, Mark("woken", NOON)])) == [Pause(TEN, NOON, "snoozed")]


def test_a_snooze_without_end_lasts() -> None:
    assert pauses_by_hand(TicketLog([], [Mark("snoozed", TEN)])) == [Pause(TEN, None, "snoozed")]


def test_another_status_and_other_marks_pause_nothing() -> None:
    others = [Mark("status", TEN, after="open"), Mark("topic", TEN, after="waiting"), Mark("solved", ELEVEN)]
    assert pauses_by_hand(TicketLog([], [*others, Mark("woken", NOON, after="waiting")])) == []


def test_what_does_not_move_the_ticket_ends_no_pause() -> None:
    assert pauses_by_hand(TicketLog([], [WAITING, Mark("topic", ELEVEN)])) == [Pause(TEN, None, "waiting")]


def test_two_pauses_follow_one_another() -> None:
    log = TicketLog([], [WAITING, Mark("snoozed", ELEVEN), Mark("status", NOON, after="open")])
    assert pauses_by_hand(log) == [Pause(TEN, ELEVEN, "waiting"), Pause(ELEVEN, NOON, "snoozed")]


def test_the_buyers_next_word_ends_a_pause_and_his_former_ones_do_not() -> None:
    log = TicketLog([buyer(NINE), buyer(TEN), buyer(ELEVEN), buyer(NOON)], [WAITING])
    assert pauses_by_hand(log) == [Pause(TEN, ELEVEN, "waiting")]


def test_a_word_of_before_that_was_fetched_afterwards_ends_it_as_it_begins() -> None:
    log = TicketLog([buyer(NINE, seen_at=NOON)], [WAITING])
    assert pauses_by_hand(log) == [Pause(TEN, TEN, "waiting")]


def test_our_own_words_end_no_pause() -> None:
    log = TicketLog([Entry(EntryKind.ANSWER, NOON, NOON)], [WAITING])
    assert pauses_by_hand(log) == [Pause(TEN, None, "waiting")]


def test_between_answer_and_next_question_it_is_the_buyers_turn() -> None:
    waits = [ended(TEN), Wait(NOON, 2, NOON)]
    assert pauses_between_waits(TicketLog(), waits) == [Pause(TEN, NOON, "waiting")]
    assert pauses_between_waits(TicketLog(), waits[:1]) == [Pause(TEN, None, "waiting")]


def test_after_several_answers_each_turn_of_the_buyer_is_one() -> None:
    waits = [ended(TEN), ended(NOON, opened_at=ELEVEN), Wait(NINE + DAY, 3, NINE + DAY)]
    assert pauses_between_waits(TicketLog(), waits) == [
        Pause(TEN, ELEVEN, "waiting"),
        Pause(NOON, NINE + DAY, "waiting"),
    ]


def test_a_question_at_the_very_end_of_the_wait_before_is_no_later_one() -> None:
    assert pauses_between_waits(TicketLog(), [ended(TEN), ended(TEN, "solved", opened_at=TEN)]) == [
        Pause(TEN, None, "waiting")
    ]


def test_who_moves_the_ticket_by_hand_ends_the_buyers_turn() -> None:
    marks = [Mark("status", TEN, after="open"), Mark("topic", ELEVEN), Mark("status", NOON, after="open")]
    assert pauses_between_waits(TicketLog([], marks), [ended(TEN)]) == [Pause(TEN, NOON, "waiting")]


@pytest.mark.parametrize("reason", ["solved", "merged", "spam", "claim_ended"])
def test_after_the_end_of_the_ticket_it_is_nobodys_turn(reason: str) -> None:
    assert pauses_between_waits(TicketLog(), [ended(TEN, reason)]) == []


@pytest.mark.parametrize("reason", ["answered", "answered_outside", "call", "thanks", "no_answer_needed"])
def test_after_any_other_ending_it_is_the_buyers(reason: str) -> None:
    assert pauses_between_waits(TicketLog(), [ended(TEN, reason)]) == [Pause(TEN, None, "waiting")]


def test_in_order_they_do_not_overlap_and_keep_their_reasons() -> None:
    found = in_order([Pause(ELEVEN, NOON, "b"), Pause(NINE, ELEVEN + HOUR / 2, "a")], until=None)
    assert found == [Pause(NINE, ELEVEN + HOUR / 2, "a"), Pause(ELEVEN + HOUR / 2, NOON, "b")]


def test_what_lies_within_another_or_has_no_length_is_left_out() -> None:
    assert in_order([Pause(NINE, NOON, "a"), Pause(TEN, ELEVEN, "b"), Pause(NOON, NOON, "c")], until=None) == [
        Pause(NINE, NOON, "a")
    ]


def test_a_gap_between_two_stays() -> None:
    given = [Pause(NINE, TEN, "a"), Pause(ELEVEN, NOON, "b")]
    assert in_order(given, until=None) == given


def test_of_two_that_begin_at_once_the_one_that_ends_comes_first() -> None:
    assert in_order([Pause(NINE, None, "a"), Pause(NINE, ELEVEN, "c"), Pause(NINE, TEN, "b")], until=None) == [
        Pause(NINE, TEN, "b"),
        Pause(TEN, ELEVEN, "c"),
        Pause(ELEVEN, None, "a"),
    ]


def test_nothing_comes_after_one_that_lasts() -> None:
    assert in_order([Pause(NINE, None, "a"), Pause(TEN, ELEVEN, "b")], until=None) == [Pause(NINE, None, "a")]


def test_one_that_lasts_ends_with_the_wait_and_later_ones_fall_away() -> None:
    given = [Pause(NINE, None, "a"), Pause(NOON, NINE + DAY, "b")]
    assert in_order(given, until=ELEVEN) == [Pause(NINE, ELEVEN, "a")]


def test_one_that_runs_over_the_end_of_the_wait_is_cut_there() -> None:
    assert in_order([Pause(NINE, NOON, "a")], until=TEN) == [Pause(NINE, TEN, "a")]
    assert in_order([Pause(NINE, TEN, "a")], until=NOON) == [Pause(NINE, TEN, "a")]
