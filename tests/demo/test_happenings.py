"""What comes about beside the messages: returns, cancellations, refunds, claims, and the orders they are about."""

from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import ClassVar

from connectors.simulation import BuyerOrders, Happening, Happens
from demo.backlog import plan_backlog
from demo.happenings import OPINIONS, happenings_after
from demo.memory import Memory
from demo.scripts import Script, Who, load_scripts
from demo.stage import Stage, Venue
from tests.demo.fake import NOON, FakeMarketplace, make_player, play_until

SCRIPTS = load_scripts()


class Eventful(FakeMarketplace):
    """A fake that knows orders and everything that can come about."""

    happenings: ClassVar[frozenset[Happening]] = frozenset(Happening)
    order_shape = "40#-#######-#######"

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[BuyerOrders] = []
        self.events: list[Happens] = []

    def places_order(self, order: BuyerOrders) -> None:
        self.orders.append(order)

    def happens(self, event: Happens) -> None:
        self.events.append(event)


class Quiet(FakeMarketplace):
    """A fake with few conversations."""

    share = 1


def chaser_of(script: Script) -> int:
    return next(place for place, turn in enumerate(script.turns) if turn.who is Who.CHASER)


def test_the_backlog_holds_orders_and_some_of_everything(tmp_path: Path) -> None:
    marketplace = Eventful()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    happened = Counter(event.what for event in marketplace.events)
    assert happened[Happening.RETURN_ASKED] >= 1
    assert happened[Happening.CANCELLATION_ASKED] >= 1
    assert happened[Happening.REFUNDED] >= 2
    assert happened[Happening.CLAIM_OPENED] >= 1
    assert happened[Happening.PRAISED] >= 1
    happened.subtract({what: happened[what] for what in OPINIONS})
    assert happened.total() < len(plan_backlog(seed=1, now=NOON)) / 2


def test_whoever_writes_about_an_order_has_placed_it_before(tmp_path: Path) -> None:
    marketplace = Eventful()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    ordered = {order.order_id: order for order in marketplace.orders}
    asked = [message for message in marketplace.messages if message.order_id]
    assert asked
    assert {message.order_id for message in asked} < set(ordered)
    assert {message.buyer for message in asked} == {order.buyer for order in marketplace.orders}
    assert all(order.at and order.at < NOON for order in marketplace.orders)
    assert all(len(order_id) == 19 and order_id.startswith("40") for order_id in ordered)


def test_some_bought_the_same_before_some_something_else_and_some_left_a_note(tmp_path: Path) -> None:
    marketplace = Eventful()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    bought = defaultdict(list)
    for order in marketplace.orders:
        bought[order.buyer].append(order.item_id)
    assert {len(items) for items in bought.values()} == {1, 2}
    assert {len(set(items)) for items in bought.values() if len(items) == 2} == {1, 2}
    assert 0 < sum(bool(order.note) for order in marketplace.orders) < len(marketplace.orders) / 2


def test_what_happens_belongs_to_a_conversation_and_its_order(tmp_path: Path) -> None:
    marketplace = Eventful()
    make_player(tmp_path, marketplace).lay_backlog(NOON)
    threads = {line.thread_id for line in marketplace.lines}
    orders = {order.order_id for order in marketplace.orders}
    assert all(event.thread_id in threads and event.order_id in orders for event in marketplace.events)
    assert all(event.at and event.at < NOON for event in marketplace.events)


def test_a_claim_is_opened_at_most_once_and_decided_only_after_an_answer(tmp_path: Path) -> None:
    marketplace = Eventful()
    player = make_player(tmp_path, marketplace, pace=10)
    player.lay_backlog(NOON)
    play_until(player, NOON, NOON + timedelta(minutes=6))
    opened = Counter(event.order_id for event in marketplace.events if event.what is Happening.CLAIM_OPENED)
    decided = {
        event.order_id for event in marketplace.events if event.what in (Happening.CLAIM_WON, Happening.CLAIM_LOST)
    }
    assert opened
    assert set(opened.values()) == {1}
    assert decided <= set(opened)


def test_a_lost_claim_costs_the_seller_a_refund() -> None:
    script = SCRIPTS["fr-rien-recu"]
    answered = next(place for place, turn in enumerate(script.turns) if turn.is_the_shops)
    results = {happenings_after(script, position=answered, dice=Random(n), claimed=True) for n in range(20)}
    assert results == {(Happening.CLAIM_WON,), (Happening.CLAIM_LOST, Happening.REFUNDED)}


def test_some_praise_the_shop_with_its_last_word_and_some_whom_nobody_answers_blame_it() -> None:
    script = SCRIPTS["fr-rien-recu"]
    answers = [place for place, turn in enumerate(script.turns) if turn.is_the_shops]

    def happened(position: int) -> Counter[Happening]:
        dice = (Random(n) for n in range(60))
        return Counter(
            what for one in dice for what in happenings_after(script, position=position, dice=one, claimed=False)
        )

    assert 5 < happened(answers[-1])[Happening.PRAISED] < 35
    assert 2 < happened(chaser_of(script))[Happening.BLAMED] < 25
    assert not happened(0)


def test_nobody_claims_twice() -> None:
    script = SCRIPTS["fr-rien-recu"]
    chased = chaser_of(script)
    results = {happenings_after(script, position=chased, dice=Random(n), claimed=True) for n in range(20)}
    assert results == {()}


def test_nothing_comes_about_without_an_order() -> None:
    scripts = [script for script in SCRIPTS.values() if script.about != "order"]
    found = [
        happenings_after(script, position=position, dice=Random(position), claimed=False)
        for script in scripts
        for position in range(len(script.turns))
    ]
    assert set(found) == {()}


def test_a_marketplace_is_asked_for_nothing_it_does_not_know(tmp_path: Path) -> None:
    make_player(tmp_path, FakeMarketplace()).lay_backlog(NOON)


def test_each_marketplace_gets_its_share_of_conversations(tmp_path: Path) -> None:
    venues = {"busy": Venue("Busy", FakeMarketplace()), "quiet": Venue("Quiet", Quiet())}
    stage = Stage(venues, memory=Memory(tmp_path / "player.sqlite3"), seed=1)
    assert Counter(stage.marketplace_for(number) for number in range(40)) == {"busy": 30, "quiet": 10}


def test_nobody_goes_to_a_marketplace_that_does_not_speak_his_language(tmp_path: Path) -> None:
    french = FakeMarketplace()
    french.languages = frozenset({"fr"})  # type: ignore[misc]
    venues = {"french": Venue("French", french), "quiet": Venue("Quiet", Quiet())}
    stage = Stage(venues, memory=Memory(tmp_path / "player.sqlite3"), seed=1)
    assert {stage.marketplace_for(number, language="de") for number in range(8)} == {"quiet"}
    assert {stage.marketplace_for(number, language="fr") for number in range(8)} == {"french", "quiet"}


def test_a_return_that_was_asked_for_is_refunded_with_the_last_answer() -> None:
    """Else the claims of a demo begin with one that is late by a year."""
    scripts = [one for one in SCRIPTS.values() if one.topic in ("return", "withdrawal") and one.about == "order"]
    assert scripts
    for script in scripts:
        last = max(place for place, turn in enumerate(script.turns) if turn.is_the_shops)
        for number in range(20):
            asked = happenings_after(script, position=0, dice=Random(number), claimed=False)
            ended = happenings_after(script, position=last, dice=Random(number), claimed=False)
            assert (Happening.RETURN_ASKED in asked) == (Happening.REFUNDED in ended)
