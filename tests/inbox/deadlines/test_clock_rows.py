"""The rows of a ticket's further clocks, from the log, the policies and what is stored."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from inbox.deadlines.clock_rows import Key, changed_rows, impossible, new_rows, wanted_clocks
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.marks import Mark
from inbox.deadlines.matching import TicketFacts
from inbox.deadlines.rules import Rule, Rules
from inbox.deadlines.targets import Targets
from inbox.models import ClockKind, TicketClock
from tests.inbox.deadlines.ticket_facts import (
    COMPANY,
    NO_RULES,
    RULES,
    THERE,
    answered,
    asked,
    facts,
    rows,
    told_later,
)
from tests.make import DAY, HOUR, NINE

TEN, ELEVEN, NOON = NINE + HOUR, NINE + 2 * HOUR, NINE + 3 * HOUR
ACKNOWLEDGEMENT: Key = (ClockKind.ACKNOWLEDGEMENT, 1)
RESOLUTION: Key = (ClockKind.RESOLUTION, 1)
MARKETPLACE: Key = (ClockKind.MARKETPLACE, 1)
LAW = Rule("statutory", 1, 3, 30, Conditions(), Targets(days=14), None, 300)
WITH_LAW = Rules({**RULES.ordered, "statutory": [LAW]})
WITHDRAWAL = Mark("topic", NINE, after="withdrawal")


def wanted(known: TicketFacts) -> dict[Key, Any]:
    return wanted_clocks(known, rows(known))


def started(known: TicketFacts, stored: Iterable[TicketClock] = ()) -> list[TicketClock]:
    return list(new_rows(known.ticket, wanted(known), by_key(stored)))


def by_key(stored: Iterable[TicketClock]) -> dict[Key, TicketClock]:
    return {(row.kind, row.number): row for row in stored}


def changed(known: TicketFacts, stored: Iterable[TicketClock]) -> list[TicketClock]:
    return list(changed_rows(by_key(stored), wanted(known), NOON))


def test_the_company_and_the_law_each_bring_their_clocks() -> None:
    known = facts(asked(NINE), rules=WITH_LAW, topic="withdrawal", marks=[WITHDRAWAL])
    assert set(wanted(known)) == {ACKNOWLEDGEMENT, RESOLUTION, (ClockKind.STATUTORY, 3)}
    assert wanted(facts(asked(NINE), rules=NO_RULES)) == {}


def test_a_further_question_at_the_marketplace_brings_another() -> None:
    found = wanted(facts(asked(NINE), told_later(TEN), asked(ELEVEN, 4)))
    assert found[MARKETPLACE].rule == THERE
    assert (found[MARKETPLACE].started_at, found[MARKETPLACE].due.due_at) == (ELEVEN, ELEVEN + DAY)


def test_a_clock_that_starts_has_its_versions_and_times() -> None:
    found = by_key(started(facts(asked(NINE))))
    row = found[ACKNOWLEDGEMENT]
    assert (row.ticket_id, row.kind, row.number) == (7, "acknowledgement", 1)
    assert (row.version_id, row.calendar_version_id) == (20, 200)
    assert (row.started_at, row.due_at, row.ended_at, row.end_reason) == (NINE, NINE + 2 * HOUR, None, "")
    assert found[RESOLUTION].due_at == NINE + 5 * DAY


def test_one_that_is_stored_does_not_start_again() -> None:
    known = facts(asked(NINE))
    stored = [row for row in started(known) if row.kind == "acknowledgement"]
    assert [row.kind for row in started(known, stored)] == ["resolution"]


def test_what_was_over_before_it_was_seen_starts_no_clock_but_an_acknowledgement() -> None:
    known = facts(asked(NINE), answered(TEN), marks=[Mark("solved", ELEVEN)])
    assert [(row.kind, row.ended_at, row.end_reason) for row in started(known)] == [
        ("acknowledgement", TEN, "answered")
    ]


def test_a_stored_clock_that_is_right_is_left_alone() -> None:
    known = facts(asked(NINE))
    assert changed(known, started(known)) == []


def test_a_stored_clock_follows_log_and_policies() -> None:
    stored = started(facts(asked(NINE)))
    done = changed(facts(asked(NINE), told_later(TEN)), stored)
    assert [(row.kind, row.ended_at, row.end_reason) for row in done] == [("acknowledgement", TEN, "acknowledged")]
    slower = Rules({"company": [replace(COMPANY, version_id=21, targets=Targets(acknowledgement=HOUR))]})
    moved = by_key(changed(facts(asked(NINE), rules=slower), started(facts(asked(NINE)))))
    assert (moved[ACKNOWLEDGEMENT].due_at, moved[ACKNOWLEDGEMENT].version_id) == (TEN, 21)


def test_a_clock_that_no_policy_asks_for_any_more_ends_now_and_is_neither_met_nor_missed() -> None:
    stored = started(facts(asked(NINE)))
    found = changed(facts(asked(NINE), rules=NO_RULES), stored)
    assert [(row.ended_at, row.end_reason) for row in found] == [(NOON, "no_longer")] * 2


def test_one_that_had_ended_and_is_asked_for_no_more_stays_as_it_was() -> None:
    stored = started(facts(asked(NINE), answered(TEN)))[:1]
    assert changed(facts(asked(NINE), answered(TEN), rules=NO_RULES), stored) == []
    assert (stored[0].ended_at, stored[0].end_reason) == (TEN, "answered")


def test_the_clocks_behind_one_that_is_asked_for_no_more_are_looked_at() -> None:
    stored = started(facts(asked(NINE)))
    none = Rules({"company": [replace(COMPANY, targets=Targets(resolution=DAY))]})
    found = changed(facts(asked(NINE), rules=none), stored)
    assert [(row.kind, row.end_reason, row.due_at) for row in found] == [
        ("acknowledgement", "no_longer", NINE + 2 * HOUR),
        ("resolution", "", NINE + DAY),
    ]


def test_an_ended_clock_keeps_its_deadline_whatever_the_policies_say_now() -> None:
    known = facts(asked(NINE), told_later(TEN))
    stored = started(known)
    longer = Rules({"company": [replace(COMPANY, targets=Targets(acknowledgement=DAY))]})
    found = changed(facts(asked(NINE), told_later(TEN), rules=longer), stored[:1])
    assert found == [] and stored[0].due_at == NINE + 2 * HOUR


def test_an_ended_clock_is_told_anew_where_the_log_was_corrected() -> None:
    stored = started(facts(asked(NINE), told_later(TEN)))[:1]
    (found,) = changed(facts(asked(NINE), told_later(ELEVEN)), stored)
    assert (found.ended_at, found.end_reason) == (ELEVEN, "acknowledged")
    (earlier,) = changed(facts(asked(NINE - HOUR), told_later(ELEVEN)), stored)
    assert (earlier.started_at, earlier.due_at) == (NINE - HOUR, TEN)


def test_what_the_log_has_no_ground_for_goes() -> None:
    once = facts(asked(NINE))
    stored = [ACKNOWLEDGEMENT, (ClockKind.ACKNOWLEDGEMENT, 2), RESOLUTION, (ClockKind.RESOLUTION, 2), MARKETPLACE]
    assert impossible(stored, once) == {(ClockKind.ACKNOWLEDGEMENT, 2), (ClockKind.RESOLUTION, 2), MARKETPLACE}
    assert impossible([], once) == set()


def test_the_laws_clocks_never_go() -> None:
    assert impossible([(ClockKind.STATUTORY, 9), (ClockKind.STATUTORY_ACKNOWLEDGEMENT, 9)], facts(asked(NINE))) == set()


def test_a_further_question_has_its_ground_while_it_lies_within_our_wait() -> None:
    known = facts(asked(NINE), told_later(TEN), asked(ELEVEN, 4))
    assert impossible([MARKETPLACE, (ClockKind.MARKETPLACE, 2)], known) == {(ClockKind.MARKETPLACE, 2)}


def law_ends(known: TicketFacts) -> Any:
    return wanted(known)[ClockKind.STATUTORY, 3].ended_at


def solved(**ticket: Any) -> TicketFacts:
    given = {"rules": WITH_LAW, "topic": "withdrawal", "status": "solved", "last_message_at": TEN, **ticket}
    return facts(asked(NINE), answered(TEN), **given)


def test_the_laws_clock_ends_when_the_ticket_is_done_with() -> None:
    marks = [WITHDRAWAL, Mark("solved", ELEVEN)]
    assert law_ends(solved(marks=marks)) == ELEVEN
    assert law_ends(solved(marks=marks, status="open")) is None


def test_without_a_mark_it_ended_when_the_ticket_says_or_with_its_last_message() -> None:
    assert law_ends(solved(marks=[WITHDRAWAL], solved_at=NOON)) == NOON
    assert law_ends(solved(marks=[WITHDRAWAL])) == TEN


def test_a_ticket_that_is_about_to_be_opened_again_is_not_done_with() -> None:
    entries = (asked(NINE), answered(TEN), asked(NOON, 5))
    known = facts(*entries, rules=WITH_LAW, status="solved", marks=[WITHDRAWAL, Mark("solved", ELEVEN)])
    assert law_ends(known) is None
