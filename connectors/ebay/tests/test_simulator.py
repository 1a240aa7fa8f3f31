"""The stand-in itself: it remembers, and it has its bad days when told to."""

import os
import signal
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
import requests

from connectors.ebay.connector import EbayConnector
from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import IDENTITY, SELLER, Writes
from connectors.outgoing import OutgoingReply
from connectors.simulation import BuyerWrites
from tests.connectors.tools import Clock, Store, make_tools, renewals

ROOT = Path(__file__).parents[3]


def test_a_restart_goes_on_where_it_stopped(tmp_path: Path, clock: Clock) -> None:
    state = tmp_path / "ebay.jsonl"
    first = EbaySimulator(state=state, now=clock)
    first.start()
    credentials = first.add_seller(SELLER)
    written = first.buyer_writes(BuyerWrites(SELLER, "anna", "question"))
    connector = EbayConnector(
        credentials=credentials, identity=IDENTITY, tools=make_tools(first.environment(), now=clock)
    )
    connector.send(OutgoingReply(written.thread_id, "answer"))
    port = int(first.url.rpartition(":")[2])
    first.stop()
    second = EbaySimulator(state=state, now=clock)
    second.start(port=port)
    store = Store(connector)
    store.pull()
    second.stop()
    assert store.texts() == ["question", "answer"]
    assert [reply.text for reply in second.replies()] == ["answer"]
    assert renewals(connector.tools) == {"user": 1}


def test_a_line_cut_short_by_a_kill_is_dropped(tmp_path: Path, clock: Clock) -> None:
    state = tmp_path / "ebay.jsonl"
    first = EbaySimulator(state=state, now=clock)
    first.add_seller(SELLER)
    first.buyer_writes(BuyerWrites(SELLER, "anna", "whole"))
    first.stop()
    with state.open("ab") as file:
        file.write(b'{"event":"message","conver')
    second = EbaySimulator(state=state, now=clock)
    second.buyer_writes(BuyerWrites(SELLER, "anna", "after"))
    second.stop()
    third = EbaySimulator(state=state, now=clock)
    assert [len(found.messages) for found in third.memory.listed(SELLER, "FROM_MEMBERS")] == [1, 1]


def test_it_serves_by_itself_and_survives_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "ebay.jsonl"
    command = [sys.executable, "-m", "connectors.ebay.simulator", "--state", str(state), "--seller", SELLER]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = list(takewhile(lambda line: not line.startswith("# seller"), process.stdout))
    environment = dict(line.strip().split("=", 1) for line in lines)
    answer = requests.get(environment["EBAY_API_URL"] + "/commerce/message/v1/conversation", timeout=5)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert answer.status_code == 401
    assert SELLER in EbaySimulator(state=state).memory.sellers


def test_a_buyer_cannot_write_into_a_conversation_that_is_not_there(buyer_writes: Writes) -> None:
    with pytest.raises(KeyError):
        buyer_writes(thread_id="999")


def test_replies_can_be_followed_from_a_position(
    connector: EbayConnector, ebay: EbaySimulator, buyer_writes: Writes
) -> None:
    thread_id = buyer_writes().thread_id
    connector.send(OutgoingReply(thread_id, "through the API"))
    ebay.seller_writes(seller=SELLER, thread_id=thread_id, text="typed on eBay")
    assert [reply.through_api for reply in ebay.replies()] == [True, False]
    assert [reply.text for reply in ebay.replies(after=1)] == ["typed on eBay"]


@pytest.mark.parametrize("path", ["/", "/commerce/message/v1/nothing", "/commerce/order/v1/order"])
def test_a_call_without_token_is_refused(ebay: EbaySimulator, path: str) -> None:
    assert requests.get(ebay.url + path, timeout=5).status_code == 401


def test_of_lively_buyers_some_write_without_a_listing_and_each_always_alike(
    ebay: EbaySimulator, buyer_writes: Writes
) -> None:
    ebay.lively = True
    for number in range(40):
        buyer_writes(buyer=f"buyer{number}", item_id="405900000001")
    loose = [one for one in ebay.memory.conversations.values() if not one.item_id]
    assert 0 < len(loose) < 20
    again = buyer_writes(buyer=loose[0].other, item_id="405900000001")
    assert not ebay.memory.conversations[again.thread_id].item_id
