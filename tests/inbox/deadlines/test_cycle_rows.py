"""The row of each wait, from the log, the policies and what is stored."""

from dataclasses import replace

from inbox.deadlines.marks import Mark
from inbox.deadlines.pauses import Pause
from inbox.deadlines.rules import Rules
from inbox.deadlines.targets import Targets
from tests.inbox.deadlines.calendars import local
from tests.inbox.deadlines.ticket_facts import (
    COMPANY,
    NO_RULES,
    OFFICE,
    THERE,
    account,
    answered,
    as_stored,
    asked,
    facts,
    rows,
    told_later,
)
from tests.make import DAY, HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR


def test_a_question_makes_a_row_with_both_due_times_and_the_versions_they_go_by() -> None:
    (cycle,) = rows(facts(asked(NINE, 5)))
    row = cycle.row
    assert (row.ticket_id, row.number, row.target, row.opened_at, row.opened_by_id) == (7, 1, "first", NINE, 5)
    assert (row.soft_due_at, row.due_at, row.company_due_at) == (NINE + 8 * HOUR, NINE + DAY, NINE + 4 * HOUR)
    assert (row.marketplace_version_id, row.marketplace_calendar_id) == (10, 100)
    assert (row.company_version_id, row.company_calendar_id) == (20, 200)
    assert (row.ended_at, row.end_reason, row.answered_at, row.answered_by_id) == (None, "", None, None)
    assert cycle.is_changed and cycle.rule == COMPANY and cycle.wait.opened_by == 5


def test_an_answer_ends_the_row_on_both_clocks() -> None:
    (cycle,) = rows(facts(asked(NINE), answered(TEN, 6)))
    row = cycle.row
    assert (row.ended_at, row.end_reason, row.answered_at, row.answered_by_id) == (TEN, "answered", TEN, 6)
    assert row.marketplace_ended_at == TEN


def test_after_the_first_answer_the_target_is_the_next_one() -> None:
    first, second = rows(facts(asked(NINE), answered(TEN), asked(ELEVEN, 3)))
    assert (first.row.number, first.row.target, first.row.company_due_at) == (1, "first", NINE + 4 * HOUR)
    assert (second.row.number, second.row.target, second.row.company_due_at) == (2, "next", ELEVEN + 6 * HOUR)


def test_a_wait_that_began_before_the_first_answer_is_a_first_one_also_if_another_ended_without_any() -> None:
    thanks = Mark("no_answer_needed", TEN)
    first, second = rows(facts(asked(NINE), asked(ELEVEN, 2), answered(NOON), marks=[thanks]))
    assert (first.row.end_reason, first.row.answered_at) == ("no_answer_needed", None)
    assert [first.row.target, second.row.target] == ["first", "first"]


def test_a_question_at_the_moment_of_the_first_answer_is_not_a_first_one() -> None:
    elsewhere = replace(asked(TEN, 3), conversation="another")
    found = rows(facts(asked(NINE), answered(TEN), elsewhere))
    assert [cycle.row.target for cycle in found] == ["first", "next"]


def test_where_any_answer_counts_an_acknowledgement_stops_the_marketplaces_clock_alone() -> None:
    (there,) = rows(facts(asked(NINE), told_later(TEN)))
    assert (there.row.marketplace_ended_at, there.row.ended_at, there.row.acknowledged_at) == (TEN, None, TEN)


def test_where_only_answers_count_it_stops_nothing() -> None:
    (row,) = rows(facts(asked(NINE), told_later(TEN), account=account(marketplace="cdiscount")))
    assert (row.row.marketplace_ended_at, row.row.ended_at, row.row.acknowledged_at) == (None, None, TEN)


def test_without_policies_there_are_no_due_times_and_no_versions() -> None:
    (cycle,) = rows(facts(asked(NINE), rules=NO_RULES))
    row = cycle.row
    assert (row.soft_due_at, row.due_at, row.company_due_at) == (None, None, None)
    assert row.marketplace_version_id is row.marketplace_calendar_id is None
    assert row.company_version_id is row.company_calendar_id is None
    assert row.late_at_arrival is False and cycle.rule is None


def test_a_policy_may_leave_out_patience_or_the_deadline() -> None:
    only_hard = Rules({"marketplace": [replace(THERE, targets=Targets(hard=DAY))]})
    only_soft = Rules({"marketplace": [replace(THERE, targets=Targets(soft=HOUR))]})
    (hard,) = rows(facts(asked(NINE), rules=only_hard))
    (soft,) = rows(facts(asked(NINE), rules=only_soft))
    assert (hard.row.soft_due_at, hard.row.due_at) == (None, NINE + DAY)
    assert (soft.row.soft_due_at, soft.row.due_at) == (TEN, None)
    assert hard.row.marketplace_version_id == soft.row.marketplace_version_id == 10


def test_each_clock_counts_in_the_calendar_of_its_policy() -> None:
    rules = Rules({"marketplace": [replace(THERE, calendar=OFFICE)], "company": [replace(COMPANY, calendar=OFFICE)]})
    friday = local("2026-11-13 16:00")
    (cycle,) = rows(facts(asked(friday), rules=rules))
    assert cycle.row.due_at == local("2026-11-18 16:00")
    assert cycle.row.company_due_at == local("2026-11-16 12:00")
    assert cycle.row.soft_due_at == friday + 8 * HOUR


def test_pauses_stop_the_companys_clock_alone_and_no_longer_than_the_wait() -> None:
    closed = [Pause(TEN, NOON, "holiday")]
    (cycle,) = rows(facts(asked(NINE), holidays=closed))
    assert (cycle.row.company_due_at, cycle.row.due_at) == (NINE + 6 * HOUR, NINE + DAY)
    (ended,) = rows(facts(asked(NINE), answered(ELEVEN), holidays=closed))
    assert ended.row.company_due_at == NINE + 5 * HOUR


