"""What a mail means to a shop: whose it is, whether it starts a clock, when it was written."""

import pytest

from connectors.email.floods import MOST_AN_HOUR
from connectors.email.tests.conftest import SAMPLES, mail, payload, read, shop_connector
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingFailure, IncomingMessage, IncomingNotice, RawPayload


def test_who_is_answered_is_said_by_reply_to() -> None:
    message = read(mail(Reply_To="Anais <home@people.example>"))
    assert isinstance(message, IncomingMessage)
    assert message.answering["to"] == message.buyer.handle == "home@people.example"


def test_a_reply_to_ourselves_is_not_believed() -> None:
    message = read(mail(Reply_To="contact@shop.example"))
    assert isinstance(message, IncomingMessage)
    assert message.buyer.handle == "anais@people.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "no-reply@carrier.example"},
        {"From": "Ne pas repondre <ne-pas-repondre@carrier.example>"},
        {"From": "contact@shop.example"},
        {"List_Unsubscribe": "<https://news.example.com>"},
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-generated"},
        {"From": ""},
    ],
)
def test_what_nobody_waits_for_an_answer_to_is_a_notice(headers: dict[str, str]) -> None:
    assert isinstance(read(mail(**headers)), IncomingNotice)


def test_an_answer_to_ours_is_a_message_though_a_list_carries_it() -> None:
    headers = {"Precedence": "list", "In_Reply_To": "<r-1@shop.example>"}
    message = read(mail(**headers))
    assert isinstance(message, IncomingMessage)
    assert not message.automatic


def test_a_mail_that_forges_our_address_is_no_answer() -> None:
    headers = {
        "From": "contact@shop.example",
        "To": "anais@people.example",
        "Authentication_Results": "mx.shop.example; dmarc=fail header.from=shop.example",
    }
    assert isinstance(read(mail(**headers)), IncomingNotice)


def test_a_mail_with_our_address_to_a_buyer_is_our_answer() -> None:
    message = read(mail(From="contact@shop.example", To="Anais <anais@people.example>"))
    assert isinstance(message, IncomingMessage)
    assert message.direction is Direction.OUT


def test_a_failure_of_a_mail_that_was_never_ours_is_a_notice() -> None:
    report = (SAMPLES / "undeliverable.eml").read_bytes()
    assert isinstance(read(report), IncomingFailure)
    assert isinstance(read(report.replace(b"<r-19@shop.example>", b"<x@elsewhere.example>")), IncomingNotice)


@pytest.mark.parametrize(
    ("date", "written_at"),
    [
        ("Fri, 20 Nov 2026 11:00:00 +0000", "2026-11-20T11:00:00+00:00"),
        ("Fri, 20 Nov 2026 23:00:00 +0000", "2026-11-20T12:00:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "2026-11-20T12:00:00+00:00"),
        ("", "2026-11-20T12:00:00+00:00"),
    ],
)
def test_a_mails_own_date_counts_if_it_can_be_true(date: str, written_at: str) -> None:
    message = read(mail(Date=date), received_at="2026-11-20T12:00:00+00:00")
    assert isinstance(message, IncomingMessage)
    assert message.written_at.isoformat() == written_at


def test_a_mail_without_a_name_is_named_by_its_content() -> None:
    first = read(mail(Message_ID=""))
    assert isinstance(first, IncomingMessage)
    assert first.external_id.startswith("sha256:")
    assert first == read(mail(Message_ID=""))


def test_one_mail_too_many_within_the_hour_starts_no_clock() -> None:
    connector = shop_connector()
    last = connector.read(payload(mail(), nth=MOST_AN_HOUR))
    flood = connector.read(payload(mail(), nth=MOST_AN_HOUR + 1))
    assert isinstance(last, IncomingMessage) and not last.automatic
    assert isinstance(flood, IncomingMessage) and flood.automatic


def test_files_come_with_their_content() -> None:
    raw = mail(
        "--b\nContent-Type: text/plain\n\nVoici.\n--b\nContent-Type: image/png; name=a.png\n"
        "Content-Disposition: attachment; filename=a.png\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--b--\n",
        Content_Type="multipart/mixed; boundary=b",
    )
    message = read(raw)
    assert isinstance(message, IncomingMessage)
    assert [(file.name, file.content) for file in message.attachments] == [("a.png", b"hello")]


@pytest.mark.parametrize(
    "raw",
    [
        payload(b""),
        payload(mail(), received_at="yesterday"),
        payload(mail(), received_at="2026-11-20T12:00:00"),
        RawPayload("order", "1", {}, "1", mail()),
    ],
)
def test_a_payload_that_is_no_mail_is_said_to_be_unreadable(raw: RawPayload) -> None:
    with pytest.raises(UnexpectedAnswer):
        shop_connector().read(raw)
