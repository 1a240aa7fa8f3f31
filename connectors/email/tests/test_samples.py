"""How each sample must read."""

from connectors.email.tests.conftest import sample
from connectors.incoming import Direction, IncomingFailure, IncomingMessage, IncomingNotice


def test_a_question_is_the_buyers_own_words() -> None:
    message = sample("question.eml")
    assert isinstance(message, IncomingMessage)
    assert message.text == "Bonjour,\n\nLa lampe est arrivée cassée. Pouvez-vous la remplacer ?\n\nAnaïs"
    assert message.whole_text.rstrip().endswith("Envoyé de mon iPhone")
    assert (message.buyer.handle, message.author, message.subject) == (
        "anais@people.example",
        "Anaïs Exemple",
        "Lampe cassée",
    )
    assert (message.external_id, message.direction, message.automatic) == ("<q1@people.example>", Direction.IN, False)


def test_an_answer_leads_back_to_our_reply_first() -> None:
    message = sample("answer_below_quote.eml")
    assert isinstance(message, IncomingMessage)
    assert message.text == "Voici la photo, merci."
    assert [key.name for key in message.thread_keys] == [
        "mid:<r-17@shop.example>",
        "mid:<q1@people.example>",
        "mid:<q2@people.example>",
        "subject:lampe cassée:anais@people.example",
    ]
    assert [key.lasts is None for key in message.thread_keys] == [True, True, True, False]
    assert "<blockquote>" in message.html


def test_an_absence_stays_in_the_conversation_without_a_clock() -> None:
    message = sample("absence.eml")
    assert isinstance(message, IncomingMessage)
    assert message.automatic
    assert message.thread_keys[0].name == "mid:<r-18@shop.example>"


def test_a_form_of_the_shops_site_is_the_persons_question() -> None:
    message = sample("contact_form.eml")
    assert isinstance(message, IncomingMessage)
    assert (message.direction, message.automatic) == (Direction.IN, False)
    assert (message.buyer.handle, message.buyer.name) == ("berta@people.example", "Berta Muster")
    assert message.answering["to"] == "berta@people.example"


def test_a_newsletter_is_a_notice() -> None:
    assert isinstance(sample("newsletter.eml"), IncomingNotice)


def test_an_undelivered_reply_is_told_by_its_name() -> None:
    failure = sample("undeliverable.eml")
    assert isinstance(failure, IncomingFailure)
    assert (failure.message_id, failure.permanent) == ("<r-19@shop.example>", True)
    assert "No such mailbox" in failure.reason


def test_an_answer_written_elsewhere_is_ours() -> None:
    message = sample("sent_elsewhere.eml")
    assert isinstance(message, IncomingMessage)
    assert (message.direction, message.author) == (Direction.OUT, "La Boutique")
    assert message.buyer.handle == "anais@people.example"
