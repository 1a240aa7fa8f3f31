"""How IMAP commands and answers look on the wire (RFC 3501, section 9)."""

import base64
import re
from collections.abc import Iterator
from typing import BinaryIO

LARGEST_LINE = 1_000_000
LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r?\n$")
TOKEN = re.compile(
    r"""[ ]*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>(?:[^"\\]|\\.)*)"|\{(?P<length>\d+)\+?\}\r?\n"""
    r"""|(?P<atom>[^\s()"\[{]+(?:\[[^\]]*\](?:<[\d.]+>)?)?))"""
)


class BadCommand(Exception):  # noqa: N818
    """The client sent something that is no IMAP; the text goes into the BAD answer."""


def read_command(rfile: BinaryIO, wfile: BinaryIO) -> str | None:
    """One whole command, literals included, each byte as one character; None when the client is gone."""
    command = b""
    while True:
        line = rfile.readline(LARGEST_LINE)
        if not line.endswith(b"\n"):
            return None
        command += line
        literal = LITERAL.search(line)
        if not literal:
            return command.decode("latin-1")
        if not literal[2]:
            wfile.write(b"+ go on\r\n")
            wfile.flush()
        command += rfile.read(int(literal[1]))


def words_of(text: str) -> "list[str | list[object]]":
    """Cut a command into atoms, strings and (nested) lists. Raises BadCommand."""
    stack: list[list[object]] = [[]]
    for kind, value in _tokens(text):
        if kind == "open":
            stack.append([])
        elif kind == "close":
            if len(stack) == 1:
                raise BadCommand("unbalanced )")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(value)
    if len(stack) != 1:
        raise BadCommand("unbalanced (")
    return stack[0]  # type: ignore[return-value]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text.rstrip("\r\n")) if not text.endswith("}\r\n") else len(text)
    while position < end:
        match = TOKEN.match(text, position)
        if match is None:
            if not text[position:end].strip():
                return
            raise BadCommand("cannot read the command")
        position = match.end()
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "quoted":
            value = re.sub(r"\\(.)", r"\1", value)
        if kind == "length":
            value = text[position : position + int(value)]
            position += len(value)
        yield kind, value


def string(text: str | bytes | None) -> bytes:
    """A value as a quoted string, or as a literal where it cannot be one, or NIL."""
    if text is None:
        return b"NIL"
    content = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    if len(content) < 1000 and re.fullmatch(rb"[\x20-\x7e]*", content):
        return b'"' + content.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return literal(content)


def literal(content: bytes) -> bytes:
    return b"{%d}\r\n" % len(content) + content


def folder_to_wire(name: str) -> str:
    """A folder name in IMAP's own UTF-7 (RFC 3501, 5.1.3)."""
    return re.sub(r"&|[^\x20-\x7e]+", lambda match: "&-" if match[0] == "&" else _coded(match[0]), name)


def folder_from_wire(name: str) -> str:
    """The reverse. A name that is not in that code is taken as it is."""
    return re.sub(r"&([A-Za-z0-9+,]*)-", lambda match: _decoded(match[1]) if match[1] else "&", name)


def _coded(text: str) -> str:
    return "&" + base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"


def _decoded(code: str) -> str:
    padded = code.replace(",", "/") + "=" * (-len(code) % 4)
    return base64.b64decode(padded).decode("utf-16-be", "replace")
