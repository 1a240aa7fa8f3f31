"""Acknowledgements, further questions, solutions and the law's clocks, from the log and a policy alone."""

from datetime import datetime
from typing import Any

import pytest

from inbox.deadlines.conditions import Conditions
from inbox.deadlines.further_clocks import (
    FurtherClock,
    acknowledgement,
    further_questions,
    further_waits,
    resolutions,
    statutory,
)
from inbox.deadlines.marks import Mark, TicketLog
from inbox.deadlines.pauses import Pause
from inbox.deadlines.response import Entry, EntryKind, Wait
from inbox.deadlines.rules import Rule
from inbox.deadlines.targets import Targets
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, calendar, local
from tests.make import DAY, HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR
OPEN = Wait(NINE, 1, NINE)


def rule(clock: str = "company", **targets: Any) -> Rule:
    return Rule(clock, 1, 7, 70, Conditions(), Targets(**targets))


def said(clock: FurtherClock) -> tuple[str, int, datetime, datetime | None, datetime | None, str]:
    return clock.kind, clock.number, clock.started_at, clock.due.due_at, clock.ended_at, clock.end_reason


LAW = rule("statutory", acknowledgement=24 * HOUR, days=14)
THERE = (Wait(NINE, 1, NINE, TEN, "answered"), Wait(ELEVEN, 2, ELEVEN, NOON, "answered"))
"""Ours is one wait; there an acknowledgement counted as the answer, and the second question began a wait anew."""


def buyer(at: datetime, message_id: int = 1, **more: Any) -> Entry:
    return Entry(EntryKind.BUYER, at, at, message_id, **more)


def test_an_acknowledgement_is_due_from_the_question_until_the_buyer_has_been_told() -> None:
    asked = rule(acknowledgement=8 * HOUR)
    running = acknowledgement(3, OPEN, asked, [])
    assert running and running.rule is asked
    assert said(running) == ("acknowledgement", 3, NINE, NINE + 8 * HOUR, None, "")
    told = acknowledgement(3, Wait(NINE, 1, NINE, NOON, "answered", acknowledged_at=TEN), asked, [])
    assert told and said(told)[4:] == (TEN, "acknowledged")


def test_an_ending_of_the_wait_without_acknowledgement_ends_its_clock_by_that_reason() -> None:
    found = acknowledgement(1, Wait(NINE, 1, NINE, NOON, "answered"), rule(acknowledgement=8 * HOUR), [])
    assert found and said(found)[4:] == (NOON, "answered")


def test_the_acknowledgement_stands_still_with_the_company_and_not_beyond_its_end() -> None:
    asked, pauses = rule(acknowledgement=8 * HOUR), [Pause(TEN, None, "waiting")]
    resting = acknowledgement(1, OPEN, asked, pauses)
    told = acknowledgement(1, Wait(NINE, 1, NINE, acknowledged_at=NOON), asked, pauses)
    assert resting and resting.due.due_at is None
    assert told and told.due.due_at == NINE + 10 * HOUR


def test_without_a_policy_or_such_a_target_there_is_no_acknowledgement() -> None:
    assert acknowledgement(1, OPEN, None, []) is None
    assert acknowledgement(1, OPEN, rule(first=HOUR), []) is None


def test_waits_there_that_are_no_beginning_of_ours_have_a_clock_each() -> None:
    found = further_questions([OPEN], THERE, rule("marketplace", hard=24 * HOUR))
    assert [said(one) for one in found] == [
        ("marketplace", 1, ELEVEN, ELEVEN + DAY, NOON, "acknowledged"),
    ]
    assert further_waits([OPEN], THERE) == [THERE[1]]


def test_an_answer_that_ends_both_waits_is_no_acknowledgement() -> None:
    ours = Wait(NINE, 1, NINE, NOON, "answered")
    (found,) = further_questions([ours], THERE, rule("marketplace", hard=24 * HOUR))
    assert said(found)[4:] == (NOON, "answered")


