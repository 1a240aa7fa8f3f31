"""Long lists and long threads: read to their end, across interruptions, and back as far as asked."""

from datetime import timedelta

import pytest

from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import Writes
from connectors.ebay.tests.fetching import calls, write_conversations, write_long_thread
from connectors.errors import TryLater
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store


def test_pages_hold_at_most_fifty(store: Store, ebay: EbaySimulator, buyer_writes: Writes) -> None:
    write_conversations(buyer_writes, 70)
    write_long_thread(ebay, buyer_writes, 130)
    store.pull()
    assert len(store.raws) == 200
    assert max(store.pages) <= 50


def test_a_long_first_pull_goes_on_where_it_was_cut(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, quota: MemoryQuota
) -> None:
    write_conversations(buyer_writes, 180)
    quota.at_most = 70
    with pytest.raises(TryLater):
        store.pull()
    assert 60 < len(store.raws) < 70
    quota.at_most = None
    ebay.calls.clear()
    store.pull()
    assert len(store.raws) == 180
    assert len(calls(ebay, "/conversation/")) <= 120


def test_a_long_thread_goes_on_where_it_was_cut(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, quota: MemoryQuota
) -> None:
    write_long_thread(ebay, buyer_writes, 1000)
    quota.at_most = 9
    with pytest.raises(TryLater):
        store.pull()
    quota.at_most = None
    ebay.calls.clear()
    store.pull()
    assert len(store.raws) == 1000
    assert len(calls(ebay, "/conversation/")) == 12


def test_what_arrives_while_a_pull_is_interrupted_is_not_lost(
    store: Store, buyer_writes: Writes, quota: MemoryQuota, clock: Clock
) -> None:
    write_conversations(buyer_writes, 120)
    quota.at_most = 60
    with pytest.raises(TryLater):
        store.pull()
    clock.forward(minutes=90)
    for number in range(70):
        buyer_writes(f"late {number}", buyer=f"late{number}")
    quota.at_most = None
    store.pull()
    clock.forward(minutes=3)
    store.pull()
    assert len(store.raws) == 190


@pytest.mark.parametrize("order", ["newest", "oldest", "mixed"])
def test_a_thread_of_ten_thousand_messages_is_read_once_and_then_only_its_end(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock, order: str
) -> None:
    ebay.message_order = order
    thread_id = write_long_thread(ebay, buyer_writes, 10_000)
    store.pull()
    assert len(store.raws) == 10_000
    assert max(store.pages) <= 50
    ebay.calls.clear()
    clock.forward(minutes=3)
    buyer_writes("one more", thread_id=thread_id)
    store.pull()
    assert store.texts()[-1] == "one more"
    assert order == "mixed" or len(calls(ebay)) <= 4


def test_more_news_than_one_page_in_a_long_thread_leaves_no_gap(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    thread_id = write_long_thread(ebay, buyer_writes, 300)
    store.pull()
    clock.forward(minutes=3)
    for number in range(120):
        buyer_writes(f"news {number}", thread_id=thread_id)
    ebay.calls.clear()
    store.pull()
    assert len(store.raws) == 420
    assert len(calls(ebay)) <= 5


def test_history_goes_back_as_far_as_asked_and_no_further(store: Store, buyer_writes: Writes) -> None:
    buyer_writes("long ago", buyer="old", at=NOON - timedelta(days=40))
    buyer_writes("lately", at=NOON - timedelta(days=20))
    store.pull(since=NOON - timedelta(days=30))
    store.pull(since=NOON - timedelta(days=30))
    assert store.texts() == ["lately"]


def test_a_backfill_brings_what_is_older_and_leaves_the_cursor(store: Store, buyer_writes: Writes) -> None:
    buyer_writes("long ago", buyer="old", at=NOON - timedelta(days=40))
    buyer_writes("lately", at=NOON - timedelta(days=20))
    store.pull(since=NOON - timedelta(days=30))
    before = store.cursors["messages"]
    store.pull(since=NOON - timedelta(days=60), until=NOON - timedelta(days=35))
    assert store.texts() == ["long ago", "lately"]
    assert store.cursors["messages"] == before


def test_a_backfill_brings_back_what_was_lost_in_the_middle(store: Store, buyer_writes: Writes) -> None:
    lost = buyer_writes("first", at=NOON - timedelta(days=2))
    buyer_writes("second", thread_id=lost.thread_id, at=NOON - timedelta(days=1))
    store.pull()
    del store.raws["message", lost.message_id]
    store.arrived.remove(("message", lost.message_id))
    store.pull(since=NOON - timedelta(days=3), until=NOON)
    assert store.texts() == ["first", "second"]
