"""Pulling messages: everything arrives, once, at little cost."""

from datetime import timedelta

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import SELLER, Writes
from connectors.ebay.tests.fetching import calls, write_conversations
from connectors.incoming import Direction, IncomingNotice
from connectors.simulation import BuyerWrites
from tests.connectors.tools import NOON, Clock, Store

LIST = "GET /commerce/message/v1/conversation"


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