def test_further_questions_are_numbered_and_open_until_told() -> None:
    there = [THERE[0], Wait(ELEVEN, 2, ELEVEN), Wait(NOON, 3, NOON)]
    found = list(further_questions([OPEN], there, rule("marketplace", hard=24 * HOUR)))
    assert [(one.number, one.ended_at, one.end_reason) for one in found] == [(1, None, ""), (2, None, "")]


def test_without_a_policy_or_a_hard_target_further_questions_have_none() -> None:
    assert list(further_questions([OPEN], THERE, None)) == []
    assert list(further_questions([OPEN], THERE, rule("marketplace", soft=8 * HOUR))) == []


def test_each_time_that_the_ticket_was_open_has_its_own_solution() -> None:
    waits = [Wait(NINE, 1, NINE, TEN, "solved"), Wait(NOON, 2, NOON)]
    log = TicketLog([], [Mark("solved", TEN)])
    found = resolutions(log, waits, rule(resolution=80 * HOUR), [])
    assert [said(one) for one in found] == [
        ("resolution", 1, NINE, NINE + 80 * HOUR, TEN, "solved"),
        ("resolution", 2, NOON, NOON + 80 * HOUR, None, ""),
    ]


def test_the_solution_stands_still_while_it_is_the_buyers_turn_and_while_the_company_does() -> None:
    waits = [Wait(NINE, 1, NINE, TEN, "answered"), Wait(NOON, 2, NOON)]
    (found,) = resolutions(TicketLog(), waits, rule(resolution=5 * HOUR), [Pause(NOON, NOON + HOUR, "holiday")])
    assert found.due.due_at == NINE + 8 * HOUR


def test_without_a_policy_or_such_a_target_there_is_no_solution() -> None:
    assert list(resolutions(TicketLog(), [OPEN], None, [])) == []
    assert list(resolutions(TicketLog(), [OPEN], rule(first=HOUR), [])) == []


def test_the_law_counts_from_the_buyers_first_message() -> None:
    log = TicketLog([buyer(TEN, 2), buyer(NINE, 1), buyer(NINE - HOUR, 3, of_buyer=False)])
    told, done = statutory(log, LAW, None)
    assert said(told) == ("statutory_acknowledgement", 7, NINE, NINE + DAY, None, "")
    assert (done.kind, done.number, done.started_at, done.ended_at) == ("statutory", 7, NINE, None)
    assert done.due.due_at is not None
    assert NINE + 14 * DAY < done.due.due_at < NINE + 15 * DAY


def test_the_law_counts_from_the_message_that_was_pointed_at_the_last_time() -> None:
    marks = [Mark("topic", NOON, message_id=1), Mark("topic", NOON, message_id=2), Mark("status", NOON, message_id=1)]
    found = list(statutory(TicketLog([buyer(NINE, 1), buyer(TEN, 2)], marks), LAW, None))
    assert [one.started_at for one in found] == [TEN, TEN]


def test_a_topic_without_a_message_and_one_about_a_message_that_has_gone_count_from_the_first() -> None:
    for named in (None, 99):
        log = TicketLog([buyer(NINE, 1), buyer(TEN, 2)], [Mark("topic", NOON, message_id=named)])
        assert {one.started_at for one in statutory(log, LAW, None)} == {NINE}


@pytest.mark.parametrize("kind", [EntryKind.ACKNOWLEDGEMENT, EntryKind.ANSWER, EntryKind.OUTSIDE])
def test_the_buyer_was_told_by_the_first_word_to_him_since_then(kind: EntryKind) -> None:
    entries = [Entry(kind, NINE - HOUR, NINE - HOUR), buyer(NINE), Entry(kind, NOON, NOON), Entry(kind, TEN, TEN)]
    told = next(statutory(TicketLog(entries), LAW, None))
    assert said(told)[4:] == (TEN, "acknowledged")


def test_a_word_at_the_very_moment_and_a_call_tell_him_too() -> None:
    at_once = [buyer(NINE), Entry(EntryKind.ANSWER, NINE, NINE)]
    assert next(statutory(TicketLog(at_once), LAW, None)).ended_at == NINE
    called = [buyer(NINE), Entry(EntryKind.ENDED_BY_HAND, TEN, TEN, reason="call")]
    assert next(statutory(TicketLog(called), LAW, None)).ended_at == TEN


