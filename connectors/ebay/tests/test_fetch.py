"""Pulling messages: everything arrives, once, at little cost."""

from datetime import timedelta

import pytest

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Writes
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.incoming import Direction, IncomingNotice
from connectors.simulation import BuyerWrites, Trouble
from tests.connectors.tools import NOON, Clock, MemoryQuota, Store

LIST = "GET /commerce/message/v1/conversation"


def calls(ebay: EbaySimulator, path: str = "/commerce/message") -> list[str]:
    return [call for call in ebay.calls if path in call]


def write_conversations(writes: Writes, count: int) -> None:
    """`count` conversations of one message each, a minute apart, the last one at noon."""
    for number in range(count):
        at = NOON - timedelta(minutes=count - number)
        writes(f"message {number}", buyer=f"buyer{number}", at=at)


def write_long_thread(ebay: EbaySimulator, writes: Writes, length: int) -> str:
    thread_id = writes("message 0", at=NOON - timedelta(minutes=length)).thread_id
    for number in range(1, length):
        writes(f"message {number}", thread_id=thread_id, at=NOON - timedelta(minutes=length - number))
    return thread_id


def test_a_first_pull_brings_every_conversation(store: Store, buyer_writes: Writes) -> None:
    write_conversations(buyer_writes, 120)
    store.pull()
    assert store.texts() == [f"message {number}" for number in range(120)]


def test_an_idle_poll_costs_one_call(store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock) -> None:
    write_conversations(buyer_writes, 60)
    clock.forward(minutes=30)
    store.pull()
    ebay.calls.clear()
    clock.forward(minutes=30)
    store.pull()
    assert calls(ebay) == [LIST]


def test_a_poll_fetches_only_the_conversation_that_changed(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    write_conversations(buyer_writes, 10)
    store.pull()
    ebay.calls.clear()
    clock.forward(minutes=3)
    thread_id = buyer_writes("news", buyer="buyer3").thread_id
    store.pull()
    assert calls(ebay) == [LIST, f"{LIST}/{thread_id}"]
    assert store.texts()[-1] == "news"


def test_both_sides_of_a_conversation_arrive_with_their_buyer(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    thread_id = buyer_writes("question", item_id="405900000001", item_title="Lampe bleue").thread_id
    clock.forward(minutes=1)
    ebay.seller_writes(seller=SELLER, thread_id=thread_id, text="answer typed on eBay")
    store.pull()
    question, answer = store.messages()
    assert (question.direction, answer.direction) == (Direction.IN, Direction.OUT)
    assert question.buyer.handle == answer.buyer.handle == "anna"
    assert question.item_id == answer.item_id == "405900000001"


def test_reading_on_ebay_makes_no_second_copy(store: Store, buyer_writes: Writes, ebay: EbaySimulator) -> None:
    thread_id = buyer_writes().thread_id
    store.pull()
    before = dict(store.raws)
    assert isinstance(store.connector, EbayConnector)
    store.connector.mark_read(thread_id)
    store.pull(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1))
    assert {key: raw.version for key, raw in store.raws.items()} == {key: raw.version for key, raw in before.items()}


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


def test_a_message_that_appears_late_is_found(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    thread_id = buyer_writes("question", at=NOON - timedelta(hours=3)).thread_id
    ebay.seller_writes(seller=SELLER, thread_id=thread_id, text="answer", at=NOON - timedelta(hours=2))
    store.pull()
    clock.forward(minutes=3)
    buyer_writes("written between the two", thread_id=thread_id, at=NOON - timedelta(minutes=150))
    buyer_writes("new conversation with an old date", buyer="bert", at=NOON - timedelta(days=3))
    store.pull()
    assert len(store.raws) == 4


def test_a_conversation_that_appears_deep_in_the_list_is_found_within_a_day(
    store: Store, buyer_writes: Writes, clock: Clock
) -> None:
    write_conversations(buyer_writes, 200)
    clock.forward(hours=1)
    store.pull()
    buyer_writes("deep", buyer="deep", at=NOON - timedelta(days=10))
    clock.forward(hours=25)
    store.pull()
    assert "deep" in store.texts()


def test_the_list_is_not_trusted_to_be_in_order(store: Store, buyer_writes: Writes, ebay: EbaySimulator) -> None:
    ebay.repeat_entries = True
    write_conversations(buyer_writes, 130)
    store.pull()
    assert len(store.raws) == 130


def test_conversations_that_vanish_while_paging_hide_no_others(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator
) -> None:
    write_conversations(buyer_writes, 150)
    pages = store.connector.fetch(store.request("messages", since=NOON - timedelta(days=30)))
    store.keep("messages", next(pages))
    listed = ebay.memory.listed(SELLER, "FROM_MEMBERS")
    del listed[:20]
    for page in pages:
        store.keep("messages", page)
    assert len(store.raws) == 150


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


def _pull_until_done(store: Store) -> None:
    for _ in range(6):
        try:
            store.pull()
        except (UnexpectedAnswer, TryLater):
            continue


def test_an_expired_token_is_renewed_once_in_passing(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, connector: EbayConnector
) -> None:
    buyer_writes()
    ebay.trouble(Trouble.TOKEN_EXPIRED)
    store.pull()
    assert len(store.raws) == 1
    assert connector.tools.tokens.renewed == {"user": 2}  # type: ignore[attr-defined]


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


def test_ebays_own_mails_are_notices_and_no_messages(store: Store, buyer_writes: Writes, ebay: EbaySimulator) -> None:
    buyer_writes()
    html = "<html><body><style>p {}</style><p>Your statement<br>is ready &amp; waiting</p></body></html>"
    ebay.marketplace_writes(seller=SELLER, subject="Statement", html=html)
    store.pull("messages")
    store.pull("notices")
    assert len(store.messages()) == 1
    [notice] = [item for item in store.items() if isinstance(item, IncomingNotice)]
    assert notice.subject == "Statement"
    assert notice.text == "Your statement\nis ready & waiting"
    assert notice.html == html


def test_a_renamed_seller_still_tells_his_messages_from_the_buyers(
    store: Store, buyer_writes: Writes, ebay: EbaySimulator, clock: Clock
) -> None:
    buyer_writes("before")
    store.pull()
    ebay.rename_seller(SELLER, to="nicer_shop")
    clock.forward(minutes=3)
    thread_id = buyer_writes("after").thread_id
    clock.forward(minutes=3)
    ebay.seller_writes(seller="nicer_shop", thread_id=thread_id, text="answer")
    store.pull()
    assert [message.direction for message in store.messages()] == [Direction.IN, Direction.IN, Direction.OUT]


def test_another_sellers_messages_stay_his(store: Store, buyer_writes: Writes, ebay: EbaySimulator) -> None:
    ebay.add_seller("other_shop")
    buyer_writes("mine")
    ebay.buyer_writes(BuyerWrites("other_shop", "anna", "not mine"))
    store.pull()
    assert store.texts() == ["mine"]


def test_a_cursor_from_another_version_reads_everything_again(store: Store, buyer_writes: Writes) -> None:
    buyer_writes()
    store.pull()
    store.cursors["messages"] = {"version": 99, "something": "else"}
    store.raws.clear()
    store.arrived.clear()
    store.pull()
    assert len(store.raws) == 1
