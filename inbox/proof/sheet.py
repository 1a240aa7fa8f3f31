"""A proof as it is read: headings and tables of plain text. The page and the PDF show the same sheet."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """under: lines below the cells, over the whole width. body: a message's text as it is. state: "late" or ""."""

    cells: Sequence[str]
    under: Sequence[str] = ()
    body: str = ""
    state: str = ""


@dataclass(frozen=True)
class Section:
    """widths: of the columns, in parts. empty: what stands there without rows."""

    heading: str
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Row]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Sheet:
    """holds: whether the log fits its seals. verdict: that in words; findings: what does not fit, a line each.

    above_findings: said before them.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    holds: bool
    verdict: str
    findings: Sequence[str]
    sections: Sequence[Section]
    page_words: str
    """"Page {page} of {pages}" in the reader's language."""
    lacking_words: str
    """Said at the end of a PDF whose font lacks some characters."""
    language: str
    above_findings: str = ""
