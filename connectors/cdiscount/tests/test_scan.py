"""A scan that is long, breaks off, or meets things it cannot read: it goes on, and keeps what it saw."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.simulator.problems import problem
from connectors.cdiscount.tests.conftest import Connects, Writes
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import IncomingOrder
from connectors.simulation import Trouble
from connectors.simulation_server import Reply, Request, json_reply
from tests.connectors.tools import NOON, Clock, Store

DAY = timedelta(days=1)
ORDER: Mapping[str, Any] = {
    "reference": "2611121335KPDRE",
    "createdAt": "2026-11-12T13:35:00Z",
    "updatedAt": "2026-11-12T13:35:00Z",
}


@pytest.fixture
def three_pages(octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock) -> CdiscountSimulator:
    """Octopia names the next page of nine discussions in a link."""
    octopia.contract.paging = "link"
    for number in range(9):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    return octopia


def test_a_long_history_is_not_carried_along_in_the_cursor(
    connects: Connects, buyer_writes: Writes, clock: Clock
) -> None:
    clock.at = NOON - 30 * DAY
    for number in range(30):
        buyer_writes(f"message {number}")
        clock.forward(days=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    remembered = []
    for page in store.connector.fetch(store.request("messages", since=NOON - 40 * DAY)):
        store.keep("messages", page)
        remembered.append(len(page.cursor["seen"]))
    assert len(store.texts()) == 30
    assert max(remembered) <= 6


def test_a_next_page_that_has_expired_meanwhile_begins_the_window_anew(
    connects: Connects, three_pages: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    pages = store.connector.fetch(store.request("messages", since=NOON - DAY))
    while not (store.cursors.get("messages") or {}).get("place", {}).get("link"):
        store.keep("messages", next(pages))
    expired = iter([problem(400, "Bad Request", "the cursor has expired")])
    replies(three_pages, monkeypatch, lambda request: next(expired, None) if "cursor" in request.query else None)
    store.pull()
    assert sorted(store.texts()) == [f"message {number}" for number in range(9)]


def test_a_next_page_that_is_refused_at_once_is_an_error(
    connects: Connects, three_pages: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = problem(400, "Bad Request", "no such cursor")
    replies(three_pages, monkeypatch, lambda request: refused if "cursor" in request.query else None)
    with pytest.raises(UnexpectedAnswer, match="no such cursor"):
        Store(connects(OCTOPIA_PAGE_SIZE="3")).pull()


def test_a_next_page_that_names_itself_is_no_endless_scan(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer_writes("un")
    entry = {"discussionId": "0" * 24, "updatedAt": "2026-11-20T11:00:00Z"}
    itself = json_reply(200, {"items": [entry]}, Link='</seller/v2/discussions?cursor=1>; rel="next"')
    replies(octopia, monkeypatch, lambda request: itself if request.path.endswith("/discussions") else None)
    with pytest.raises(UnexpectedAnswer, match="comes again"):
        Store(connects()).pull()


def test_a_message_whose_files_stay_away_comes_without_them(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    buyer_writes("voir photo", pictures=("photo.png",))
    octopia.trouble(Trouble.SERVER_ERROR, times=50, path="/attachments")
    for _ in range(4):
        with pytest.raises(TryLater):
            store.pull()
    store.pull()
    [message] = store.messages()
    assert (message.text, [file.problem for file in message.attachments]) == (
        "voir photo",
        ["the marketplace does not show this file"],
    )


@pytest.mark.parametrize("reference", [None, "", ["x"], {"id": 7}])
def test_an_order_without_a_reference_is_kept_as_unreadable_and_holds_up_no_other(
    store: Store, octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch, reference: Any
) -> None:
    listed = json_reply(200, {"items": [{**ORDER, "reference": reference}, ORDER]})
    replies(octopia, monkeypatch, lambda request: listed if request.path.endswith("/orders") else None)
    store.pull("orders")
    assert len(store.unreadable()) == 1
    assert store.raws["order", "2611121335KPDRE"]


@pytest.mark.parametrize("stream", ["messages", "orders"])
def test_an_entry_that_is_no_object_is_kept_as_unreadable(
    store: Store, octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    listed = json_reply(200, {"items": ["oops"]})
    replies(
        octopia, monkeypatch, lambda request: listed if request.path.endswith(("/discussions", "/orders")) else None
    )
    store.pull(stream)
    assert len(store.unreadable()) == 1


def test_the_reference_is_what_an_order_is_called_by(
    store: Store, octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = json_reply(200, {"items": [ORDER]})
    replies(octopia, monkeypatch, lambda request: listed if request.path.endswith("/orders") else None)
    store.pull("orders")
    [order] = store.items()
    assert isinstance(order, IncomingOrder) and order.external_id == ORDER["reference"]


def replies(
    octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch, chosen: Callable[[Request], Reply | None]
) -> None:
    """Let calls get another answer than the usual one."""
    usual = octopia.handle
    monkeypatch.setattr(octopia, "handle", lambda request: chosen(request) or usual(request))
