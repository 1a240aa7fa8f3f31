"""FETCH answers of an IMAP server, from what imaplib hands over (RFC 3501, sections 4 and 7.4.2).

imaplib gives pieces: bytes for a line, and (line up to a literal, literal) where the server sent one. An answer
may span several pieces, and answers nobody asked for (another client's flag changes) stand between them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

_TOKEN = re.compile(rb'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))', re.DOTALL)
_LITERAL = re.compile(rb"~?\{\d+\+?\}\s*$")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)

Piece = bytes | tuple[bytes, bytes] | None


def fetched(pieces: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    """Each answer as attribute (upper case, such as `BODY[]`) to value: text, bytes (a literal), None or a list."""
    stack: list[list[Any]] = [[]]
    for token in _tokens(pieces):
        if token is _OPEN:
            stack.append([])
        elif token is not _CLOSE:
            stack[-1].append(token)
        elif len(stack) > 1:
            done = stack.pop()
            stack[-1].append(done)
            if len(stack) == 1:
                stack[0].clear()
                yield {str(name).upper(): value for name, value in zip(done[::2], done[1::2], strict=False)}


def text(value: Any) -> str:
    """A value as text, whichever way the server wrote it; empty for anything else."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


_OPEN, _CLOSE = object(), object()


def _tokens(pieces: Iterable[Piece]) -> Iterator[Any]:
    for piece in pieces:
        if isinstance(piece, tuple):
            yield from _line_tokens(_LITERAL.sub(b"", piece[0]))
            yield piece[1]
        elif piece:
            yield from _line_tokens(piece)


def _line_tokens(line: bytes) -> Iterator[Any]:
    for match in _TOKEN.finditer(line):
        bracket, quoted, atom = match.groups()
        if bracket:
            yield _OPEN if bracket == b"(" else _CLOSE
        elif atom is not None:
            yield None if atom.upper() == b"NIL" else atom.decode("ascii", "replace")
        else:
            yield _ESCAPED.sub(rb"\1", quoted).decode("utf-8", "replace")
