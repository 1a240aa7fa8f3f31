"""Claims and opinions without a conversation, laid with the backlog."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from connectors.registry import simulators
from connectors.simulation import BuyerOrders, Happening, Happens
from demo.claim_stories import STORIES
from tests.demo.fake import NOON, FakeMarketplace, make_player


class ClaimDesk(FakeMarketplace):
    """A fake where a claim needs no conversation."""

    happenings: ClassVar[frozenset[Happening]] = frozenset(Happening)
    claims_stand_alone: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, BuyerOrders] = {}
        self.told: list[Happens] = []

    def places_order(self, order: BuyerOrders) -> None:
        self.orders[order.order_id] = order

    def happens(self, event: Happens) -> None:
        if not event.thread_id:
            self.told.append(event)


class TalkDesk(ClaimDesk):
    """A fake where it needs one."""

    claims_stand_alone: ClassVar[bool] = False


def test_every_story_is_told_once_about_an_order_placed_before(tmp_path: Path) -> None:
    desk = ClaimDesk()
    make_player(tmp_path, desk).lay_backlog(NOON)
    make_player(tmp_path, desk).lay_backlog(NOON + timedelta(hours=1))
    assert len(desk.told) == sum(len(story.steps) for story in STORIES)
    assert all((placed := desk.orders[event.order_id].at) and event.at and placed < event.at for event in desk.told)


def test_deadlines_lie_on_both_sides_of_the_beginning_and_near_it(tmp_path: Path) -> None:
    desk = ClaimDesk()
    make_player(tmp_path, desk).lay_backlog(NOON)
    left = sorted({event.answer_by - NOON for event in desk.told if event.answer_by})
    assert left[0] < timedelta(0) < left[1] < timedelta(hours=1)
    assert left[-1] >= timedelta(days=1)


def test_where_a_claim_needs_a_conversation_no_story_is_told(tmp_path: Path) -> None:
    desk = TalkDesk()
    make_player(tmp_path, desk).lay_backlog(NOON)
    assert desk.told == []


def test_whoever_takes_stories_knows_everything_that_comes_about_in_them() -> None:
    needed = {what for story in STORIES for _ago, what in story.steps}
    desks = [simulator for simulator in simulators().values() if simulator.claims_stand_alone]
    assert desks
    assert all(needed <= simulator.happenings for simulator in desks)


def test_the_latest_opinions_are_five_complaints_in_a_row() -> None:
    opinions = sorted(
        (ago, what) for story in STORIES for ago, what in story.steps if what in (Happening.PRAISED, Happening.BLAMED)
    )
    assert [what for _ago, what in opinions[:5]] == [Happening.BLAMED] * 5
