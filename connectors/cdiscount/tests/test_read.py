"""What a message of a discussion means: who wrote it, whether somebody waits, and where it belongs."""

from typing import Any

import pytest

from connectors.cdiscount.read_message import message_from
from connectors.cdiscount.simulator import CdiscountSimulator, texts
from connectors.cdiscount.tests.conftest import Writes
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingMessage, IncomingNotice
from tests.connectors.tools import Store

DISCUSSION: dict[str, Any] = {
    "discussionId": "652e92fc3b6ff8977effe471",
    "subject": "Colis",
    "orderReference": "2310171354KBDRE",
    "customerId": "0000000403YZ",
    "salesChannel": "CDISFR",
    "isOpen": True,
    "status": "ToTreat",
    "graduation": "Discussion",
}
MESSAGE: dict[str, Any] = {
    "messageId": "m1",
    "body": "Bonjour",
    "sender": {"userId": "0000000403YZ", "userType": "Customer"},
    "createdAt": "2026-11-20T12:00:00.41Z",
}


def read(discussion: dict[str, Any] | None = None, **message: Any) -> IncomingMessage:
    found = message_from({"discussion": DISCUSSION | (discussion or {}), "message": MESSAGE | message}, b"")
    assert isinstance(found, IncomingMessage)
    return found


@pytest.mark.parametrize(
    ("sender", "direction", "author", "automatic"),
    [
        ("Customer", Direction.IN, "0000000403YZ", False),
        ("Seller", Direction.OUT, "Seller", False),
        ("GrcOperator", Direction.SYSTEM, "Customer care", False),
        ("Automatic", Direction.SYSTEM, "Automatic message", True),
        ("Arbitrator", Direction.SYSTEM, "Arbitrator", True),
        (None, Direction.SYSTEM, "?", True),
    ],
)
def test_everyone_is_shown_as_what_he_is(
    sender: str | None, direction: Direction, author: str, automatic: bool
) -> None:
    message = read(sender={"userType": sender})
    assert (message.direction, message.author, message.automatic) == (direction, author, automatic)
    assert message.buyer.handle == "0000000403YZ"


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ({}, True),
        ({"status": "Treated"}, False),
        ({"isOpen": False}, False),
        ({"isOpen": "false"}, False),
    ],
)
def test_customer_care_waits_for_an_answer_while_there_is_something_to_do(state: dict[str, Any], waits: bool) -> None:
    assert read(state, sender={"userType": "GrcOperator"}).awaits_answer is waits


@pytest.mark.parametrize("sender", ["Automatic", "Arbitrator"])
def test_a_machine_never_waits(sender: str) -> None:
    assert not read(sender={"userType": sender}).awaits_answer


@pytest.mark.parametrize("body", [texts.BOUNCED, texts.CANCELLED])
def test_customer_care_that_only_passes_on_a_machines_words_waits_for_nothing(body: str) -> None:
    message = read(body=body, sender={"userType": "GrcOperator"})
    assert (message.automatic, message.awaits_answer) == (True, False)


@pytest.mark.parametrize(
    "body",
    [
        texts.BOUNCED,
        "** THIS IS A WARNING MESSAGE ONLY **\nYou do not need to resend your message.",
        texts.CANCELLED,
        "<p>La demande d’annulation est accept&eacute;e.</p><p>Le remboursement est en cours.</p>",
    ],
)
def test_bounces_and_automatic_texts_start_no_clock_whoever_sends_them(body: str) -> None:
    assert read(body=body).automatic


@pytest.mark.parametrize(
    "body",
    ["Je voudrais annuler ma commande et un remboursement.", "Votre message d'avertissement ne concerne que moi."],
)
def test_a_buyers_own_words_about_such_things_do(body: str) -> None:
    assert not read(body=body).automatic


def test_another_sales_channel_is_another_conversation_and_is_told() -> None:
    message = read({"salesChannel": "DARTYFR"})
    assert (message.thread_id, message.channel) == ("DARTYFR:652e92fc3b6ff8977effe471", "DARTYFR")
    assert message.author == "0000000403YZ"
    assert read().thread_id == "CDISFR:652e92fc3b6ff8977effe471"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Bonjour,</p><p>o&ugrave; est mon colis&nbsp;?</p>", "Bonjour,\noù est mon colis ?"),
        ("Bonjour<br/>merci", "Bonjour\nmerci"),
        ("<div>a</div><script>alert(1)</script>", "a"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("", ""),
    ],
)
def test_bodies_are_shown_as_words(body: str, text: str) -> None:
    assert read(body=body).text == text


def test_a_body_made_to_be_slow_is_read_at_once() -> None:
    for piece in ("<a ", "<script>", "<!--", "&lt;<p", "<br "):
        read(body="<p>" + piece * 50_000)


def test_a_question_about_an_offer_has_no_order() -> None:
    message = read({"orderReference": None, "typologyCode": "Offer", "productId": "AUC123"})
    assert (message.order_id, message.item_id) == ("", "AUC123")


def test_a_machines_word_about_nobody_is_a_notice() -> None:
    body = {
        "discussion": {"discussionId": "a", "subject": "Relevé"},
        "message": MESSAGE | {"sender": {"userType": "Automatic"}},
    }
    found = message_from(body, b"")
    assert isinstance(found, IncomingNotice)
    assert (found.subject, found.text) == ("Relevé", "Bonjour")


@pytest.mark.parametrize("missing", ["messageId", "createdAt"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=missing):
        read(**{missing: None})


@pytest.mark.parametrize("body", [None, [], {}, {"discussion": 1, "message": {}}, {"message": MESSAGE}])
def test_what_is_no_message_is_refused(body: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        message_from(body, b"")


def test_a_picture_comes_with_its_message(store: Store, octopia: CdiscountSimulator, buyer_writes: Writes) -> None:
    buyer_writes("cassé", pictures=(octopia.picture_url("vase"),))
    store.pull()
    [message] = store.messages()
    [file] = message.attachments
    assert (file.name, file.content_type, file.content[:4]) == ("vase.png", "image/png", b"\x89PNG")


def test_a_picture_that_is_not_shown_is_told(store: Store, octopia: CdiscountSimulator, buyer_writes: Writes) -> None:
    octopia.hidden = frozenset({"attachments"})
    buyer_writes("cassé", pictures=(octopia.picture_url("vase"),))
    store.pull()
    [file] = store.messages()[0].attachments
    assert (file.name, file.content) == ("vase.png", b"")
    assert file.problem


def test_pictures_are_asked_for_once(store: Store, octopia: CdiscountSimulator, buyer_writes: Writes) -> None:
    first = buyer_writes("cassé", pictures=(octopia.picture_url("vase"),))
    store.pull()
    buyer_writes("alors ?", thread_id=first.thread_id)
    store.pull()
    assert octopia.calls.count("GET /seller/v2/attachments") == 1


@pytest.mark.parametrize(
    ("given", "recipient"),
    [
        ({"receivers": [{"userType": "GrcOperator"}]}, "GrcOperator"),
        ({"receiver": "Customer"}, "Customer"),
        ({"receivers": []}, ""),
        ({}, ""),
    ],
)
def test_what_the_shop_wrote_says_to_whom_in_either_shape(given: dict[str, Any], recipient: str) -> None:
    assert read(sender={"userType": "Seller"}, **given).recipient == recipient