def test_a_message_that_comes_after_its_deadline_was_late_at_arrival() -> None:
    at_it = rows(facts(asked(NINE, seen_at=NINE + DAY)))[0].row
    after = rows(facts(asked(NINE, seen_at=NINE + DAY + HOUR)))[0].row
    assert (at_it.late_at_arrival, after.late_at_arrival) == (False, True)


def test_an_open_row_follows_the_policies_of_now() -> None:
    stored = as_stored(rows(facts(asked(NINE)))[0].row, due_at=TEN, marketplace_version_id=9, company_version_id=8)
    (cycle,) = rows(facts(asked(NINE)), [stored])
    assert cycle.row is stored and cycle.is_changed
    assert (stored.due_at, stored.marketplace_version_id, stored.company_version_id) == (NINE + DAY, 10, 20)


def test_an_open_row_that_is_right_is_not_changed_and_tells_its_policy() -> None:
    stored = as_stored(rows(facts(asked(NINE)))[0].row)
    (cycle,) = rows(facts(asked(NINE)), [stored])
    assert cycle.row is stored and not cycle.is_changed and cycle.rule == COMPANY


def test_an_ended_row_keeps_its_due_times_whatever_the_policies_say_now() -> None:
    known = facts(asked(NINE), answered(TEN))
    stored = as_stored(rows(known)[0].row, due_at=ELEVEN, company_due_at=NOON, marketplace_version_id=9)
    (cycle,) = rows(known, [stored])
    assert cycle.row is stored and not cycle.is_changed and cycle.rule is None
    assert cycle.wait.answered_at == TEN
    assert (stored.due_at, stored.company_due_at, stored.marketplace_version_id) == (ELEVEN, NOON, 9)


def test_the_rows_after_a_settled_one_are_looked_at_all_the_same() -> None:
    known = facts(asked(NINE), answered(TEN), asked(ELEVEN, 3))
    stored = [as_stored(cycle.row) for cycle in rows(known)][:1]
    found = rows(known, stored)
    assert [(cycle.row.number, cycle.is_changed) for cycle in found] == [(1, False), (2, True)]


def test_each_wait_is_held_against_the_row_of_its_number() -> None:
    known = facts(asked(NINE), answered(TEN), asked(ELEVEN, 3), answered(NOON, 4))
    stored = [as_stored(cycle.row) for cycle in rows(known)]
    found = rows(known, stored)
    assert [cycle.row for cycle in found] == stored and not any(cycle.is_changed for cycle in found)
    assert [cycle.row.opened_at for cycle in found] == [NINE, ELEVEN]


def test_a_wait_that_the_marketplace_has_none_of_stops_there_with_ours() -> None:
    (cycle,) = rows(replace(facts(asked(NINE), answered(TEN)), there=[]))
    assert cycle.row.marketplace_ended_at == TEN


def test_an_open_row_that_is_answered_goes_by_the_policies_of_now() -> None:
    stored = as_stored(rows(facts(asked(NINE), rules=NO_RULES))[0].row)
    (cycle,) = rows(facts(asked(NINE), answered(TEN)), [stored])
    assert (cycle.row.ended_at, cycle.row.due_at, cycle.row.marketplace_version_id) == (TEN, NINE + DAY, 10)


def test_a_corrected_log_is_counted_by_the_versions_of_then() -> None:
    """The answer was there two hours earlier than was known, and the question an hour later."""
    before = rows(facts(asked(NINE), answered(NOON)))[0].row
    stored = as_stored(before, marketplace_version_id=9, marketplace_calendar_id=90, company_version_id=8)
    past = (
        replace(THERE, version_id=9, calendar_version_id=90, targets=Targets(hard=2 * HOUR)),
        replace(COMPANY, version_id=8, targets=Targets(first=HOUR)),
    )
    (cycle,) = rows(facts(asked(TEN), answered(ELEVEN)), [stored], *past)
    row = cycle.row
    assert cycle.is_changed and cycle.rule == past[1]
    assert (row.opened_at, row.ended_at, row.due_at, row.company_due_at) == (TEN, ELEVEN, NOON, ELEVEN)
    assert (row.marketplace_version_id, row.marketplace_calendar_id, row.company_version_id) == (9, 90, 8)


def test_a_wait_that_turns_out_to_go_on_follows_the_policies_of_now() -> None:
    stored = as_stored(rows(facts(asked(NINE), answered(TEN)))[0].row, marketplace_version_id=9, due_at=TEN)
    (cycle,) = rows(facts(asked(NINE)), [stored])
    assert (cycle.row.ended_at, cycle.row.due_at, cycle.row.marketplace_version_id) == (None, NINE + DAY, 10)


def test_history_from_before_there_were_policies_keeps_its_lengths_and_moves_with_its_start() -> None:
    before = rows(facts(asked(NINE), answered(NOON), rules=NO_RULES))[0].row
    stored = as_stored(before, soft_due_at=NINE + HOUR, due_at=NINE + 2 * HOUR)
    (cycle,) = rows(facts(asked(TEN), answered(NOON)), [stored])
    assert (cycle.row.soft_due_at, cycle.row.due_at, cycle.row.opened_at) == (ELEVEN, NOON, TEN)
    assert (cycle.row.marketplace_version_id, cycle.row.company_due_at) == (None, None)
    bare = as_stored(before)
    (without,) = rows(facts(asked(TEN), answered(NOON)), [bare])
    assert (without.row.soft_due_at, without.row.due_at) == (None, None)
