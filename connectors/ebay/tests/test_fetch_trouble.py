"""Pulling messages on a bad day: nothing is lost, and one bad thing holds up no other."""

from datetime import timedelta

import pytest

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Writes
from connectors.ebay.tests.fetching import write_conversations
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.simulation import Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store, renewals


def test_a_lost_conversation_does_not_hold_up_the_others(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator
) -> None:
    lost = buyer_writes("lost", buyer="lost", at=NOON - timedelta(minutes=3)).thread_id
    missing = buyer_writes("missing", buyer="missing", at=NOON - timedelta(minutes=2)).thread_id
    buyer_writes("fine", at=NOON - timedelta(minutes=1))
    ebay.lose_conversation(lost)
    ebay.lose_conversation(missing, status=404)
    store.pull()
    assert store.texts() == ["lost", "missing", "fine"]


def test_a_malformed_list_stops_the_pull_with_the_cursor_unmoved(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator
) -> None:
    buyer_writes()
    ebay.trouble(Trouble.MALFORMED, path="/conversation")
    with pytest.raises(UnexpectedAnswer):
        store.pull()
    assert store.cursors == {}
    store.pull()
    assert len(store.raws) == 1


def test_a_conversation_that_cannot_be_read_once_is_read_the_next_time(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator
) -> None:
    write_conversations(buyer_writes, 5)
    ebay.trouble(Trouble.MALFORMED, path="/conversation/")
    with pytest.raises(UnexpectedAnswer):
        store.pull()
    store.pull()
    assert len(store.raws) == 5
    assert store.unreadable() == []


@pytest.mark.parametrize("trouble", [Trouble.MALFORMED, Trouble.SERVER_ERROR])
def test_a_conversation_that_can_never_be_read_does_not_hold_up_the_account(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock, trouble: Trouble
) -> None:
    broken = buyer_writes("broken", buyer="broken", at=NOON).thread_id
    write_conversations(buyer_writes, 5)
    ebay.trouble(trouble, times=1000, path=f"/conversation/{broken}")
    _pull_until_done(store)
    assert len(store.raws) == 6
    assert len(store.unreadable()) == 1
    clock.forward(hours=25)
    store.pull()
    store.pull()


def test_a_conversation_passed_over_is_read_once_it_can_be(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    broken = buyer_writes("broken for an hour").thread_id
    ebay.trouble(Trouble.MALFORMED, times=5, path=f"/conversation/{broken}")
    _pull_until_done(store)
    clock.forward(hours=25)
    store.pull()
    assert [raw.key for raw in store.raws.values()][-1].isdigit()


def test_an_expired_token_is_renewed_once_in_passing(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, connector: EbayConnector
) -> None:
    buyer_writes()
    ebay.trouble(Trouble.TOKEN_EXPIRED)
    store.pull()
    assert len(store.raws) == 1
    assert renewals(connector.tools) == {"user": 2}


def test_a_withdrawn_consent_asks_the_seller_to_sign_in_again(store: Store, ebay: EbaySimulator) -> None:
    store.pull()
    ebay.revoke(SELLER)
    with pytest.raises(SignInAgain):
        store.pull()


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.SERVER_ERROR, Trouble.UNAVAILABLE])
def test_a_bad_moment_is_tried_later_and_loses_nothing(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, trouble: Trouble
) -> None:
    write_conversations(buyer_writes, 5)
    ebay.trouble(trouble, path="/commerce/message")
    with pytest.raises(TryLater):
        store.pull()
    store.pull()
    assert len(store.raws) == 5


def test_a_used_up_limit_says_when_it_is_reset(store: Store, ebay: EbaySimulator, quota: MemoryQuota) -> None:
    ebay.calls_per_day = 0
    with pytest.raises(TryLater) as caught:
        store.pull()
    assert caught.value.wait == timedelta(hours=20)
    assert quota.learnt["commerce.message"][0] == 0


def test_a_cursor_from_another_version_reads_everything_again(store: Store, buyer_writes: Writes) -> None:
    buyer_writes()
    store.pull()
    store.cursors["messages"] = {"version": 99, "something": "else"}
    store.raws.clear()
    store.arrived.clear()
    store.pull()
    assert len(store.raws) == 1


def _pull_until_done(store: Store) -> None:
    for _ in range(6):
        try:
            store.pull()
        except (UnexpectedAnswer, TryLater):
            continue
