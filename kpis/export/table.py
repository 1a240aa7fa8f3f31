"""A table that leaves the house: plain cells, and nothing that a spreadsheet would take for a formula."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | float | int | date | datetime | None
"""None: nothing is known, an empty cell. Moments are aware."""

_STARTS_A_FORMULA = re.compile(r"[\s]*[=+\-@|%\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Table:
    """rows: read once, from the first to the last, so that a long one need not fit into memory. name: of the file."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def printable(text: str) -> str:
    """Without control characters, which no spreadsheet reads."""
    return _UNPRINTABLE.sub("", text)


def no_formula(text: str) -> str:
    """Behind an apostrophe what a spreadsheet would take for a formula."""
    return f"'{text}" if _STARTS_A_FORMULA.match(text) else text
