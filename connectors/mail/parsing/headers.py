"""The header block of a mail or of a part, in any state."""

import re
from dataclasses import dataclass

_LINE = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_SHORT_NAMES = {b"from", b"to", b"cc", b"bcc", b"date", b"subject", b"received", b"sender", b"references"}
_EMPTY_LINE = re.compile(rb"\n\r*\n")
_KNOWN = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|MIME-Version|Content-Type|Content-Transfer-Encoding|Received|Return-Path)"
    rb"[ \t]?:",
    re.IGNORECASE | re.MULTILINE,
)
LARGEST_BLOCK = 1_000_000
MOST_HEADERS = 2_000


@dataclass(frozen=True)
class Headers:
    """fields: name as written and raw value with its folds, in order. end: where the body begins in the mail."""

    fields: tuple[tuple[str, bytes], ...]
    end: int
    problem: str = ""

    def first(self, name: str) -> bytes:
        """The value of the first header of that (lower-case) name; empty if there is none."""
        return next((value for key, value in self.fields if key.lower() == name), b"")

    def every(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key.lower() == name]


def read_headers(raw: bytes, start: int, stop: int) -> Headers:
    """Read the headers between `start` and `stop`.

    A line that is no header belongs to the one before, its fold being lost, if well-known headers follow it. Otherwise
    the body has begun there without a blank line.
    """
    stop_block = min(stop, start + LARGEST_BLOCK)
    fields: list[tuple[str, list[bytes]]] = []
    position, problem = start, ""
    headers_until = start
    while position < stop_block:
        newline = raw.find(b"\n", position, stop_block)
        line_end = newline + 1 if newline >= 0 else stop_block
        line = raw[position:line_end]
        content = line.rstrip(b"\r\n")
        if not content:
            return _made(fields, line_end, problem)
        if content[0] in b" \t":
            if not content.strip() and not _goes_on(raw, line_end, stop_block):
                return _made(fields, line_end, problem)
            if fields:
                fields[-1][1].append(line)
        elif (match := _LINE.match(content)) and len(fields) < MOST_HEADERS:
            fields.append((match[1].decode("ascii"), [match[2] + line[len(content) :]]))
        elif not content.startswith((b"From ", b">From ")) or fields:
            problem = "Some lines among the headers are no headers."
            if position >= headers_until:
                headers_until = _next_known_header(raw, position, stop_block)
            if position >= headers_until:
                return _made(fields, position, problem)
            if fields:
                fields[-1][1].append(b" " + line)
        position = line_end
    return _made(fields, position, problem)


def _goes_on(raw: bytes, position: int, stop: int) -> bool:
    """Whether the headers go on after a line of nothing but spaces: with a header, or with a folded line."""
    line_end = raw.find(b"\n", position, stop)
    line = raw[position : line_end if line_end >= 0 else stop][:300]
    if line[:1] in (b" ", b"\t"):
        return bool(line.strip())
    match = _LINE.match(line)
    return bool(match and (b"-" in match[1] or match[1].lower() in _SHORT_NAMES))


def _next_known_header(raw: bytes, position: int, stop: int) -> int:
    """Where the next well-known header is before the next empty line; -1 if the headers are over."""
    empty = _EMPTY_LINE.search(raw, position, stop)
    known = _KNOWN.search(raw, position, empty.start() if empty else stop)
    return known.start() if known else -1


def _made(fields: list[tuple[str, list[bytes]]], end: int, problem: str) -> Headers:
    return Headers(tuple((name, b"".join(lines).rstrip(b"\r\n \t")) for name, lines in fields), end, problem)
