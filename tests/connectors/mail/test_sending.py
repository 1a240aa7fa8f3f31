"""Sending a mail: what arrives, and what every kind of failure means."""

import base64
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import MarketplaceError, OutcomeUnknown, ReplyRefused, SignInAgain, TryLater
from connectors.mail.sending import send_mail
from connectors.mail.servers import Server
from connectors.mail.transport.compose import OutgoingMail, composed
from connectors.outgoing import OutgoingFile
from tests.connectors.mail.authority import Authority
from tests.connectors.mail.scripted_smtp import HANG_UP, SILENCE, scripted

LONG_ID = f"<{'0102018c' * 12}-000000@eu-west-1.relay.example>"
MAIL = OutgoingMail(
    sender="Vélo Shop <shop@example.test>",
    to="abc123+uuid@relay.example",
    subject="Re: Größe der Jacke — 100 % coton, ça va ?",
    text="Bonjour Zoë,\n.\n..\nTaille 42 : oui.\nGrüße",
    message_id="<reply-1@example.test>",
    in_reply_to=LONG_ID,
    references=("<first@example.test>", LONG_ID),
    written_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
)


def server_on(port: int, **log_in: Any) -> Server:
    return Server("127.0.0.1", port, "none", **log_in)


def read(mail: OutgoingMail) -> EmailMessage:
    return message_from_bytes(composed(mail), policy=default)  # type: ignore[return-value]


# --- what is written


def test_headers_and_text_arrive_as_written() -> None:
    message = read(MAIL)
    assert message["From"] == "Vélo Shop <shop@example.test>"
    assert message["To"] == "abc123+uuid@relay.example"
    assert message["Subject"] == MAIL.subject
    assert message["Message-ID"] == "<reply-1@example.test>"
    assert message["Date"].datetime == MAIL.written_at
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert message.get_content().splitlines() == MAIL.text.splitlines()


def test_long_message_ids_stay_in_one_piece() -> None:
    raw = composed(MAIL)
    assert b"In-Reply-To: " + LONG_ID.encode() + b"\r\n" in raw
    assert b"References: <first@example.test>\r\n " + LONG_ID.encode() + b"\r\n" in raw


def test_only_ascii_and_short_lines_leave_us() -> None:
    raw = composed(replace(MAIL, text="é" * 5000 + "\n" + "x" * 5000))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_many_references_keep_the_first_and_the_newest() -> None:
    references = read(replace(MAIL, references=tuple(f"<{number}@x.test>" for number in range(100))))["References"]
    assert references.split()[0] == "<0@x.test>"
    assert references.split()[-2:] == ["<99@x.test>", LONG_ID]
    assert len(references.split()) == 40


def test_files_are_attached_with_name_type_and_content() -> None:
    files = (
        OutgoingFile("Rechnung März.pdf", "application/pdf", b"%PDF \x00\xff"),
        OutgoingFile("notes.txt", "text/plain", b"r\xe9sum\xe9\n"),
        OutgoingFile("odd", "not a type", b"?"),
    )
    attached = list(read(replace(MAIL, files=files)).iter_attachments())
    assert [part.get_filename() for part in attached] == ["Rechnung März.pdf", "notes.txt", "odd"]
    types = ["application/pdf", "text/plain", "application/octet-stream"]
    assert [part.get_content_type() for part in attached] == types
    assert [part.get_payload(decode=True) for part in attached] == [file.content for file in files]


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Hello\r\nBcc: everybody@example.test"},
        {"subject": "Hello\nBcc: everybody@example.test"},
        {"subject": "Hello\x00"},
        {"to": "a@example.test\r\nBcc: b@example.test"},
        {"sender": "shop@example.test\nX: y"},
        {"message_id": "<a@b>\r\nBcc: c@example.test"},
        {"message_id": "a@b"},
        {"files": (OutgoingFile("a\r\nX: y", "text/plain", b""),)},
    ],
)
def test_nothing_can_add_a_header_of_its_own(change: dict[str, Any]) -> None:
    with scripted() as smtp, pytest.raises(ReplyRefused):
        send_mail(server_on(smtp.port), replace(MAIL, **change))
    assert smtp.mails == []


def test_anothers_broken_message_id_is_not_repeated() -> None:
    message = read(replace(MAIL, in_reply_to="<a b>\r\nBcc: c@d", references=("garbage", "<fine@example.test>")))
    assert message["References"] == "<fine@example.test>"
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None


@pytest.mark.parametrize("to", ["nobody", "", "a@", "@b", "a b@example.test", "a@b@c d", "<>", "ü@example.test"])
def test_what_is_no_address_is_refused_before_any_connection(to: str) -> None:
    with pytest.raises(ReplyRefused):
        send_mail(server_on(1), replace(MAIL, to=to))


# --- what happens


def test_a_mail_is_taken_with_its_dots_and_its_envelope() -> None:
    with scripted() as smtp:
        send_mail(server_on(smtp.port), MAIL)
    assert smtp.commands[0] == "ehlo example.test"
    assert "mail FROM:<shop@example.test>" in smtp.commands
    assert "rcpt TO:<abc123+uuid@relay.example>" in smtp.commands
    assert not any("AUTH" in command.upper() for command in smtp.commands)
    assert b"\r\n..\r\n...\r\n" in smtp.mails[0]


