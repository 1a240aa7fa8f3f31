"""A reply leaves as one mail that every mail program puts into the buyer's conversation."""

from datetime import UTC, datetime

import pytest

from connectors.email.connector import EmailConnector
from connectors.email.simulator import EmailSimulator
from connectors.email.tests.conftest import SELLER, pulled, shop_connector
from connectors.errors import ReplyRefused
from connectors.incoming import Direction, IncomingFailure, IncomingMessage
from connectors.mail.parse import read_mail
from connectors.mail.quoting import quoted
from connectors.mail.words import own_words
from connectors.outgoing import OutgoingFile, OutgoingReply
from connectors.simulation import BuyerWrites
from tests.connectors.tools import Clock, Store


def answered(store: Store, post: EmailSimulator) -> IncomingMessage:
    """A buyer's question, pulled."""
    post.buyer_writes(BuyerWrites(SELLER, "anais", "Où est ma lampe ?", subject="Lampe"))
    message = pulled(store)[-1]
    assert isinstance(message, IncomingMessage)
    return message


def reply_to(message: IncomingMessage, text: str = "Elle part demain.", **fields: object) -> OutgoingReply:
    return OutgoingReply(
        message.thread_id,
        text,
        key="r-1",
        answering=message.answering,
        quoted_text=message.text,
        quoted_at=message.written_at,
        quoted_author=message.author,
        **fields,  # type: ignore[arg-type]
    )


def test_a_reply_names_what_it_answers(store: Store, post: EmailSimulator, connector: EmailConnector) -> None:
    message = answered(store, post)
    taken: list[bytes] = []
    post.post.on_mail = lambda sender, recipients, raw: taken.append(raw)
    sent = connector.send(reply_to(message, files=(OutgoingFile("a.txt", "text/plain", b"hello"),)))
    mail = read_mail(taken[0])
    assert (mail.subject, mail.to[0].email) == ("Re: Lampe", "anais@people.example")
    assert mail.message_id == sent.message_id == "<r-1@shop.example>"
    assert mail.header("In-Reply-To") == message.external_id
    assert mail.references == (message.external_id,)
    assert own_words(mail.text).own == "Elle part demain."
    assert "> Où est ma lampe ?" in mail.text
    assert [file.content for file in mail.files] == [b"hello"]


def test_an_answer_to_a_reply_finds_the_conversation(
    store: Store, post: EmailSimulator, connector: EmailConnector, clock: Clock
) -> None:
    message = answered(store, post)
    connector.send(reply_to(message))
    clock.forward(hours=1)
    post.buyer_writes(BuyerWrites(SELLER, "anais", "Merci !", thread_id=message.thread_id))
    answer = pulled(store)[-1]
    assert isinstance(answer, IncomingMessage)
    assert answer.thread_keys[0].name == "mid:<r-1@shop.example>"


def test_a_copy_of_a_reply_has_its_text_with_signature_and_all(
    store: Store, post: EmailSimulator, connector: EmailConnector
) -> None:
    message = answered(store, post)
    taken: list[bytes] = []
    post.post.on_mail = lambda sender, recipients, raw: taken.append(raw)
    text = "Elle part demain.\n\nCordialement\nJean Exemple\nService clients"
    sent = connector.send(reply_to(message, text))
    post.post.deliver(post.address_of(SELLER), taken[0], folder="Sent")
    copy = pulled(store)[-1]
    assert isinstance(copy, IncomingMessage)
    assert (copy.external_id, copy.direction, copy.text) == (sent.message_id, Direction.OUT, text)


def test_a_reply_that_bounces_is_told_by_its_name(
    store: Store, post: EmailSimulator, connector: EmailConnector, clock: Clock
) -> None:
    message = answered(store, post)
    sent = connector.send(reply_to(message))
    clock.forward(minutes=5)
    post.bounces(message.thread_id)
    failure = pulled(store)[-1]
    assert isinstance(failure, IncomingFailure)
    assert (failure.message_id, failure.permanent) == (sent.message_id, True)


@pytest.mark.parametrize(
    ("text", "answering"),
    [
        ("  ", {"to": "a@people.example"}),
        ("x" * 100_001, {"to": "a@people.example"}),
        ("Bonjour", {}),
        ("x", {"to": "a"}),
    ],
)
def test_what_cannot_be_sent_is_refused_before_it_leaves(text: str, answering: dict[str, str]) -> None:
    connector = shop_connector()
    with pytest.raises(ReplyRefused):
        connector.send(OutgoingReply("t", text, key="r-1", answering=answering))


def test_a_quote_is_announced_in_its_own_language() -> None:
    text = quoted("Wo ist meine Lampe?", at=datetime(2026, 11, 20, 12, tzinfo=UTC), author="Max")
    assert text == "Am 2026-11-20 12:00 UTC schrieb Max:\n> Wo ist meine Lampe?"


def test_what_no_person_wrote_says_so_to_machines(
    store: Store, post: EmailSimulator, connector: EmailConnector
) -> None:
    message = answered(store, post)
    taken: list[bytes] = []
    post.post.on_mail = lambda sender, recipients, raw: taken.append(raw)
    connector.send(reply_to(message))
    connector.send(reply_to(message, automatic=True))
    assert [read_mail(raw).header("Auto-Submitted") for raw in taken] == ["", "auto-replied"]
