"""Reading what a program under test sent, with the standard library only, so that it is judged by another reader."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from connectors.mail.mail import MailFile


@dataclass(frozen=True)
class ReceivedMail:
    """A mail somebody handed in. text: up to the first quoted line. references: In-Reply-To and References."""

    sender: str
    subject: str
    message_id: str
    references: tuple[str, ...]
    whole_text: str
    files: tuple[MailFile, ...]

    @property
    def text(self) -> str:
        """What was written now: everything above the quoted original and the line that introduces it."""
        lines = self.whole_text.split("\n")
        quoted = next((number for number, line in enumerate(lines) if line.startswith(">")), len(lines))
        above = lines[:quoted]
        while quoted < len(lines) and above and not above[-1].strip():
            above.pop()
        if quoted < len(lines) and above and above[-1].rstrip().endswith(":"):
            above.pop()
        return "\n".join(above).strip()


def received(raw: bytes) -> ReceivedMail:
    """Read a mail as it came in by SMTP."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    body = mail.get_body(("plain", "html"))
    text = str(body.get_content()) if body else ""
    references = f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}".split()
    return ReceivedMail(
        sender=parseaddr(str(mail.get("From", "")))[1],
        subject=str(mail.get("Subject", "")),
        message_id=str(mail.get("Message-ID", "")).strip(),
        references=tuple(dict.fromkeys(references)),
        whole_text=text.replace("\r\n", "\n"),
        files=tuple(_file(part) for part in mail.iter_attachments()),
    )


def _file(part: object) -> MailFile:
    assert isinstance(part, EmailMessage)  # noqa: S101
    content = part.get_payload(decode=True)
    name = part.get_filename() or "file"
    return MailFile(name, part.get_content_type(), content if isinstance(content, bytes) else b"")
