"""A table as CSV, line by line."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kpis.export.table import Cell, Table, no_formula, printable

CONTENT_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"
"""So that spreadsheets read it as UTF-8."""


class _Line:
    """What csv writes a line to; gives it back."""

    def write(self, line: str) -> str:
        return line


def lines(table: Table) -> Iterator[bytes]:
    """UTF-8, commas, the columns first."""
    writer: Any = csv.writer(_Line())
    yield (_MARK + writer.writerow([_cell(name) for name in table.columns])).encode()
    for row in table.rows:
        yield writer.writerow([_cell(cell) for cell in row]).encode()


def _cell(cell: Cell) -> str | float | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return no_formula(printable(cell)) if isinstance(cell, str) else cell
