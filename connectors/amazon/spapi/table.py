"""A report's document -> rows: gzip or plain, any charset Amazon uses, columns found by their header.

Headers differ by the seller's language and over time, in spelling too; what is not known stays under its own name.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

from connectors.errors import UnexpectedAnswer
from connectors.text import marked as _
from connectors.text import storable

LARGEST = 128 * 1024 * 1024
"""Bytes a document may have when unpacked."""
_LINE_END = re.compile(r"\r\n|\n|\r")


def rows_of(document: bytes, columns: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield each line as {name: value}; an empty document has none. Raises UnexpectedAnswer if it cannot be unpacked.

    columns: our name of a column -> its headers, as `header_key` writes them.
    """
    names = {header: name for name, headers in columns.items() for header in headers}
    first, *lines = _LINE_END.split(text_of(document))
    header = [names.get(header_key(title), storable(title).strip()) for title in first.split("\t")]
    for line in lines:
        values = [storable(value).strip() for value in line.split("\t")]
        if any(values):
            yield {name: value for name, value in zip(header, values, strict=False) if name and value}


def text_of(document: bytes) -> str:
    """The whole document as text. Raises UnexpectedAnswer if it cannot be unpacked."""
    return _text(_unpacked(document))


def header_key(title: str) -> str:
    """A header without case, spaces and punctuation: `Order ID`, `order-id` and `ORDER_ID` are one."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _unpacked(document: bytes) -> bytes:
    if not document.startswith(b"\x1f\x8b"):
        return document
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(document, LARGEST)
    except zlib.error as error:
        raise UnexpectedAnswer(_("a report cannot be unpacked")) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise UnexpectedAnswer(_("a report is cut short, or larger than 128 MB"))
    return content


def _text(content: bytes) -> str:
    """UTF-8 where it is that, else Windows-1252 as European reports are; Japanese ones are Shift-JIS."""
    for charset in ("utf-8-sig", "cp1252", "cp932"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
