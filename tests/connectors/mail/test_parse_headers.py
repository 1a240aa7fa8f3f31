"""Headers of mails: senders, subjects, dates, ids, and what machines say of themselves."""

from datetime import UTC, datetime

import pytest

from connectors.mail.mail import Address
from connectors.mail.parse import read_mail


def subject_of(raw: bytes) -> str:
    return read_mail(b"Subject: " + raw + b"\n\nx").subject


def sender_of(raw: bytes) -> tuple[Address, ...]:
    return read_mail(b"From: " + raw + b"\n\nx").sender


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?Q?Colis_cass=C3=A9?=", "Colis cassé"),
        (b"=?utf-8?B?Q29saXMgY2Fzc8O?= =?utf-8?B?qQ==?=", "Colis cassé"),
        (b"=?iso-8859-1?q?Colis?=\n =?iso-8859-1?q?_cass=E9?= !", "Colis cassé !"),
        (b'"=?utf-8?q?cass=C3=A9?="', '"cassé"'),
        (b"=?utf-8?q?really??=", "really?"),
        (b"=?nothing?q?abc?=", "abc"),
        (b"=?utf-8?B?@@@?=", ""),
        ("Colis cassé".encode(), "Colis cassé"),
        ("Colis cassé".encode("latin-1"), "Colis cassé"),
        ("我的包裹在哪里".encode("gb2312"), "我的包裹在哪里"),
        ("Colis cassé".encode().decode("latin-1").encode(), "Colis cassé"),
        (b"=?unicode-1-1-utf-7?Q?cass+AOk-?=", "cassé"),
        (b"a\n b\n\tc", "a b c"),
    ],
)
def test_subjects_are_decoded(raw: bytes, subject: str) -> None:
    assert subject_of(raw) == subject


@pytest.mark.parametrize(
    ("raw", "name", "email"),
    [
        (b"Jane Roe <jane@example.com>", "Jane Roe", "jane@example.com"),
        (b'"Roe, Jane" <jane@example.com>', "Roe, Jane", "jane@example.com"),
        (b"Roe, Jane <jane@example.com>", "Roe, Jane", "jane@example.com"),
        (b"jane@example.com (Jane Roe)", "Jane Roe", "jane@example.com"),
        (b"<jane@example.com>", "", "jane@example.com"),
        (b"Jane Roe jane@example.com", "Jane Roe", "jane@example.com"),
        (b"Jane [mailto:jane@example.com]", "Jane", "jane@example.com"),
        (b"Jane <<jane@example.com>>", "Jane", "jane@example.com"),
        (b"Jane <jane@example.com", "Jane", "jane@example.com"),
        (b"=?utf-8?q?Zo=C3=A9?= <zoe@example.com>", "Zoé", "zoe@example.com"),
        (b"=?utf-8?q?Zo=C3=A9_=3Czoe=40example.com=3E?=", "Zoé", "zoe@example.com"),
        (b"Shop: jane@example.com;", "", "jane@example.com"),
        (b"<@relay.test:jane@example.com>", "", "jane@example.com"),
    ],
)
def test_senders_are_found_in_every_form(raw: bytes, name: str, email: str) -> None:
    assert sender_of(raw) == (Address(name, email),)


def test_a_group_gives_its_members_and_nobody_is_nobody() -> None:
    mail = read_mail(b"From: a@b.test\nTo: Team: x@b.test, Y <y@b.test>;\nCc: undisclosed-recipients:;\n\nx")
    assert [one.email for one in mail.to] == ["x@b.test", "y@b.test"]
    assert mail.cc == ()


def test_without_from_the_next_best_header_is_the_sender() -> None:
    mail = read_mail(b"Reply-To: jane@example.com\nReturn-Path: <bounce@example.com>\n\nx")
    assert mail.sender == (Address("", "jane@example.com"),)
    assert "no address in From" in mail.problems[0]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mon, 2 Nov 2026 10:00:00 +0100", datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
        ("2 Nov 2026 10:00", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 10:00:00 GMT+0100", datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 10:00:00 -0000 (UTC)", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("Mon, 2 Nov 26 10:00:00 EST", datetime(2026, 11, 2, 15, 0, tzinfo=UTC)),
        ("2026-11-02T10:00:00.123+01:00", datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
        ("2026-11-02 10:00:00", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("lun. 2 novembre 2026 10:00:00 +0100", datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
        ("Mo, 2 Dez 2026 10:00:00 +0100", datetime(2026, 12, 2, 9, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Nov 2026 10:00:00 +0100", None),
        ("Mon, 2 Nov 99999 10:00:00", None),
    ],
)
def test_dates_are_instants(raw: str, expected: datetime | None) -> None:
    assert read_mail(f"Date: {raw}\n\nx".encode()).date == expected


def test_references_are_each_named_once_and_oldest_first() -> None:
    mail = read_mail(b"In-Reply-To: <2@x>\nReferences: <1@x>\n <2@x>\nMessage-ID: 3@x\n\nx")
    assert (mail.references, mail.message_id) == (("<1@x>", "<2@x>"), "<3@x>")


def test_a_lost_fold_does_not_end_the_headers() -> None:
    mail = read_mail(b"Received: from a\nby b with SMTP\nSubject: Hello\nFrom: a@b.test\n\nText\n")
    assert (mail.subject, mail.text) == ("Hello", "Text\n")


def test_a_body_without_an_empty_line_is_still_text() -> None:
    assert read_mail(b"Subject: Hello\nWhere is my parcel?\nThank you").text == "Where is my parcel?\nThank you"


def test_lines_that_end_with_a_carriage_return_alone_are_lines() -> None:
    mail = read_mail(b"Subject: Hello\rFrom: a@b.test\r\rText")
    assert (mail.subject, mail.text) == ("Hello", "Text")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
        "Subject: Automatische Antwort: Ihre Frage",
    ],
)
def test_mails_by_machines_are_known(header: str) -> None:
    assert read_mail(f"{header}\n\nx".encode()).automatic


@pytest.mark.parametrize("header", ["Precedence: bulk", "List-Id: <a.b>", "List-Unsubscribe: <mailto:a@b>"])
def test_mails_to_many_are_known(header: str) -> None:
    assert read_mail(f"{header}\n\nx".encode()).bulk


def test_an_ordinary_mail_is_neither_automatic_nor_bulk() -> None:
    mail = read_mail(b"From: a@b.test\nAuto-Submitted: no\nReturn-Path: <a@b.test>\nSubject: Office chair\n\nx")
    assert (mail.automatic, mail.bulk) == (False, False)


def test_only_the_own_servers_results_count() -> None:
    mail = read_mail(
        b"Authentication-Results: mx.shop.test; dkim=pass header.d=a.test; spf=fail (dmarc=pass) smtp.mailfrom=a\n"
        b"Authentication-Results: evil.test; dmarc=pass\n\nx"
    )
    assert mail.authentication == {"dkim": "pass", "spf": "fail"}
