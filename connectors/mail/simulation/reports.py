"""What a mail server says of a mail that it could not deliver (RFC 3464)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime


@dataclass(frozen=True)
class Undelivered:
    """reporter: the mail server's name. to: who sent the mail. message_id: of that mail; report_id: of the report."""

    reporter: str
    to: str
    recipient: str
    message_id: str
    report_id: str
    at: datetime
    reason: str
    permanent: bool = True


def report_of(mail: Undelivered) -> bytes:
    """The report as a mail."""
    action, status = ("failed", "5.1.1") if mail.permanent else ("delayed", "4.4.1")
    words = "could not be delivered" if mail.permanent else "has not been delivered yet; it is still being tried"
    subject = "Undelivered Mail Returned to Sender" if mail.permanent else "Delayed Mail (still being retried)"
    lines = [
        f"From: Mail Delivery System <MAILER-DAEMON@{mail.reporter}>",
        f"To: {mail.to}",
        f"Subject: {subject}",
        f"Date: {format_datetime(mail.at)}",
        f"Message-ID: {mail.report_id}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"',
        "",
        "--=_report",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"Your message to {mail.recipient} {words}.",
        "",
        f"<{mail.recipient}>: {mail.reason}",
        "",
        "--=_report",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; {mail.reporter}",
        "",
        f"Final-Recipient: rfc822; {mail.recipient}",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {mail.reason}",
        "",
        "--=_report",
        "Content-Type: text/rfc822-headers",
        "",
        f"From: {mail.to}",
        f"To: {mail.recipient}",
        f"Message-ID: {mail.message_id}",
        "",
        "--=_report--",
        "",
    ]
    return "\r\n".join(lines).encode("utf-8", "replace")
