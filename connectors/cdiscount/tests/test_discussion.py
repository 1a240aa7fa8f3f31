"""How a discussion stands: told whenever it has changed, as three things that say nothing of each other."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.cdiscount.codes import CODE_LABELS, TOPIC_LABELS
from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.read_discussion import conversation_from
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import Writes
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingConversation
from tests.connectors.tools import Clock, Store

DISCUSSION: dict[str, Any] = {
    "discussionId": "652e92fc",
    "salesChannel": "DARTYFR",
    "subTypologyCode": "orderNotShipped",
    "graduation": "Claim",
    "status": "Treated",
    "isOpen": True,
    "createdAt": "2026-11-20T12:00:00.413Z",
    "updatedAt": "2026-11-20T12:00:00.32Z",
    "eligibleRecipients": ["Customer", "GrcOperator"],
}


def read(**fields: Any) -> IncomingConversation:
    return conversation_from({"discussion": DISCUSSION | fields})


def standings(store: Store) -> list[IncomingConversation]:
    return [item for item in store.items() if isinstance(item, IncomingConversation)]


def test_everything_about_it_is_told_as_the_marketplace_writes_it() -> None:
    assert read() == IncomingConversation(
        thread_id="DARTYFR:652e92fc",
        changed_at=datetime(2026, 11, 20, 12, 0, 0, 320_000, UTC),
        channel="DARTYFR",
        is_open=True,
        state="Treated",
        grade="Claim",
        topic="orderNotShipped",
        recipients=("Customer", "GrcOperator"),
    )


def test_open_treated_and_graduated_say_nothing_of_each_other() -> None:
    found = read(isOpen=False, status="ToTreat", graduation="Level_1")
    assert (found.is_open, found.state, found.grade) == (False, "ToTreat", "Level_1")


def test_the_names_that_queries_use_are_understood_too() -> None:
    found = read(status=None, processStatus="ToTreat", graduation=None, graduationCode="Level_2")
    assert (found.state, found.grade) == ("ToTreat", "Level_2")


@pytest.mark.parametrize(
    "given",
    [
        {"eligibleRecipients": [{"userType": "GrcOperator"}]},
        {"eligibleRecipients": None, "receivers": ["GrcOperator", 7, None]},
    ],
)
def test_recipients_are_read_in_any_shape(given: dict[str, Any]) -> None:
    assert read(**given).recipients == ("GrcOperator",)


def test_what_is_not_told_stays_unknown() -> None:
    found = read(isOpen=None, status=None, eligibleRecipients=None)
    assert (found.is_open, found.state, found.recipients) == (None, "", ())


@pytest.mark.parametrize("missing", ["discussionId", "updatedAt"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=missing):
        read(**{missing: None, "createdAt": None})


def test_a_change_without_a_message_is_told(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    question = buyer_writes()
    store.pull()
    clock.forward(minutes=5)
    octopia.change(question.thread_id, is_open=False)
    store.pull()
    assert [standing.is_open for standing in standings(store)] == [False]
    assert len(store.messages()) == 1


def test_nothing_is_told_of_a_discussion_that_has_not_changed(store: Store, buyer_writes: Writes, clock: Clock) -> None:
    buyer_writes()
    store.pull()
    clock.forward(minutes=5)
    store.pull()
    assert store.pages[-2:] == [0, 0]


def test_an_answer_makes_it_treated(
    store: Store, octopia: CdiscountSimulator, buyer_writes: Writes, clock: Clock
) -> None:
    question = buyer_writes()
    store.pull()
    assert standings(store)[0].state == "ToTreat"
    clock.forward(minutes=5)
    octopia.seller_writes(seller="ma_boutique", thread_id=question.thread_id, text="Il arrive.")
    store.pull()
    assert standings(store)[0].state == "Treated"


def test_a_buyers_reason_has_a_name_in_words_whichever_channel_it_carries(store: Store, buyer_writes: Writes) -> None:
    buyer_writes("Mon colis est cassé")
    store.pull()
    assert CdiscountConnector.topic_labels[standings(store)[0].topic] == "Product damaged"
    assert TOPIC_LABELS["orderAddressChangeCdiscount"] == TOPIC_LABELS["orderAddressChange"]


def test_everyone_who_may_be_written_to_has_a_name_in_words(store: Store, buyer_writes: Writes) -> None:
    buyer_writes()
    store.pull()
    assert [CODE_LABELS[recipient] for recipient in standings(store)[0].recipients] == ["Buyer", "Customer care"]
