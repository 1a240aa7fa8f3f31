"""What lies at the marketplace when the demo begins."""

from datetime import timedelta
from pathlib import Path

import pytest

from demo.backlog import NOTICES, PastConversation, plan_backlog
from tests.demo.fake import NOON, FakeMarketplace, KilledHere, make_player

HOUR = timedelta(hours=1)
PLAN = plan_backlog(seed=1, now=NOON)


def waiting_since(past: PastConversation) -> timedelta | None:
    """How long the oldest unanswered message of the buyer waits; None if the shop had the last word."""
    waiting = None
    for turn in past.said:
        if past.script.turns[turn.position].is_the_shops:
            waiting = None
        elif waiting is None:
            waiting = NOON - turn.said_at
    return waiting


WAITS = [wait for wait in map(waiting_since, PLAN) if wait is not None]


def test_overdue_soon_later_and_answered_lie_there_at_once() -> None:
    assert 4 <= len([wait for wait in WAITS if wait > 24 * HOUR]) <= 9
    assert len([wait for wait in WAITS if 16 * HOUR < wait <= 24 * HOUR]) >= 7
    assert len([wait for wait in WAITS if wait <= 16 * HOUR]) >= 12
    assert len(PLAN) - len(WAITS) >= 30


def test_it_is_60_to_80_entries_over_about_twelve_days_and_some_to_compare_them_with() -> None:
    ages = sorted(NOON - past.opened_at for past in PLAN)
    lately = [age for age in ages if age < timedelta(days=30)]
    assert 60 <= len(lately) <= 80
    assert timedelta(days=9) < lately[-1] < timedelta(days=16)
    assert len([age for age in ages if timedelta(days=30) < age < timedelta(days=60)]) >= 12
    assert len([age for age in ages if timedelta(days=350) < age < timedelta(days=396)]) >= 20


def test_nothing_in_it_was_said_in_the_future_and_every_thread_is_in_order() -> None:
    times = [[turn.said_at for turn in past.said] for past in PLAN]
    assert all(thread == sorted(thread) for thread in times)
    assert max(max(thread) for thread in times) < NOON


def test_the_same_seed_plans_the_same_and_another_seed_something_else() -> None:
    assert plan_backlog(seed=1, now=NOON) == PLAN
    assert plan_backlog(seed=2, now=NOON) != PLAN


@pytest.mark.parametrize("seed", range(8))
def test_every_seed_finds_a_conversation_for_every_place(seed: int) -> None:
    assert len({past.number for past in plan_backlog(seed=seed, now=NOON)}) == len(PLAN)


def test_it_is_laid_once(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    laid = list(marketplace.lines)
    make_player(tmp_path, marketplace).lay_backlog(NOON + HOUR)
    assert len(laid) == sum(len(past.said) for past in PLAN) + len(NOTICES)
    assert marketplace.lines == laid


def test_messages_arrive_in_the_order_they_were_written(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    times = [line.at for line in marketplace.lines if line.who != "notice" and line.at]
    assert times == sorted(times)


@pytest.mark.parametrize("dies_at", [1, 30, 61, 90, 120])
def test_a_kill_in_the_middle_loses_at_most_what_was_being_said(tmp_path: Path, dies_at: int) -> None:
    whole, broken = FakeMarketplace(), FakeMarketplace(dies_at=dies_at)
    make_player(tmp_path / "whole", whole).lay_backlog(NOON)
    with pytest.raises(KilledHere):
        make_player(tmp_path / "broken", broken).lay_backlog(NOON)
    broken.dies_at = 10**9
    make_player(tmp_path / "broken", broken).lay_backlog(NOON + HOUR)
    said = [(line.who, line.text, line.at) for line in broken.lines]
    missing = {(line.who, line.text, line.at) for line in whole.lines} - set(said)
    assert len(said) == len(set(said))
    assert len(missing) <= max(len(past.said) for past in PLAN)


def test_old_conversations_are_over_and_fresh_ones_go_on(tmp_path: Path) -> None:
    player = make_player(tmp_path, FakeMarketplace())
    player.lay_backlog(NOON)
    due = [player.memory.performance(past.number) for past in PLAN if not past.goes_on]
    assert due
    assert all(performance and performance.due_at is None for performance in due)
    assert player.memory.next_due() is not None
