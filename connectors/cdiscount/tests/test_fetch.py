"""Fetching: every message arrives once, whatever pages, windows and stamps do."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.simulator.problems import problem
from connectors.cdiscount.tests.conftest import SELLER, Connects, Writes
from connectors.errors import TryLater, UnexpectedAnswer
from connectors.incoming import Page
from connectors.simulation import Trouble
from connectors.simulation_server import Reply, Request, json_reply
from tests.connectors.tools import NOON, Clock, Store

DAY = timedelta(days=1)


def detail_calls(octopia: CdiscountSimulator) -> int:
    return sum(call.startswith("GET /seller/v2/discussions/") for call in octopia.calls)


def list_calls(octopia: CdiscountSimulator) -> int:
    return octopia.calls.count("GET /seller/v2/discussions")


def test_no_window_is_longer_than_octopia_allows(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    buyer_writes("ancien", at=NOON - 500 * DAY)
    store.pull(since=NOON - 600 * DAY)
    assert store.texts() == ["ancien"]
    assert list_calls(octopia) == 4


@pytest.mark.parametrize("paging", ["number", "link"])
def test_many_pages_are_read_to_the_end(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock, paging: str
) -> None:
    octopia.contract.paging = paging
    for number in range(11):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    store.pull()
    assert sorted(store.texts()) == sorted(f"message {number}" for number in range(11))
    assert detail_calls(octopia) == 11


@pytest.mark.parametrize("count", [6, 7])
def test_the_end_is_found_without_a_total(connects: Connects, buyer_writes: Writes, clock: Clock, count: int) -> None:
    for number in range(count):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    store.pull()
    assert len(store.texts()) == count


def test_the_newest_change_first_is_read_to_the_end_too(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    octopia.contract.descending = True
    for number in range(11):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    store.pull()
    assert len(store.texts()) == 11


def test_every_page_of_a_scan_is_ascending_up_to_one_fixed_moment(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = queries(octopia, monkeypatch)
    for number in range(7):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    for page in store.connector.fetch(store.request("messages", since=NOON - DAY)):
        store.keep("messages", page)
        clock.forward(minutes=1)
    assert len(asked) >= 3
    assert {(query["sort"], query["updatedAtMax"]) for query in asked} == {("updatedAt", "2026-11-20T12:07:00.000Z")}


def test_each_look_goes_two_hours_back_behind_the_last_one(
    store: Store, octopia: CdiscountSimulator, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pull()
    asked = queries(octopia, monkeypatch)
    clock.forward(minutes=5)
    store.pull()
    [query] = asked
    assert (query["updatedAtMin"], query["updatedAtMax"]) == ("2026-11-20T10:00:00.000Z", "2026-11-20T12:05:00.000Z")


def test_a_message_is_one_and_the_same_however_often_it_is_shown(
    store: Store, connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    question = buyer_writes("un")
    store.pull()
    first = store.raws["message", question.message_id]
    clock.forward(minutes=5)
    octopia.change(question.thread_id, status="Treated")
    [page] = connector.reread(question.thread_id)
    [again] = [raw for raw in page.items if raw.kind == "message"]
    assert (again.key, again.version) == (first.key, first.version)


def test_entries_with_one_and_the_same_stamp_are_read_to_the_end(connects: Connects, buyer_writes: Writes) -> None:
    for number in range(11):
        buyer_writes(f"message {number}")
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    store.pull()
    assert len(store.texts()) == 11


def test_a_discussion_that_changes_meanwhile_makes_no_other_be_skipped(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    written = []
    for number in range(9):
        written.append(buyer_writes(f"message {number}"))
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    pages = store.connector.fetch(store.request("messages", since=NOON - DAY))
    store.keep("messages", next(pages))
    clock.forward(minutes=1)
    for one in written[:3]:
        octopia.seller_writes(seller=SELLER, thread_id=one.thread_id, text="Bientôt.")
    for page in pages:
        store.keep("messages", page)
    assert {text for text in store.texts() if text != "Bientôt."} == {f"message {number}" for number in range(9)}
    store.pull()
    assert store.texts().count("Bientôt.") == 3


def test_a_change_that_is_told_late_is_not_missed(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    store.pull()
    clock.forward(minutes=3)
    octopia.show_changes_late(timedelta(minutes=100))
    buyer_writes("tardif")
    store.pull()
    assert store.texts() == ["tardif"]


def test_messages_are_asked_for_only_where_something_changed(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    first = buyer_writes("un")
    buyer_writes("deux")
    store.pull()
    clock.forward(minutes=3)
    store.pull()
    assert detail_calls(octopia) == 2
    buyer_writes("trois", thread_id=first.thread_id)
    store.pull()
    assert detail_calls(octopia) == 3
    assert store.pages[-2:] == [2, 0]


def test_a_backfill_finds_old_messages_of_discussions_that_still_go_on(
    store: Store, buyer_writes: Writes, clock: Clock
) -> None:
    first = buyer_writes("ancien", at=NOON - 80 * DAY)
    buyer_writes("récent", thread_id=first.thread_id)
    store.pull(since=NOON - 30 * DAY)
    assert store.texts() == ["récent"]
    store.pull(since=NOON - 90 * DAY, until=NOON - 30 * DAY)
    assert store.texts() == ["ancien", "récent"]


def test_a_pull_that_breaks_off_goes_on_where_it_stopped(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    for number in range(9):
        buyer_writes(f"message {number}")
        clock.forward(minutes=1)
    store = Store(connects(OCTOPIA_PAGE_SIZE="3"))
    pages = store.connector.fetch(store.request("messages", since=NOON - DAY))
    for _ in range(3):
        store.keep("messages", next(pages))
    octopia.trouble(Trouble.UNAVAILABLE, path="/seller/v2/discussions/")
    with pytest.raises(TryLater):
        keep_all(store, pages)
    store.pull()
    assert len(store.texts()) == 9
    assert detail_calls(octopia) == 10


def test_a_discussion_that_stays_unreadable_does_not_hold_up_the_others(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    bad = buyer_writes("illisible")
    buyer_writes("lisible")
    octopia.trouble(Trouble.MALFORMED, times=6, path=bad.thread_id.rpartition(":")[2])
    for _ in range(4):
        with pytest.raises(UnexpectedAnswer):
            store.pull()
    store.pull()
    assert [reason for reason in store.unreadable() if "could not be fetched" in reason]
    assert [raw.body["message"]["body"] for raw in store.raws.values() if "message" in raw.body] == ["lisible"]


def test_a_discussion_that_octopia_no_longer_shows_is_told_as_unreadable(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer_writes("perdu")
    answers(octopia, monkeypatch, part="/discussions/", reply=problem(404, "Not Found", "DiscussionNotFound"))
    store.pull()
    assert store.unreadable() == ["the discussion could not be fetched: DiscussionNotFound"]


def test_a_discussion_without_messages_is_told_and_says_nothing(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer_writes()
    answers(octopia, monkeypatch, part="/discussions/", reply=json_reply(200, {"discussionId": "a", "messages": []}))
    store.pull()
    assert [raw.kind for raw in store.raws.values()] == ["discussion"]


def test_the_token_is_not_sent_to_where_a_link_leads_away(
    store: Store, octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = json_reply(200, {"items": [{}]}, Link='<https://elsewhere.example/next>; rel="next"')
    answers(octopia, monkeypatch, part="/discussions", reply=away)
    with pytest.raises(UnexpectedAnswer, match="elsewhere"):
        store.pull()


def test_a_smaller_page_than_asked_for_is_not_the_end(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    for number in range(103):
        buyer_writes(f"message {number}", at=clock())
        clock.forward(seconds=30)
    store = Store(connects(OCTOPIA_PAGE_SIZE="500"))
    store.pull()
    assert len(store.texts()) == 103


def test_a_cursor_that_cannot_be_read_reads_everything_again(store: Store, buyer_writes: Writes) -> None:
    buyer_writes("un")
    store.cursors["messages"] = {"version": 1, "seen": 7}
    store.pull()
    assert store.texts() == ["un"]


def test_a_stamp_before_its_time_is_taken_as_it_is(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    octopia.show_changes_late(timedelta(milliseconds=93))
    buyer_writes("avant")
    store.pull()
    [message] = store.messages()
    assert message.written_at == datetime(2026, 11, 20, 12, tzinfo=NOON.tzinfo)


def keep_all(store: Store, pages: Iterator[Page]) -> None:
    for page in pages:
        store.keep("messages", page)


def queries(octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, str]]:
    """What the list of discussions is asked with from now on."""
    asked: list[Mapping[str, str]] = []
    usual = octopia.handle

    def handle(request: Request) -> Reply:
        if request.path.endswith("/discussions"):
            asked.append(request.query)
        return usual(request)

    monkeypatch.setattr(octopia, "handle", handle)
    return asked


def answers(octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch, *, part: str, reply: Reply) -> None:
    """Let every call whose path contains `part` get this answer."""
    usual = octopia.handle

    def handle(request: Request) -> Reply:
        return reply if part in request.path else usual(request)

    monkeypatch.setattr(octopia, "handle", handle)
