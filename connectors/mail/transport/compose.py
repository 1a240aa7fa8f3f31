"""A mail of ours as bytes: plain UTF-8 text, our own Message-ID, references, and files."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

from connectors.errors import ReplyRefused
from connectors.outgoing import OutgoingFile
from connectors.text import marked as _

CONTROL_CHARACTER = _("%(name)s contains a line break or control character")
NO_ADDRESS = _("“%(words)s” is not an address that mail can be sent to")


MOST_REFERENCES = 40

_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+", re.ASCII)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_CONTENT_TYPE = re.compile(r"(?!multipart/|message/)([\w.+-]+)/([\w.+-]+)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class OutgoingMail:
    """What to send. sender, to: one address each, with or without a name. message_id, in_reply_to: with brackets.

    references: oldest first, without in_reply_to. written_at: for the Date header; None = the moment it is composed.
    automatic: no person wrote it, so no machine should answer (RFC 3834).
    """

    sender: str
    to: str
    subject: str
    text: str
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    written_at: datetime | None = None
    automatic: bool = False


def composed(mail: OutgoingMail) -> bytes:
    """The mail with CRLF line ends and nothing but ASCII. Raises ReplyRefused for a line break in a header."""
    if not _MESSAGE_ID.fullmatch(mail.message_id):
        raise ReplyRefused(_("the mail has no proper Message-ID"))
    message = EmailMessage(policy=_Policy(linesep="\r\n"))
    message["From"] = _address(mail.sender)
    message["To"] = _address(mail.to)
    message["Subject"] = _header(mail.subject, what="Subject")
    if mail.automatic:
        message["Auto-Submitted"] = "auto-replied"
    message["Date"] = format_datetime(mail.written_at or datetime.now(UTC))
    message["Message-ID"] = mail.message_id
    answered = _message_ids((mail.in_reply_to,))
    if answered:
        message["In-Reply-To"] = answered[0]
    if references := _message_ids((*mail.references, *answered)):
        message["References"] = " ".join(references)
    message.set_content(mail.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    for file in mail.files:
        kind = _CONTENT_TYPE.fullmatch(file.content_type)
        message.add_attachment(
            file.content,
            maintype=kind[1] if kind else "application",
            subtype=kind[2] if kind else "octet-stream",
            filename=_header(file.name, what="filename"),
        )
    return message.as_bytes()


def envelope(address: str) -> str:
    """The bare address for the envelope, its domain in ASCII. Raises ReplyRefused if it is none."""
    return _address(address).addr_spec


def _address(address: str) -> Address:
    name, bare = parseaddr(_header(address, what="To"))
    local, _, domain = bare.rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    if not _ADDRESS.fullmatch(f"{local}@{domain}"):
        raise ReplyRefused(NO_ADDRESS % {"words": address})
    return Address(name, local, domain)


def _header(value: str, *, what: str) -> str:
    """The value, refused where a line break could begin a header of its own."""
    if _CONTROL.search(value):
        raise ReplyRefused(CONTROL_CHARACTER % {"name": what})
    return value


def _message_ids(ids: tuple[str, ...]) -> list[str]:
    """Each proper id once, at most the first and the newest; others' broken ones would break our header."""
    proper = list(dict.fromkeys(each for each in ids if _MESSAGE_ID.fullmatch(each)))
    return proper if len(proper) <= MOST_REFERENCES else [proper[0], *proper[1 - MOST_REFERENCES :]]


class _Policy(EmailPolicy):
    """Folds message ids between, never within them: the standard one writes a long id as an encoded word."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in ("message-id", "in-reply-to", "references"):
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)
