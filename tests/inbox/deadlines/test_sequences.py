"""Whatever happens in whatever order: the rows are what the log and the policies come to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.models import Account
from inbox.deadlines.clock_rows import Key, changed_rows, new_rows, wanted_clocks
from inbox.deadlines.clocks import with_pauses
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.cycle_rows import FIELDS, cycle_rows
from inbox.deadlines.marks import Mark, TicketLog, endings
from inbox.deadlines.matching import TicketFacts, facts_of
from inbox.deadlines.pauses import Pause, in_order
from inbox.deadlines.response import Entry, EntryKind
from inbox.deadlines.rules import Rule, RuleBook, Rules
from inbox.deadlines.targets import Targets
from inbox.models import ClockKind, ResponseCycle, Ticket, TicketClock
from tests.inbox.deadlines.calendars import NINE_TO_FIVE, calendar
from tests.make import DAY, HOUR, NINE

ACCOUNT = Account(id=1, marketplace="amazon")
MARKETPLACE = Rule("marketplace", 1, 1, 1, Conditions(), Targets(soft=8 * HOUR, hard=24 * HOUR))
LEVEL_TWO = Rule(
    *("company", 1, 3, 3, Conditions(levels=frozenset({2}))),
    Targets(first=30 * HOUR, next=30 * HOUR, acknowledgement=8 * HOUR, resolution=80 * HOUR),
    calendar(NINE_TO_FIVE, zone="America/New_York"),
)
COMPANY = Rule("company", 2, 2, 2, Conditions(), Targets(first=6 * HOUR, next=12 * HOUR), calendar())
LAW = Rule(
    "statutory",
    1,
    4,
    4,
    Conditions(topics=frozenset({"withdrawal"})),
    Targets(acknowledgement=24 * HOUR, days=14),
    calendar(),
)
RULES = Rules({"marketplace": [MARKETPLACE], "company": [LEVEL_TWO, COMPANY], "statutory": [LAW]})
MINUTE = timedelta(minutes=1)

Written = list[tuple[EntryKind, int]]
Done = list[tuple[str, int]]

minutes = st.integers(0, 20_000)
kinds = st.sampled_from([EntryKind.BUYER, EntryKind.ANSWER, EntryKind.OUTSIDE, EntryKind.ACKNOWLEDGEMENT])
messages = st.lists(st.tuples(kinds, minutes), max_size=10)
marks = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("status waiting", "status open", "snoozed", "snoozed a day", "woken", "no_answer_needed"),
                *("answer_needed", "solved", "reopened", "call", "spam", "not_spam"),
            ]
        ),
        minutes,
    ),
    max_size=6,
)
levels = st.sampled_from([None, 1, 2])
closed = st.lists(
    st.builds(
        lambda at, long: Pause(NINE + at * MINUTE, NINE + (at + long) * MINUTE, "holiday"),
        minutes,
        st.integers(1, 9000),
    ),
    max_size=2,
)


def log_of(written: Sequence[tuple[EntryKind, int]], done: Sequence[tuple[str, int]]) -> TicketLog:
    entries = [
        Entry(kind, NINE + n * timedelta(minutes=1), NINE + n * timedelta(minutes=1), place)
        for place, (kind, n) in enumerate(written, start=1)
    ]
    found = []
    for what, n in sorted(done, key=lambda one: one[1]):
        kind, _, after = what.partition(" ")
        at = NINE + n * MINUTE
        if kind == "snoozed":
            found.append(Mark(kind, at, until=at + DAY if after else None))
        elif kind == "reopened":
            found.append(Mark("status", at, before="solved", after="open", goes_on=True))
        else:
            found.append(Mark(kind, at, after=after or None))
    return TicketLog([*entries, *endings(found)], found)


def facts(log: TicketLog, *, level: int | None = None, holidays: Sequence[Pause] = ()) -> TicketFacts:
    ticket = Ticket(id=1, account=ACCOUNT, level=level, topic="withdrawal", last_message_at=NINE)
    return facts_of(ticket, log, RULES, has_claim=False, holidays=holidays)


def rows(log: TicketLog, stored: Sequence[ResponseCycle] = (), **given: Any) -> list[ResponseCycle]:
    return [cycle.row for cycle in cycle_rows(facts(log, **given), stored, RuleBook(RULES))]


def clocks(
    log: TicketLog, stored: Mapping[Key, TicketClock] | None = None, **given: Any
) -> tuple[dict[Key, TicketClock], list[TicketClock]]:
    """All clocks besides the waits' own, and those of them that are new or have changed."""
    known = facts(log, **given)
    kept = dict(stored or {})
    wanted = wanted_clocks(known, list(cycle_rows(known, [], RuleBook(RULES))))
    changed = [*new_rows(known.ticket, wanted, kept), *changed_rows(kept, wanted, NINE)]
    return kept | {(ClockKind(row.kind), row.number): row for row in changed}, changed


def said(cycles: Sequence[ResponseCycle]) -> list[dict[str, object]]:
    names = [ResponseCycle._meta.get_field(name).attname for name in FIELDS]  # type: ignore[union-attr]
    return [{name: getattr(cycle, name) for name in names} for cycle in cycles]


