"""The simulated contact address, judged by the mails people write to it and what becomes of its answers."""

import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from connectors.email.simulator import EmailSimulator
from connectors.mail.parse import read_mail
from connectors.simulation import BuyerWrites, Written
from tests.connectors.tools import Clock

SHOP, ADDRESS = "Shop", "shop@shop.example"


@pytest.fixture
def people() -> Iterator[EmailSimulator]:
    made = EmailSimulator(now=Clock())
    made.start()
    made.add_seller(SHOP)
    yield made
    made.stop()


def mails(people: EmailSimulator, folder: str = "INBOX") -> list[EmailMessage]:
    read = [message_from_bytes(raw, policy=default) for raw in people.post.mails(ADDRESS, folder)]
    return [mail for mail in read if isinstance(mail, EmailMessage)]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def asks(people: EmailSimulator, text: str, *, thread_id: str = "", buyer: str = "anna") -> Written:
    return people.buyer_writes(BuyerWrites(SHOP, buyer, text, thread_id, subject="Lampe", language="fr"))


def answers(people: EmailSimulator, *, references: str = "") -> None:
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = ADDRESS, "anna@people.example", "Re: Lampe"
    reply["Message-ID"] = "<reply@shop.example>"
    if references:
        reply["References"] = references
    reply.set_content("Demain.\n\nLe vendredi Anna a écrit :\n> Où ?\n")
    with smtplib.SMTP("127.0.0.1", people.post.smtp_port, timeout=5) as smtp:
        smtp.send_message(reply)


def test_a_question_is_a_plain_mail_of_its_own(people: EmailSimulator) -> None:
    asked = asks(people, "Où ?")
    [mail] = mails(people)
    assert (str(mail["Subject"]), text_of(mail).strip()) == ("Lampe", "Où ?")
    assert mail["References"] is None
    assert mail["Message-ID"] == asked.message_id == asked.thread_id


def test_a_reaction_refers_to_and_quotes_what_the_shop_wrote(people: EmailSimulator) -> None:
    asked = asks(people, "Où ?")
    answers(people, references=asked.message_id)
    asks(people, "Merci", thread_id=asked.thread_id)
    mail = mails(people)[1]
    assert mail["In-Reply-To"] == "<reply@shop.example>"
    assert asked.message_id in str(mail["References"])
    assert "a écrit :\n\n> Demain." in text_of(mail)


def test_an_answer_is_found_by_its_references_or_else_by_whom_it_goes_to(people: EmailSimulator) -> None:
    first = asks(people, "Où ?")
    second = asks(people, "Quand ?")
    answers(people, references=first.message_id)
    answers(people)
    assert [(reply.thread_id, reply.text) for reply in people.replies()] == [
        (first.thread_id, "Demain."),
        (second.thread_id, "Demain."),
    ]


def test_what_the_shop_writes_elsewhere_lies_among_its_sent_mails(people: EmailSimulator) -> None:
    asked = asks(people, "Où ?")
    people.seller_writes(seller=SHOP, thread_id=asked.thread_id, text="Ici")
    [sent] = mails(people, "Sent")
    assert (str(sent["From"]), sent["In-Reply-To"]) == (f"{SHOP} <{ADDRESS}>", asked.message_id)


def test_somebody_who_is_away_answers_automatically(people: EmailSimulator) -> None:
    asked = asks(people, "Où ?")
    answers(people, references=asked.message_id)
    people.is_away(asked.thread_id)
    absence = mails(people)[1]
    assert absence["Auto-Submitted"] == "auto-replied"
    assert absence["In-Reply-To"] == "<reply@shop.example>"


@pytest.mark.parametrize(("permanent", "action"), [(True, b"Action: failed"), (False, b"Action: delayed")])
def test_an_answer_may_bounce(people: EmailSimulator, permanent: bool, action: bytes) -> None:
    asked = asks(people, "Où ?")
    answers(people, references=asked.message_id)
    people.bounces(asked.thread_id, permanent=permanent)
    bounce = mails(people)[1]
    assert bounce.get_content_type() == "multipart/report"
    assert action in bounce.as_bytes()
    assert b"<reply@shop.example>" in bounce.as_bytes()


def test_lively_people_write_from_telephones_and_in_html(people: EmailSimulator) -> None:
    people.lively = True
    for number in range(12):
        asks(people, "Où ?", buyer=f"anna{number}")
    texts = [text_of(mail) for mail in mails(people)]
    assert any("Envoyé de mon iPhone" in text for text in texts)
    assert any(mail.get_content_type() == "multipart/alternative" for mail in mails(people))


def test_a_picture_in_a_page_is_read_under_the_name_that_the_page_calls_it(people: EmailSimulator) -> None:
    people.lively = True
    for number in range(12):
        writes = BuyerWrites(SHOP, f"anna{number}", "Cassée", "", subject="Lampe", language="fr", pictures=("lamp",))
        people.buyer_writes(writes)
    read = [read_mail(raw) for raw in people.post.mails(ADDRESS, "INBOX")]
    pages = [mail for mail in read if mail.html]
    assert pages
    for mail in pages:
        [file] = mail.files
        assert file.content_id
        assert f'src="cid:{file.content_id}"' in mail.html


def test_a_restart_knows_every_correspondence(tmp_path: Path) -> None:
    before = EmailSimulator(state=tmp_path / "email.state", now=Clock())
    before.start()
    credentials = before.add_seller(SHOP)
    asked = asks(before, "Où ?")
    answers(before, references=asked.message_id)
    before.stop()
    after = EmailSimulator(state=tmp_path / "email.state", now=Clock())
    after.start()
    assert after.add_seller(SHOP) == credentials
    assert after.replies() == before.replies()
    asks(after, "Merci", thread_id=asked.thread_id)
    assert mails(after)[1]["In-Reply-To"] == "<reply@shop.example>"
    after.stop()