def test_umlauts_in_domains_are_written_for_dns() -> None:
    with scripted() as smtp:
        send_mail(server_on(smtp.port), replace(MAIL, to="info@käse.example"))
    assert "rcpt TO:<info@xn--kse-qla.example>" in smtp.commands


def test_a_log_in_with_a_password_of_any_letters() -> None:
    with scripted() as smtp:
        send_mail(server_on(smtp.port, user="shop", password="pässword"), MAIL)
    (command,) = [command for command in smtp.commands if command.startswith("AUTH")]
    assert base64.b64decode(command.split()[2]).decode() == "\0shop\0pässword"


def test_a_log_in_with_a_token() -> None:
    with scripted() as smtp:
        send_mail(server_on(smtp.port, user="shop", token="the-token"), MAIL)
    (command,) = [command for command in smtp.commands if command.startswith("AUTH XOAUTH2")]
    assert base64.b64decode(command.split()[2]).decode() == "user=shop\x01auth=Bearer the-token\x01\x01"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"greeting": "421 too busy"}, TryLater),
        ({"greeting": "554 no service"}, TryLater),
        ({"greeting": HANG_UP}, TryLater),
        ({"greeting": SILENCE}, TryLater),
        ({"AUTH": "454 try again"}, TryLater),
        ({"AUTH": "421 too many"}, TryLater),
        ({"AUTH": "535 wrong"}, SignInAgain),
        ({"AUTH": "534 use the web"}, SignInAgain),
        ({"AUTH": HANG_UP}, TryLater),
        ({"EHLO": "250 scripted.invalid"}, SignInAgain),
        ({"MAIL": "451 later"}, TryLater),
        ({"MAIL": "530 log in first"}, SignInAgain),
        ({"MAIL": "550 sender not allowed"}, ReplyRefused),
        ({"MAIL": HANG_UP}, TryLater),
        ({"MAIL": SILENCE}, TryLater),
        ({"RCPT": "450 later"}, TryLater),
        ({"RCPT": "550 no such user"}, ReplyRefused),
        ({"DATA": "451 later"}, TryLater),
        ({"DATA": "554 no"}, ReplyRefused),
        ({"DATA": SILENCE}, TryLater),
        ({"mail": "452 disk full"}, TryLater),
        ({"mail": "552 too large"}, ReplyRefused),
        ({"mail": "this is no SMTP"}, OutcomeUnknown),
        ({"mail": HANG_UP}, OutcomeUnknown),
        ({"mail": SILENCE}, OutcomeUnknown),
    ],
)
def test_every_failure_says_what_may_be_done(answers: dict[str, str], error: type[MarketplaceError]) -> None:
    with scripted(None, **answers) as smtp, pytest.raises(error) as caught:
        send_mail(server_on(smtp.port, user="shop", password="secret"), MAIL, timeout=0.5)
    assert type(caught.value) is error
    assert "secret" not in str(caught.value)


def test_a_refusal_carries_the_servers_own_words() -> None:
    with (
        scripted(RCPT="550-5.1.1 The account\r\n550 5.1.1 does not exist") as smtp,
        pytest.raises(ReplyRefused) as caught,
    ):
        send_mail(server_on(smtp.port), MAIL)
    assert "5.1.1 The account 5.1.1 does not exist" in str(caught.value)


def test_a_goodbye_that_does_not_come_changes_nothing() -> None:
    with scripted(QUIT=SILENCE) as smtp:
        send_mail(server_on(smtp.port), MAIL, timeout=0.5)
    assert len(smtp.mails) == 1


def test_without_a_server_it_may_be_tried_later() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(TryLater):
            send_mail(server_on(closed.getsockname()[1]), MAIL)


def test_a_server_without_starttls_gets_neither_password_nor_mail() -> None:
    with scripted() as smtp, pytest.raises(SignInAgain, match="STARTTLS"):
        send_mail(Server("127.0.0.1", smtp.port, "starttls", "shop", "secret"), MAIL)
    assert not any("AUTH" in command or "MAIL" in command.upper() for command in smtp.commands)


def test_a_refused_token_is_renewed_once() -> None:
    asked: list[str] = []

    def fresh_token(refused: str) -> str:
        asked.append(refused)
        return "new" if refused else "old"

    with scripted(AUTH="535 expired") as smtp, pytest.raises(SignInAgain):
        send_mail(server_on(smtp.port, user="shop", fresh_token=fresh_token), MAIL)
    assert asked == ["", "old"]


@pytest.fixture
def tls(authority: Authority, tmp_path: Path) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate of the private authority."""
    path = tmp_path / "server.pem"
    path.write_bytes(authority.certificate + authority.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.usefixtures("trusted")
def test_an_encrypted_connection_trusts_the_operators_own_authority(tls: ssl.SSLContext) -> None:
    with scripted(tls) as smtp:
        send_mail(Server("localhost", smtp.port, "tls", "shop", "secret"), MAIL)
    assert len(smtp.mails) == 1


def test_a_certificate_nobody_vouches_for_gets_neither_password_nor_mail(tls: ssl.SSLContext) -> None:
    with scripted(tls) as smtp, pytest.raises(TryLater, match="certificate of localhost is not trusted"):
        send_mail(Server("localhost", smtp.port, "tls", "shop", "secret"), MAIL)
    assert smtp.commands == []
