"""Mails by mail servers about mails of ours."""

import pytest

from connectors.mail.parse import read_mail

OURS = "<reply-7@shop.test>"


def report(
    fields: str, *, returned: str = f"message/rfc822\n\nMessage-ID: {OURS}\nSubject: Re: Parcel\n\nHello"
) -> bytes:
    return (
        "From: Mail Delivery System <mailer-daemon@mx.test>\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nYour message could not be delivered.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n{fields}\n"
        f"--b\nContent-Type: {returned}\n--b--\n"
    ).encode()


FAILED = """Final-Recipient: rfc822; jane@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user"""


def test_a_failed_delivery_names_our_mail_and_the_reason() -> None:
    mail = read_mail(report(FAILED))
    assert mail.report is not None
    assert (mail.report.message_id, mail.report.recipient) == (OURS, "jane@example.com")
    assert (mail.report.permanent, mail.report.status) == (True, "5.1.1")
    assert mail.report.reason == "550 5.1.1 No such user"
    assert mail.automatic


def test_the_headers_alone_of_our_mail_are_enough() -> None:
    mail = read_mail(report(FAILED, returned=f"text/rfc822-headers\n\nMessage-Id: {OURS}\nSubject: x\n"))
    assert mail.report is not None
    assert mail.report.message_id == OURS


def test_a_delayed_delivery_is_temporary() -> None:
    mail = read_mail(report("Final-Recipient: rfc822; jane@example.com\nAction: delayed\nStatus: 4.4.1\n"))
    assert mail.report is not None
    assert not mail.report.permanent


def test_a_delivery_that_worked_is_no_report() -> None:
    assert (
        read_mail(report("Final-Recipient: rfc822; jane@example.com\nAction: delivered\nStatus: 2.0.0\n")).report
        is None
    )


def test_of_several_recipients_the_failed_one_counts() -> None:
    fine = "Final-Recipient: rfc822; joe@example.com\nAction: relayed\nStatus: 2.0.0\n"
    mail = read_mail(report(f"{fine}\n{FAILED}"))
    assert mail.report is not None
    assert mail.report.recipient == "jane@example.com"


@pytest.mark.parametrize(
    ("subject", "words", "permanent"),
    [
        ("failure notice", "<jane@example.com>:\n550 sorry, no mailbox here by that name. (#5.1.1)", True),
        ("Unzustellbar: Re: Paket", "jane@example.com\nDas Postfach ist voll. 4.2.2", False),
        ("Warning: message delayed 24 hours", "jane@example.com could not be reached yet", False),
        ("Mail delivery failed: returning message to sender", "jane@example.com\nUser unknown", True),
    ],
)
def test_bounces_in_prose_are_understood(subject: str, words: str, permanent: bool) -> None:
    mail = read_mail(
        f"From: postmaster@mx.test\nSubject: {subject}\n\n{words}\n\n--- copy ---\nMessage-ID: {OURS}\n".encode()
    )
    assert mail.report is not None
    assert (mail.report.message_id, mail.report.recipient) == (OURS, "jane@example.com")
    assert mail.report.permanent is permanent


def test_a_buyer_who_writes_of_a_failed_delivery_is_no_mail_server() -> None:
    mail = read_mail(b"From: jane@example.com\nSubject: Delivery failed again\n\nThe courier did not come. 5.5.2026")
    assert mail.report is None
