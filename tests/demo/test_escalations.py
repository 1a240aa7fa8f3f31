"""Conversations that had become claims before the demo begins."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from connectors.registry import simulators
from connectors.simulation import Happening, Happens
from tests.demo.fake import NOON, FakeMarketplace, make_player


class Escalating(FakeMarketplace):
    """A fake where a claim is a conversation that was escalated."""

    happenings: ClassVar[frozenset[Happening]] = frozenset({Happening.CLAIM_OPENED, Happening.CLAIM_RAISED})

    def __init__(self) -> None:
        super().__init__()
        self.told: defaultdict[str, list[Happens]] = defaultdict(list)

    def happens(self, event: Happens) -> None:
        self.told[event.thread_id].append(event)


def courses(marketplace: Escalating) -> list[list[Happening]]:
    return [[event.what for event in events] for events in marketplace.told.values()]


def test_one_claim_lies_there_and_one_that_was_taken_further(tmp_path: Path) -> None:
    marketplace = Escalating()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    assert [Happening.CLAIM_OPENED, Happening.CLAIM_RAISED] in courses(marketplace)
    assert [Happening.CLAIM_OPENED] in courses(marketplace)


def test_they_came_about_after_the_buyers_last_word_and_in_turn(tmp_path: Path) -> None:
    marketplace = Escalating()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    thread_id, events = next((thread, events) for thread, events in marketplace.told.items() if len(events) == 2)
    last_word = [line.at for line in marketplace.lines if line.thread_id == thread_id][-1]
    told = [event.at for event in events]
    assert [last_word, *told, NOON] == sorted({last_word, *told, NOON}, key=str)


def test_a_restart_tells_nothing_twice(tmp_path: Path) -> None:
    marketplace = Escalating()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    before = courses(marketplace)
    player = make_player(tmp_path, marketplace)
    player.memory.write_note("backlog", "")
    player.lay_backlog(NOON + timedelta(minutes=1))
    assert courses(marketplace) == before


def test_somewhere_a_claim_is_a_conversation_that_was_escalated() -> None:
    assert any(Happening.CLAIM_RAISED in simulator.happenings for simulator in simulators().values())
