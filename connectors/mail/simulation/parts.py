"""A raw mail cut into its MIME parts, byte for byte, as IMAP's BODY[n] wants them."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

DEEPEST = 50


@dataclass(frozen=True)
class Part:
    """One part. header and body: its bytes, the empty line counted to the header.

    children: the parts of a multipart, or the one mail inside a message/rfc822.
    """

    header: bytes
    body: bytes
    fields: Message
    children: tuple["Part", ...] = ()

    @property
    def kind(self) -> tuple[str, str]:
        """Main and sub type, in lower case."""
        return self.fields.get_content_maintype(), self.fields.get_content_subtype()

    @property
    def is_multipart(self) -> bool:
        return self.kind[0] == "multipart" and bool(self.children)

    @property
    def is_mail(self) -> bool:
        return self.kind == ("message", "rfc822") and bool(self.children)

    def at(self, numbers: list[int]) -> "Part | None":
        """The part with this number ([2, 1] is "2.1"); None if there is none."""
        if not numbers:
            return self
        holder = self.children[0] if self.is_mail else self
        if not holder.is_multipart:
            return holder.at(numbers[1:]) if numbers[0] == 1 and not numbers[1:] else None
        if numbers[0] > len(holder.children):
            return None
        return holder.children[numbers[0] - 1].at(numbers[1:])


def part_of(raw: bytes, *, depth: int = 0) -> Part:
    """Take a mail or part asunder. Never raises: what makes no sense is a leaf."""
    header, body = _halves(raw)
    fields = BytesHeaderParser(policy=compat32).parsebytes(header)
    part = Part(header, body, fields)
    if depth > DEEPEST:
        return part
    if part.kind == ("message", "rfc822"):
        return Part(header, body, fields, (part_of(body, depth=depth + 1),))
    boundary = fields.get_boundary()
    if part.kind[0] != "multipart" or not boundary:
        return part
    pieces = _pieces(body, boundary.encode("utf-8", "surrogateescape"))
    return Part(header, body, fields, tuple(part_of(piece, depth=depth + 1) for piece in pieces))


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith(b"\r\n"):
        return raw[:2], raw[2:]
    end = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: end.end()], raw[end.end() :]) if end else (raw, b"")


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the delimiter lines; without the line end that belongs to the delimiter."""
    delimiter = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    pieces, begin = [], -1
    for match in delimiter.finditer(body):
        if begin >= 0:
            pieces.append(body[begin : match.start()])
        if match[1]:
            return pieces
        line_end = body.find(b"\n", match.end())
        begin = line_end + 1 if line_end >= 0 else len(body)
    if begin >= 0:
        pieces.append(body[begin:])
    return pieces
