"""Writing first, about an order: for a reason that its state allows, once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import SELLER, Connects, Writes
from connectors.cdiscount.typologies import topics
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.incoming import IncomingConversation, IncomingMessage, IncomingOrder
from connectors.outgoing import OpeningMessage, OutgoingFile
from connectors.simulation import BuyerOrders, Trouble
from connectors.simulation_server import json_reply
from tests.connectors.tools import NOON, Store

ORDER = BuyerOrders(
    SELLER, "0000000403YZ", "2611121335KPDRE", "AUC1", "Lampe", Decimal("19.90"), at=NOON - timedelta(days=5)
)
MESSAGE = OpeningMessage(
    order_id=ORDER.order_id,
    channel="CDISFR",
    topic="wrongProductReceived",
    subject="Votre lampe",
    body="Bonjour, avez-vous bien reçu la lampe noire ?",
    key="opening-1",
)

TYPOLOGIES = "GET /seller/v2/typologies"


@pytest.fixture
def order(octopia: CdiscountSimulator) -> BuyerOrders:
    octopia.places_order(ORDER)
    return ORDER


def codes(connector: CdiscountConnector, *, channel: str = "CDISFR", order_state: str = "Shipped") -> set[str]:
    return {topic.code for topic in connector.topics(channel=channel, order_state=order_state)}


def test_a_discussion_is_opened_on_the_order_and_comes_back_as_ours(
    store: Store, connector: CdiscountConnector, order: BuyerOrders
) -> None:
    made = connector.open_conversation(MESSAGE)
    store.pull()
    [message] = store.messages()
    assert (message.thread_id, message.external_id) == (made.thread_id, made.message_id)
    assert (message.text, message.order_id, message.direction.value) == (MESSAGE.body, ORDER.order_id, "out")
    [stands] = [item for item in store.items() if isinstance(item, IncomingConversation)]
    assert (stands.topic, stands.state, stands.channel) == ("wrongProductReceived", "Treated", "CDISFR")


@pytest.mark.parametrize("named", ["orderId", "reference"])
def test_the_order_is_named_as_the_setting_says(
    connects: Connects, octopia: CdiscountSimulator, order: BuyerOrders, named: str
) -> None:
    octopia.contract.opens_by = named
    connects(OCTOPIA_OPENS_BY=named).open_conversation(MESSAGE)
    [received] = octopia.replies()
    assert received.text == MESSAGE.body


def test_orders_of_the_same_hour_have_numbers_of_their_own(
    connects: Connects, octopia: CdiscountSimulator, order: BuyerOrders
) -> None:
    """Numbered alike, one of another sales channel was taken for the order and refused."""
    octopia.contract.opens_by = "orderId"
    octopia.places_order(replace(ORDER, order_id="2611121335KPDRF", language="es", buyer="sergio"))
    connector = connects(OCTOPIA_OPENS_BY="orderId")
    connector.open_conversation(replace(MESSAGE, order_id="2611121335KPDRF", channel="WORTENES"))
    [received] = octopia.replies()
    assert received.text == MESSAGE.body


def test_the_wrong_name_of_an_order_is_refused(
    connects: Connects, octopia: CdiscountSimulator, order: BuyerOrders
) -> None:
    octopia.contract.opens_by = "orderId"
    with pytest.raises(ReplyRefused, match="order does not exist"):
        connects(OCTOPIA_OPENS_BY="reference").open_conversation(MESSAGE)


def test_files_go_with_the_first_message(
    connector: CdiscountConnector, octopia: CdiscountSimulator, order: BuyerOrders
) -> None:
    connector.open_conversation(replace(MESSAGE, files=(OutgoingFile("a.pdf", "application/pdf", b"x"),)))
    assert len(octopia.replies()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"body": " "},
        {"subject": ""},
        {"topic": ""},
        {"order_id": "unknown"},
        {"files": (OutgoingFile("a.zip", "application/zip", b"x"),)},
    ],
    ids=str,
)
def test_what_cannot_be_opened_does_not_leave(
    connector: CdiscountConnector, octopia: CdiscountSimulator, order: BuyerOrders, changed: dict[str, Any]
) -> None:
    with pytest.raises(ReplyRefused):
        connector.open_conversation(replace(MESSAGE, **changed))
    assert "POST /seller/v2/discussions" not in octopia.calls


@pytest.mark.parametrize("changed", [{"topic": "somethingElse"}, {"channel": "DARTYFR"}], ids=str)
def test_octopias_own_reason_is_told(
    connector: CdiscountConnector, order: BuyerOrders, changed: dict[str, Any]
) -> None:
    with pytest.raises(ReplyRefused, match=r"not available|another sales channel"):
        connector.open_conversation(replace(MESSAGE, **changed))


def test_an_answer_that_names_nothing_leaves_it_open(
    connector: CdiscountConnector, octopia: CdiscountSimulator, order: BuyerOrders
) -> None:
    octopia.contract.names_discussion = False
    with pytest.raises(OutcomeUnknown):
        connector.open_conversation(MESSAGE)
    assert len(octopia.replies()) == 1


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(Trouble.TOO_MANY, TryLater), (Trouble.SERVER_ERROR, OutcomeUnknown), (Trouble.REFUSED, ReplyRefused)],
)
def test_a_bad_day_opens_nothing_twice(
    connector: CdiscountConnector,
    octopia: CdiscountSimulator,
    order: BuyerOrders,
    trouble: Trouble,
    error: type[Exception],
) -> None:
    octopia.trouble(trouble, path="/discussions")
    with pytest.raises(error):
        connector.open_conversation(MESSAGE)
    assert octopia.calls.count("POST /seller/v2/discussions") == 1


def test_reasons_depend_on_the_state_of_the_order(connector: CdiscountConnector) -> None:
    assert "wrongProductReceived" in codes(connector)
    assert codes(connector, order_state="Cancelled") == {"printReceipt"}


def test_reasons_depend_on_the_sales_channel(connector: CdiscountConnector) -> None:
    assert codes(connector) - codes(connector, channel="DARTYFR") == {"orderAddressChangeCdiscount"}


def test_reasons_have_octopias_own_names(connector: CdiscountConnector) -> None:
    [receipt] = connector.topics(channel="CDISFR", order_state="Cancelled")
    assert receipt.label == "Facture"


def test_reasons_are_asked_for_once_for_all_workers(connects: Connects, octopia: CdiscountSimulator) -> None:
    first = connects().topics(channel="CDISFR", order_state="Cancelled")
    assert connects().topics(channel="CDISFR", order_state="Cancelled") == first
    assert octopia.calls.count(TYPOLOGIES) == 1
    assert connects().topics(channel="CDISFR", order_state="Shipped") != first
    assert octopia.calls.count(TYPOLOGIES) == 2


def test_that_there_are_no_reasons_is_not_remembered(
    connector: CdiscountConnector, octopia: CdiscountSimulator
) -> None:
    assert codes(connector, order_state="Refused") == set()
    assert codes(connector, order_state="Refused") == set()
    assert octopia.calls.count(TYPOLOGIES) == 2


@pytest.mark.parametrize(
    "text", ["Annulez svp", "Il manque un produit", "Cassé", "Ma facture ?", "Où est mon colis ?", "?"]
)
def test_what_a_buyer_chose_is_the_topic_and_one_of_these_reasons(
    connector: CdiscountConnector, store: Store, buyer_writes: Writes, text: str
) -> None:
    buyer_writes(text)
    store.pull()
    [stands] = [item for item in store.items() if isinstance(item, IncomingConversation)]
    assert stands.topic in codes(connector, order_state="")
    assert stands.topic in connector.topic_labels


@pytest.mark.parametrize(
    "shape",
    [
        [{"subTypologyCode": "a"}, {"code": "b"}],
        {"items": [{"typologyCode": "Order", "subTypologies": [{"code": "a"}, {"code": "b"}, {"label": "?"}]}]},
        {"typologies": [{"code": "Order", "subtypologies": [{"subtypologyCode": "a"}, {"subtypologyCode": "b"}]}]},
    ],
    ids=["flat", "nested", "small t"],
)
def test_reasons_are_found_in_any_shape(
    connector: CdiscountConnector, octopia: CdiscountSimulator, monkeypatch: pytest.MonkeyPatch, shape: Any
) -> None:
    usual = octopia.handle
    monkeypatch.setattr(
        octopia,
        "handle",
        lambda request: json_reply(200, shape) if "typologies" in request.path else usual(request),
    )
    found = topics(connector.client, channel="CDISFR", order_state="")
    assert [topic.code for topic in found] == ["a", "b"]


def test_without_access_to_reasons_the_remedy_is_told(
    connector: CdiscountConnector, octopia: CdiscountSimulator
) -> None:
    octopia.hidden = frozenset({"typologies"})
    with pytest.raises(SignInAgain, match="delegate"):
        connector.topics(channel="CDISFR", order_state="Shipped")


def test_the_state_that_reasons_are_asked_by_is_that_of_the_stored_order(
    store: Store, connector: CdiscountConnector, order: BuyerOrders
) -> None:
    store.pull("orders")
    [stored] = [item for item in store.items() if isinstance(item, IncomingOrder)]
    assert MESSAGE.topic in codes(connector, channel=stored.channel, order_state=stored.state)
    assert not any(isinstance(item, IncomingMessage) for item in store.items())