def test_what_was_said_to_others_or_only_ended_by_hand_tells_him_nothing() -> None:
    entries = [
        *(buyer(NINE), buyer(TEN, 2)),
        Entry(EntryKind.ANSWER, TEN, TEN, of_buyer=False),
        Entry(EntryKind.ENDED_BY_HAND, NOON, NOON, reason="no_answer_needed"),
    ]
    assert next(statutory(TicketLog(entries), LAW, None)).ended_at is None


def test_the_end_of_the_ticket_ends_both_by_its_reason() -> None:
    merged = TicketLog([buyer(NINE)], [Mark("spam", NINE), Mark("solved", TEN), Mark("merged", NOON)])
    assert [said(one)[4:] for one in statutory(merged, LAW, NOON)] == [(NOON, "merged")] * 2
    assert [said(one)[4:] for one in statutory(TicketLog([buyer(NINE)]), LAW, NOON)] == [(NOON, "solved")] * 2


def test_while_the_ticket_is_open_an_older_solution_ends_nothing() -> None:
    log = TicketLog([buyer(NINE)], [Mark("solved", TEN)])
    assert [said(one)[4:] for one in statutory(log, LAW, None)] == [(None, "")] * 2


def test_a_last_day_that_is_closed_moves_if_the_policy_says_so() -> None:
    friday, office = local("2026-11-20 12:00"), calendar(NINE_TO_FIVE)
    ends = []
    for rolls in (False, True):
        law = Rule("statutory", 1, None, None, Conditions(), Targets(days=2, past_closed_days=rolls), office)
        (found,) = statutory(TicketLog([buyer(friday)]), law, None)
        assert found.number == 0
        ends.append(found.due.due_at)
    assert ends[1] == ends[0] + DAY  # type: ignore[operator]


def test_without_a_policy_or_a_message_of_the_buyer_the_law_says_nothing() -> None:
    assert list(statutory(TicketLog([buyer(NINE)]), None, None)) == []
    assert list(statutory(TicketLog([Entry(EntryKind.ANSWER, NINE, NINE)]), LAW, None)) == []


def test_every_clock_knows_the_policy_that_gave_it_and_counts_in_its_calendar() -> None:
    friday, office = local("2026-11-20 16:00"), calendar(NINE_TO_FIVE)
    given = {"acknowledgement": 2 * HOUR, "hard": 2 * HOUR, "resolution": 2 * HOUR}
    asked = Rule("company", 1, 7, 70, Conditions(), Targets(**given), office)  # type: ignore[arg-type]
    wait, later = Wait(friday, 1, friday), Wait(friday + HOUR / 2, 2, friday)
    told = acknowledgement(1, wait, asked, [])
    found = [told, *further_questions([wait], [wait, later], asked), *resolutions(TicketLog(), [wait], asked, [])]
    assert [(one.rule, one.due.due_at) for one in found if one] == [
        (asked, local("2026-11-23 10:00")),
        (asked, local("2026-11-23 10:30")),
        (asked, local("2026-11-23 10:00")),
    ]
    assert all(one.rule is LAW for one in statutory(TicketLog([buyer(NINE)]), LAW, None))


def test_the_solution_of_a_solved_stretch_stands_still_no_longer_than_it_was_open() -> None:
    waits = [Wait(NINE, 1, NINE, NOON, "solved")]
    log = TicketLog([], [Mark("solved", NOON)])
    (found,) = resolutions(log, waits, rule(resolution=5 * HOUR), [Pause(TEN, None, "snoozed")])
    assert found.due.due_at == NINE + 7 * HOUR


def test_a_question_without_a_number_is_not_the_one_that_was_pointed_at() -> None:
    log = TicketLog([buyer(NINE), Entry(EntryKind.BUYER, TEN, TEN)], [Mark("topic", NOON)])
    assert {one.started_at for one in statutory(log, LAW, None)} == {NINE}
