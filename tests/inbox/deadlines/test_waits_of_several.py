"""Waits of a ticket that holds several conversations, or messages that came from another, and endings about one."""

from datetime import datetime
from typing import Any

from inbox.deadlines.response import Entry, EntryKind, Wait, waits
from tests.make import HOUR, NINE

TEN, ELEVEN, NOON, ONE = (NINE + n * HOUR for n in (1, 2, 3, 4))


def asked(at: datetime, number: int, **more: Any) -> Entry:
    return Entry(EntryKind.BUYER, at, more.pop("seen_at", at), number, **more)


def answered(at: datetime, number: int = 9, **more: Any) -> Entry:
    return Entry(EntryKind.ANSWER, at, more.pop("seen_at", at), number, **more)


def ended(at: datetime, about: int | None = None, reason: str = "no_answer_needed") -> Entry:
    return Entry(EntryKind.ENDED_BY_HAND, at, at, about, reason)


def said(found: list[Wait]) -> list[tuple[datetime, datetime | None]]:
    return [(wait.opened_at, wait.ended_at) for wait in found]


def test_an_answer_ends_the_wait_of_its_own_conversation_only() -> None:
    found = waits([asked(NINE, 1, conversation="a"), asked(TEN, 2, conversation="b"), answered(NOON, conversation="a")])
    assert said(found) == [(NINE, NOON), (TEN, None)]
    assert [wait.opened_by for wait in found] == [1, 2]


def test_an_answer_in_the_younger_conversation_ends_nothing_of_the_older_and_makes_no_wait_of_its_own() -> None:
    log = [asked(NINE, 1, conversation="a"), asked(TEN, 2, conversation="b"), answered(NOON, conversation="b")]
    assert said(waits(log)) == [(NINE, None)]
    assert said(waits([*log, answered(ONE, conversation="a")])) == [(NINE, ONE)]


def test_two_conversations_that_began_at_once_are_one_wait_until_both_are_answered() -> None:
    log = [asked(NINE, 1, conversation="a"), asked(NINE, 2, conversation="b"), answered(TEN, conversation="a")]
    assert said(waits(log)) == [(NINE, None)]


def test_what_a_person_ends_by_hand_ends_them_all() -> None:
    found = waits([asked(NINE, 1, conversation="a"), asked(TEN, 2, conversation="b"), ended(NOON)])
    assert said(found) == [(NINE, NOON)]
    assert found[0].end_reason == "no_answer_needed"


def test_an_ending_about_one_message_ends_the_wait_that_it_opened() -> None:
    assert said(waits([asked(NINE, 1), asked(TEN, 2), ended(NOON, about=1)])) == [(NINE, NOON), (TEN, None)]


def test_an_ending_about_a_later_message_ends_no_older_wait() -> None:
    assert said(waits([asked(NINE, 1), asked(TEN, 2), ended(NOON, about=2)])) == [(NINE, None)]
    assert said(waits([asked(NINE, 1), asked(TEN, 2), ended(NOON, about=3)])) == [(NINE, None)]


def test_an_ending_at_the_moment_at_which_the_question_was_seen_covers_it() -> None:
    assert said(waits([asked(NINE, 1, seen_at=NOON), ended(NOON)])) == [(NINE, NOON)]


def test_an_answer_does_not_touch_a_question_that_came_onto_the_ticket_later() -> None:
    joined = asked(NINE, 1, joined_at=NOON)
    assert said(waits([joined, answered(TEN)])) == [(NINE, None)]
    assert said(waits([joined, answered(TEN, seen_at=NOON)])) == [(NINE, TEN)]
    assert said(waits([joined, answered(ONE)])) == [(NINE, ONE)]


def test_what_came_onto_the_ticket_together_was_answered_there() -> None:
    assert said(waits([asked(NINE, 1, joined_at=NOON), answered(TEN, joined_at=NOON)])) == [(NINE, TEN)]
    assert said(waits([asked(NINE, 1, joined_at=NOON), answered(TEN, joined_at=ELEVEN)])) == [(NINE, None)]


def test_an_ending_by_hand_from_before_a_question_joined_does_not_cover_it() -> None:
    assert said(waits([asked(NINE, 1, joined_at=NOON), ended(ELEVEN)])) == [(NINE, None)]
    assert said(waits([asked(NINE, 1, joined_at=NOON), ended(NOON)])) == [(NINE, NOON)]


def test_a_question_that_joined_after_the_answer_takes_no_ended_wait_back() -> None:
    log = [
        asked(TEN, 1, conversation="a"),
        answered(ELEVEN, conversation="a"),
        asked(NINE, 2, conversation="b", joined_at=NOON),
    ]
    assert said(waits(log)) == [(TEN, ELEVEN), (NINE, None)]


def test_a_younger_question_elsewhere_that_was_there_keeps_the_older_wait_open() -> None:
    log = [
        asked(TEN, 1, conversation="a"),
        asked(NINE, 2, conversation="b", joined_at=ELEVEN),
        answered(NOON, conversation="a"),
    ]
    assert said(waits(log)) == [(NINE, None)]
