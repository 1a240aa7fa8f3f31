"""Writing a mail byte for byte, quickly: simulators write thousands of them."""

from binascii import b2a_base64, b2a_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256

from connectors.mail.mail import MailFile

LINE = "\r\n"


@dataclass(frozen=True)
class WrittenMail:
    """A mail to be. sender and to: (name, address); message_id with brackets; html empty = plain text only.

    headers: further ones, in order, values in plain text.
    """

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    message_id: str
    at: datetime
    text: str = ""
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[MailFile] = ()


def written(mail: WrittenMail) -> bytes:
    """The mail as it travels."""
    boundary = "=_" + sha256(mail.message_id.encode("utf-8", "replace")).hexdigest()[:24]
    content = _texts(mail, boundary + "_a")
    if mail.files:
        parts = [content, *(_file(file) for file in mail.files)]
        content = _multipart("mixed", boundary + "_m", parts)
    return _head(mail) + b"MIME-Version: 1.0\r\n" + content


def header(name: str, value: str) -> bytes:
    """One header line, encoded and folded where it must be."""
    value = " ".join(value.encode("utf-8", "replace").decode().split())
    if value.isascii() and len(name) + len(value) < 900:
        return f"{name}: {value}{LINE}".encode()
    encoded = Header(value, "utf-8", header_name=name, maxlinelen=75).encode(linesep=LINE)
    return f"{name}: {encoded}{LINE}".encode()


def address(name: str, email: str) -> str:
    """An address with its display name, fit for a header."""
    if not name:
        return email
    if name.isascii():
        quoted = name.replace("\\", "").replace('"', "")
        return f'"{quoted}" <{email}>'
    return f"{Header(name, 'utf-8', maxlinelen=200).encode()} <{email}>"


def _head(mail: WrittenMail) -> bytes:
    lines = [
        f"From: {address(*mail.sender)}{LINE}".encode(),
        f"To: {address(*mail.to)}{LINE}".encode(),
        header("Subject", mail.subject),
        f"Date: {format_datetime(mail.at)}{LINE}".encode(),
    ]
    if mail.message_id:
        lines.append(f"Message-ID: {mail.message_id}{LINE}".encode())
    return b"".join([*lines, *(header(name, value) for name, value in mail.headers.items())])


def _texts(mail: WrittenMail, boundary: str) -> bytes:
    if not mail.html:
        return _text("plain", mail.text)
    if not mail.text:
        return _text("html", mail.html)
    return _multipart("alternative", boundary, [_text("plain", mail.text), _text("html", mail.html)])


def _text(kind: str, text: str) -> bytes:
    body = b2a_qp(text.encode("utf-8", "replace").replace(b"\r\n", b"\n"), istext=True).replace(b"\n", b"\r\n")
    head = f"Content-Type: text/{kind}; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + body + b"\r\n"


def _file(file: MailFile) -> bytes:
    kind = "inline" if file.inline else "attachment"
    name = Header(file.name, "utf-8").encode() if not file.name.isascii() else file.name
    head = [f"Content-Type: {file.content_type}", f'Content-Disposition: {kind}; filename="{name}"']
    if file.content_id:
        head.append(f"Content-ID: <{file.content_id}>")
    head.append("Content-Transfer-Encoding: base64")
    lines = b2a_base64(file.content, newline=False)
    body = b"\r\n".join(lines[start : start + 76] for start in range(0, len(lines), 76))
    return (LINE.join(head) + LINE + LINE).encode() + body + b"\r\n"


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"
