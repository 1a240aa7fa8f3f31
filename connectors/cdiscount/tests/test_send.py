"""Replies: who gets them, in which shape, with which files, and what becomes of them."""

from typing import Any

import pytest

from connectors.cdiscount.connector import CdiscountConnector
from connectors.cdiscount.reply import message_of
from connectors.cdiscount.settings import ReplyShape
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.cdiscount.tests.conftest import SELLER, Connects, Writes
from connectors.errors import OutcomeUnknown, ReplyRefused
from connectors.incoming import Direction, IncomingConversation, IncomingMessage
from connectors.outgoing import OutgoingFile, OutgoingReply
from connectors.simulation import Written
from tests.connectors.tools import Store

ANSWERING = {
    "customer_id": "0000000403YZ",
    "sales_channel": "CDISFR",
    "external_reference": "288598169",
}


def reply(thread_id: str = "CDISFR:652e92fc", **fields: Any) -> OutgoingReply:
    return OutgoingReply(thread_id, fields.pop("body", "Bonjour"), **{"answering": ANSWERING, **fields})


def png(name: str = "photo.png", *, size: int = 8) -> OutgoingFile:
    return OutgoingFile(name, "image/png", b"x" * size)


def test_the_current_shape_names_one_receiver() -> None:
    sent = message_of(reply(files=(png(),)), ReplyShape.RECEIVER)
    assert sent == {
        "discussionId": "652e92fc",
        "body": "Bonjour",
        "receiver": "Customer",
        "attachments": [{"name": "photo", "fileFormat": "png", "content": "eHh4eHh4eHg="}],
    }


def test_the_older_shape_names_channel_and_receivers() -> None:
    assert message_of(reply(), ReplyShape.RECEIVERS) == {
        "discussionId": "652e92fc",
        "body": "Bonjour",
        "attachments": [],
        "salesChannel": "CDISFR",
        "salesChannelExternalDiscussionReference": "288598169",
        "receivers": [{"userId": "0000000403YZ", "userType": "Customer"}],
    }


@pytest.mark.parametrize("shape", ["receiver", "receivers"])
def test_each_shape_is_taken_where_it_is_the_contract(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, shape: str
) -> None:
    octopia.contract.reply_shapes = (shape,)
    question = buyer_writes()
    connects(OCTOPIA_REPLY_SHAPE=shape).send(reply(question.thread_id))
    assert [received.text for received in octopia.replies()] == ["Bonjour"]


def test_the_wrong_shape_is_refused_with_the_field_that_is_missing(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    octopia.contract.reply_shapes = ("receivers",)
    question = buyer_writes()
    with pytest.raises(ReplyRefused, match="receivers"):
        connects(OCTOPIA_REPLY_SHAPE="receiver").send(reply(question.thread_id))


def test_the_customer_gets_it_unless_somebody_else_is_named() -> None:
    assert message_of(reply(), ReplyShape.RECEIVER)["receiver"] == "Customer" == CdiscountConnector.buyer_recipient


def test_who_may_not_be_written_to_is_told_in_octopias_words(
    connector: CdiscountConnector, octopia: CdiscountSimulator
) -> None:
    told = octopia.marketplace_writes(seller=SELLER, subject="Dossier", html="Bonjour")
    with pytest.raises(ReplyRefused, match="not eligible"):
        connector.send(reply(told.thread_id))


def test_whoever_is_named_gets_it() -> None:
    assert message_of(reply(recipient="GrcOperator"), ReplyShape.RECEIVER)["receiver"] == "GrcOperator"
    older = message_of(reply(recipient="GrcOperator"), ReplyShape.RECEIVERS)
    assert older["receivers"] == [{"userType": "GrcOperator"}]


def test_customer_care_alone_can_be_answered(
    store: Store, connector: CdiscountConnector, octopia: CdiscountSimulator
) -> None:
    told = octopia.marketplace_writes(seller=SELLER, subject="Dossier", html="Bonjour")
    octopia.writes_as("GrcOperator", told.thread_id, text="Pouvez-vous nous répondre ?")
    [page] = connector.reread(told.thread_id)
    [stands] = [item for item in map(connector.read, page.items) if isinstance(item, IncomingConversation)]
    assert stands.recipients == ("GrcOperator",)
    connector.send(reply(told.thread_id, recipient="GrcOperator"))
    assert len(octopia.replies()) == 1


@pytest.mark.parametrize(
    "files",
    [
        (png(),) * 4,
        (png("liste.xlsx"),),
        (png("photo"),),
        (png(size=3_000_000), png(size=1_200_000)),
    ],
    ids=["four", "type", "no ending", "large"],
)
def test_files_that_octopia_would_not_take_do_not_leave(
    connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes, files: tuple[OutgoingFile, ...]
) -> None:
    question = buyer_writes()
    with pytest.raises(ReplyRefused):
        connector.send(reply(question.thread_id, files=files))
    assert not any("/messages" in call for call in octopia.calls)


def test_files_of_4_mb_are_refused_in_octopias_words_if_it_counts_them_encoded(
    connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    octopia.contract.counts_encoded = True
    question = buyer_writes()
    with pytest.raises(ReplyRefused, match="4 MB"):
        connector.send(reply(question.thread_id, files=(png(size=4_000_000),)))


def test_three_files_are_taken(
    connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    connector.send(reply(buyer_writes().thread_id, files=(png(), png("b.PDF"), png("c.docx"))))
    assert len(octopia.replies()) == 1


def test_an_answer_without_an_id_is_settled_by_reading_back(
    store: Store, connector: CdiscountConnector, octopia: CdiscountSimulator, buyer_writes: Writes
) -> None:
    octopia.contract.names_message = False
    question = buyer_writes()
    with pytest.raises(OutcomeUnknown):
        connector.send(reply(question.thread_id))
    assert our_texts(connector, question) == ["Bonjour"]


def test_a_discussion_that_octopia_does_not_know_cannot_be_answered(connector: CdiscountConnector) -> None:
    with pytest.raises(ReplyRefused, match="DiscussionNotFound"):
        connector.send(reply("CDISFR:ffffffffffffffffffffffff"))


@pytest.mark.parametrize("key", ["op", "opt"])
def test_messages_are_marked_read_in_either_spelling(
    connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes, key: str
) -> None:
    octopia.contract.patch_key = key
    question = buyer_writes()
    connects(OCTOPIA_PATCH_KEY=key).mark_read(question.thread_id)
    assert all(message.read for message in octopia.memory.discussion(question.thread_id).messages)


def test_a_refused_mark_stops_nothing(connects: Connects, octopia: CdiscountSimulator, buyer_writes: Writes) -> None:
    octopia.contract.patch_key = "opt"
    question = buyer_writes()
    connects(OCTOPIA_PATCH_KEY="op").mark_read(question.thread_id)
    connects().mark_read("CDISFR:ffffffffffffffffffffffff")
    assert not octopia.memory.discussion(question.thread_id).messages[0].read


def our_texts(connector: CdiscountConnector, question: Written) -> list[str]:
    found = [connector.read(raw) for page in connector.reread(question.thread_id) for raw in page.items]
    messages = [entry for entry in found if isinstance(entry, IncomingMessage)]
    return [message.text for message in messages if message.direction is Direction.OUT]
