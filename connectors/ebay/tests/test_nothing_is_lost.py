"""Buyers and seller write while pulls are cut, repeated and resumed: in the end all is there."""

import random
from datetime import datetime, timedelta

import pytest

from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER
from connectors.errors import MarketplaceError
from connectors.simulation import BuyerWrites, Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store

TROUBLES = [
    Trouble.TOO_MANY,
    Trouble.SERVER_ERROR,
    Trouble.UNAVAILABLE,
    Trouble.CONNECTION_CUT,
    Trouble.MALFORMED,
    Trouble.TOKEN_EXPIRED,
]


class Crowd:
    """Buyers and a seller with a seed."""

    def __init__(self, ebay: EbaySimulator, clock: Clock, seed: int) -> None:
        self.ebay = ebay
        self.clock = clock
        self.chance = random.Random(seed)
        self.threads: list[str] = []
        self.written: set[str] = set()

    def write(self, count: int, *, days_back: float) -> None:
        for _ in range(count):
            at = self.clock() - timedelta(days=self.chance.random() * days_back)
            self.written.add(self._one(at))

    def _one(self, at: datetime) -> str:
        if self.threads and self.chance.random() < 0.6:
            thread_id = self.chance.choice(self.threads[:3] if self.chance.random() < 0.4 else self.threads)
            if self.chance.random() < 0.4:
                return self.ebay.seller_writes(seller=SELLER, thread_id=thread_id, text="answer", at=at).message_id
            buyer = self.ebay.memory.conversations[thread_id].other
            again = BuyerWrites(SELLER, buyer, "again", thread_id=thread_id, at=at)
            return self.ebay.buyer_writes(again).message_id
        new = self.ebay.buyer_writes(BuyerWrites(SELLER, f"b{len(self.threads)}", "new", at=at))
        self.threads.append(new.thread_id)
        return new.message_id


@pytest.mark.parametrize("order", ["newest", "oldest", "mixed"])
@pytest.mark.parametrize("seed", [0, 1, 2, 106])
def test_everything_written_is_stored_in_the_end(
    store: Store, ebay: EbaySimulator, clock: Clock, quota: MemoryQuota, seed: int, order: str
) -> None:
    ebay.message_order = order
    crowd = Crowd(ebay, clock, seed)
    crowd.write(600, days_back=20)
    for _ in range(25):
        _one_poll(store, crowd, quota)
    quota.at_most = None
    clock.forward(hours=25)
    _drain(store)
    assert {key for kind, key in store.raws if key.isdigit()} == crowd.written
    assert max(store.pages) <= 50


def _one_poll(store: Store, crowd: Crowd, quota: MemoryQuota) -> None:
    """Pull while people write; perhaps the limit ends, eBay has a bad moment, or the worker dies."""
    crowd.clock.forward(minutes=crowd.chance.choice([1, 3, 15]))
    crowd.write(crowd.chance.randrange(12), days_back=crowd.chance.choice([0, 0, 0.001]))
    quota.at_most = quota.taken.get("commerce.message", 0) + crowd.chance.randrange(1, 60)
    if crowd.chance.random() < 0.5:
        crowd.ebay.trouble(crowd.chance.choice(TROUBLES), path="/commerce/message")
    dies_after = crowd.chance.choice([1, 3, 1000])
    try:
        for number, page in enumerate(
            store.connector.fetch(store.request("messages", since=NOON - timedelta(days=30)))
        ):
            store.keep("messages", page)
            crowd.write(crowd.chance.randrange(3), days_back=0)
            if number >= dies_after:
                return
    except MarketplaceError:
        return


def _drain(store: Store) -> None:
    for _ in range(8):
        try:
            store.pull()
        except MarketplaceError:
            continue
