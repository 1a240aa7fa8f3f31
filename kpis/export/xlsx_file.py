"""A table as XLSX, written row by row to a file, never held in memory as a whole."""

from collections.abc import Iterator
from datetime import datetime
from tempfile import NamedTemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kpis.export.table import Cell, Table, printable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""So many fit on a sheet below the names of the columns; what follows goes on the next sheet."""
_LONGEST_CELL, _LONGEST_NAME = 32_767, 31
_BLOCK = 64 * 1024
_NOT_IN_A_NAME = str.maketrans("", "", "[]:*?/\\")


def blocks(table: Table) -> Iterator[bytes]:
    """The file, block by block; it is gone from the disk when the last one has been read."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        write(table, file)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def write(table: Table, file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = _sheet(book, table, 1)
    for number, row in enumerate(table.rows):
        if number and number % MOST_ROWS == 0:
            sheet = _sheet(book, table, number // MOST_ROWS + 1)
        sheet.append([_cell(sheet, cell) for cell in row])
    book.save(file)


def _sheet(book: Workbook, table: Table, number: int) -> WriteOnlyWorksheet:
    name = table.name.translate(_NOT_IN_A_NAME)[: _LONGEST_NAME - 3]
    sheet: WriteOnlyWorksheet = book.create_sheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes = "A2"
    heads = [_text(sheet, name) for name in table.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    return sheet


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> BookCell | Cell:
    """Moments without their zone, which the format does not know: in the zone that they come in."""
    if isinstance(cell, str):
        return _text(sheet, cell)
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> BookCell:
    """A cell of text, also where the text looks like a formula."""
    made: BookCell = WriteOnlyCell(sheet, value=printable(text)[:_LONGEST_CELL])
    made.data_type = "s"
    return made