@given(messages, marks, levels, closed, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    written: Written, done: Done, level: int | None, holidays: list[Pause], random: Random
) -> None:
    log = log_of(written, done)
    shuffled = TicketLog(list(log.entries), log.marks)
    random.shuffle(shuffled.entries)
    assert said(rows(log, level=level, holidays=holidays)) == said(rows(shuffled, level=level, holidays=holidays))
    once, again = clocks(log, level=level, holidays=holidays), clocks(shuffled, level=level, holidays=holidays)
    assert dues(once[0]) == dues(again[0])


@given(messages, marks, levels, closed)
def test_computing_again_changes_nothing(
    written: Written, done: Done, level: int | None, holidays: list[Pause]
) -> None:
    log = log_of(written, done)
    once = rows(log, level=level, holidays=holidays)
    before = said(once)
    assert said(rows(log, once, level=level, holidays=holidays)) == before
    stored, _ = clocks(log, level=level, holidays=holidays)
    assert clocks(log, stored, level=level, holidays=holidays)[1] == []


@given(messages, marks)
def test_solved_and_reopened_every_wait_is_what_it_was(written: Written, done: Done) -> None:
    """Whatever has happened before; also what somebody solved, or reopened, in earnest."""
    kept = ("opened_at", "opened_by_id", "ended_at", "end_reason", "due_at", "answered_at")
    before, after = (
        rows(log_of(written, found)) for found in (done, [*done, ("solved", 20_001), ("reopened", 20_002)])
    )
    told = [[getattr(row, name) for name in kept] for row in after]
    assert told == [[getattr(row, name) for name in kept] for row in before]


@given(messages, marks, levels, closed)
def test_no_wait_ends_before_it_begins_none_overlap_and_no_deadline_lies_before_its_wait(
    written: Written, done: Done, level: int | None, holidays: list[Pause]
) -> None:
    found = rows(log_of(written, done), level=level, holidays=holidays)
    for row in found:
        assert row.ended_at is None or row.opened_at <= row.ended_at
        assert row.due_at is not None and row.due_at == row.opened_at + DAY
        assert row.company_due_at is None or row.company_due_at > row.opened_at
    for earlier, later in pairwise(found):
        assert earlier.ended_at is not None and earlier.ended_at <= later.opened_at


@given(messages, marks, levels, closed)
def test_only_the_companys_clocks_stand_still(
    written: Written, done: Done, level: int | None, holidays: list[Pause]
) -> None:
    pausing = ("status waiting", "snoozed", "snoozed a day", "woken")
    ends = [one for one in done if one[0] not in pausing]
    log, without = log_of(written, done), log_of(written, ends)
    assert [row.due_at for row in rows(log, holidays=holidays)] == [row.due_at for row in rows(without)]
    stopped, running = clocks(log, level=level, holidays=holidays)[0], clocks(without, level=level)[0]
    for kind in (ClockKind.STATUTORY, ClockKind.STATUTORY_ACKNOWLEDGEMENT, ClockKind.MARKETPLACE):
        assert dues_of(stopped, kind) == dues_of(running, kind)


@given(messages, marks, closed)
@example([(EntryKind.BUYER, 0)], [("status waiting", 450)], [Pause(NINE, NINE + MINUTE, "holiday")])
def test_holidays_never_bring_a_deadline_of_the_company_forward(
    written: Written, done: Done, holidays: list[Pause]
) -> None:
    """They may push it behind the beginning of a pause that lasts: then nobody knows it."""
    log = log_of(written, done)
    for level in (1, 2):
        for off, on in zip(rows(log, level=level), rows(log, level=level, holidays=holidays), strict=True):
            if off.company_due_at and on.company_due_at:
                assert on.company_due_at >= off.company_due_at
            assert on.company_due_at is None or off.company_due_at is not None


def dues(found: Mapping[Key, TicketClock]) -> dict[Key, tuple[object, ...]]:
    return {key: (row.started_at, row.due_at, row.ended_at, row.end_reason) for key, row in found.items()}


def dues_of(found: Mapping[Key, TicketClock], kind: ClockKind) -> list[object]:
    return [row.due_at for key, row in sorted(found.items()) if key[0] == kind]


@given(messages, marks, minutes)
def test_a_second_question_never_moves_the_deadline_of_the_first(written: Written, done: Done, later: int) -> None:
    log = log_of([*written, (EntryKind.BUYER, 20_001)], done)
    last = rows(log)[-1]
    more = log_of([*written, (EntryKind.BUYER, 20_001), (EntryKind.BUYER, 20_002 + later)], done)
    assert (rows(more)[-1].opened_at, rows(more)[-1].due_at) == (last.opened_at, last.due_at)


stretches = st.lists(st.tuples(minutes, st.integers(1, 3000)), max_size=4)


@given(stretches, minutes, st.integers(1, 3000))
@settings(max_examples=200)
def test_another_pause_never_brings_the_companys_deadline_forward(
    pauses: list[tuple[int, int]], start: int, length: int
) -> None:
    def due(held: list[tuple[int, int]]) -> object:
        minute = timedelta(minutes=1)
        found = [Pause(NINE + at * minute, NINE + (at + long) * minute, "snoozed") for at, long in held]
        deadline = with_pauses(calendar(), NINE, 10 * HOUR, pauses=in_order(found, until=None))
        assert deadline
        return deadline.due_at

    assert due([*pauses, (start, length)]) >= due(pauses)  # type: ignore[operator]
