"""A reply as a mail."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.amazon.reply import mail_for
from connectors.amazon.tests.mails import message
from connectors.errors import ReplyRefused
from connectors.mail.sending import OutgoingMail
from connectors.mail.words import own_words
from connectors.outgoing import OutgoingFile, OutgoingReply

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def mail_of(**changes: Any) -> OutgoingMail:
    question = message("fr_question")
    reply = OutgoingReply(
        thread_id=question.thread_id,
        **{
            "body": "Bonjour, il arrive demain.",
            "key": "key-1",
            "order_id": question.order_id,
            "answering": question.answering,
            "quoted_text": question.text,
            "quoted_at": question.written_at,
            "quoted_author": question.author,
            **changes,
        },
    )
    return mail_for(reply, sender="service@shop.example", now=NOW)


def test_it_goes_to_the_whole_relay_address_on_the_buyers_thread() -> None:
    mail = mail_of()
    assert mail.to == "abcde12345fghij+00000001-aaaa-4bbb-8ccc-dddddddddddd@marketplace.amazon.fr"
    assert mail.subject == "Re: Le colis n'est pas arrivé (Commande: 403-1111111-0000001)"
    assert mail.in_reply_to == message("fr_question").answering["message_id"] != ""
    assert (mail.sender, mail.message_id) == ("service@shop.example", "<key-1@shop.example>")


def test_it_names_the_order_and_quotes_the_question_below_the_answer() -> None:
    text = mail_of().text
    answer, order, quote = text.split("\n\n")
    assert (answer, order) == ("Bonjour, il arrive demain.", "# 403-1111111-0000001")
    assert quote.startswith("On 2026-11-21 09:30 UTC, Camille Essai wrote:\n> Bonjour,\n>\n> mon colis")
    assert "Bonjour, il arrive demain." in own_words(text).own
    assert "colis" not in own_words(text).own


def test_an_order_that_is_named_already_is_not_named_again() -> None:
    assert (
        mail_of(body="Votre commande 403-1111111-0000001 arrive.", quoted_text="").text.count("403-1111111-0000001")
        == 1
    )


def test_a_subject_that_is_an_answer_already_stays() -> None:
    assert mail_of(answering={**message("fr_question").answering, "subject": "RE: Colis"}).subject == "RE: Colis"


def test_the_address_with_the_case_is_answered_whichever_header_has_it() -> None:
    assert "+00000042-" in message("case_in_reply_to").answering["to"]
    assert "+00000042-" in message("case_in_from_reply_to_bare").answering["to"].lower()


@pytest.mark.parametrize("answering", [{}, {"to": "someone@shop.example"}, {"to": "no-reply@marketplace.amazon.fr"}])
def test_nobody_but_a_buyer_is_ever_answered(answering: dict[str, str]) -> None:
    with pytest.raises(ReplyRefused, match="address of this buyer is unknown"):
        mail_of(answering=answering)


def test_an_empty_reply_is_refused() -> None:
    with pytest.raises(ReplyRefused, match="empty"):
        mail_of(body=" \n")


def test_what_amazon_would_not_take_is_refused_before_it_leaves() -> None:
    with pytest.raises(ReplyRefused, match="4001 characters"):
        mail_of(body="x" * 4001)
    with pytest.raises(ReplyRefused, match="10 MB"):
        mail_of(files=(OutgoingFile("a.pdf", "application/pdf", bytes(10 * 1024 * 1024 + 1)),))
