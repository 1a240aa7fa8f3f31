"""RFC 2047 words in headers, as they come: split inside characters, in quotes, with spaces, in any charset."""

import binascii
import re
from itertools import groupby

from connectors.mail.parsing.charsets import decoded, raw_text, repaired
from connectors.mail.parsing.transfer import from_base64

_WORD = re.compile(r"=\?([\w.:+'*-]{1,60})\?([bBqQ])\?(.{0,4000}?)\?=(?![0-9A-F]{2}[^\s=?]{0,80}\?=)", re.DOTALL)
_SPACE_BETWEEN = re.compile(r"(\?=)\s+(?==\?[\w.:+'*-]{1,60}\?[bBqQ]\?)")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
LONGEST_HEADER = 64_000


def header_text(raw: bytes, *, charset: str = "") -> str:
    """The text of a header's value: unfolded, decoded, trimmed. charset: of bytes above 127 that are no UTF-8."""
    raw = raw[:LONGEST_HEADER]
    text = raw.decode("ascii") if raw.isascii() and b"\x1b" not in raw else raw_text(raw, charset)
    if "\n" in text or "\r" in text:
        text = _FOLD.sub(" ", text)
    return words_decoded(text.strip()) if "=?" in text else repaired(text.strip())


def words_decoded(text: str) -> str:
    """`text` with its encoded words decoded. Neighbours of one charset are joined first: characters may be split."""
    if "=?" not in text:
        return text
    pieces: list[tuple[str, bytes | str]] = []
    position = 0
    joined = _SPACE_BETWEEN.sub(r"\1", text)
    for match in _WORD.finditer(joined):
        if match.start() > position:
            pieces.append(("", joined[position : match.start()]))
        charset, encoding, content = match.groups()
        pieces.append((charset.split("*")[0].lower(), _bytes_of(encoding, content)))
        position = match.end()
    pieces.append(("", joined[position:]))
    return "".join(
        _together(charset, [content for _, content in group]) for charset, group in groupby(pieces, _charset)
    )


def _charset(piece: tuple[str, bytes | str]) -> str:
    return piece[0]


def _together(charset: str, contents: list[bytes | str]) -> str:
    if not charset:
        return "".join(content for content in contents if isinstance(content, str))
    text, _ = decoded(b"".join(content for content in contents if isinstance(content, bytes)), charset)
    return repaired(text).replace("\r", "").replace("\n", " ")


def _bytes_of(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        return from_base64(raw)
    return binascii.a2b_qp(raw, header=True)
