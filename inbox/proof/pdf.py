"""A sheet as a PDF of A4 pages. The packaged font has Latin, Greek and Cyrillic; what it lacks shows as [?]."""

import logging
import textwrap
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import CellBordersLayout
from fpdf.fonts import FontFace

from inbox.proof.sheet import Row, Section, Sheet

LACKING = "[?]"
"""Stands for characters in a row that the font lacks."""
_FONT = "Source Sans"
_FILES = {"": "SourceSansPro-Regular.ttf", "B": "SourceSansPro-Semibold.ttf"}
_MARGIN = 16
_BLACK, _QUIET = (0, 0, 0), (90, 90, 90)
_LATE = (160, 30, 25)
_RULE = (190, 198, 201)
_OPEN = CellBordersLayout(0)
"""Of a row that goes on below."""

logging.getLogger("fontTools").setLevel(logging.WARNING)


def pdf_of(sheet: Sheet, *, made_at: datetime) -> bytes:
    """The whole sheet; no text makes it fail."""
    page = _Page(sheet, made_at)
    page.add_page()
    page.head()
    for section in sheet.sections:
        page.section(section)
    page.last_words()
    return bytes(page.output())


def printable(text: str) -> tuple[str, bool]:
    """The text with what the font lacks replaced, and whether anything was."""
    spaced = text.replace("\t", "    ").replace("\r\n", "\n")
    shown = "".join(
        "".join(run) if is_known else LACKING for is_known, run in groupby(spaced, key=_characters().__contains__)
    )
    return shown, shown != spaced


class _Page(FPDF):
    def __init__(self, sheet: Sheet, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.sheet = sheet
        self.lacks = False
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN + 4)
        for style, name in _FILES.items():
            self.add_font(_FONT, style, _folder() / name)
        self.set_title(self.told(sheet.title))
        self.set_lang(sheet.language)
        self.set_creation_date(made_at)
        self.set_creator("Guichet")

    def footer(self) -> None:
        self.set_y(-_MARGIN)
        self._ink(8, colour=_QUIET)
        self.cell(0, 6, self.told(self.sheet.title))
        words = self.sheet.page_words.format(page=self.page_no(), pages="{nb}")
        self.set_x(_MARGIN)
        self.cell(0, 6, self.told(words), align="R")

    def told(self, text: str) -> str:
        shown, lacks = printable(text)
        self.lacks = self.lacks or lacks
        return shown

    def head(self) -> None:
        self._ink(18, "B")
        self._line(self.sheet.title, 9)
        self.ln(2)
        self._ink(11, "B", colour=_BLACK if self.sheet.holds else _LATE)
        self._line(self.sheet.verdict, 5.5)
        if self.sheet.above_findings:
            self.ln(1)
            self._ink(9, colour=_QUIET)
            self._line(self.sheet.above_findings, 4.6)
        self._ink(9)
        for finding in self.sheet.findings:
            self._line(f"• {finding}", 4.6)
        self.ln(2)
        for label, value in self.sheet.facts:
            self._ink(9, colour=_QUIET)
            left, top = self.l_margin + 46, self.get_y()
            self.multi_cell(46, 4.8, self.told(label), align="L", new_x="RIGHT", new_y="TOP")
            self._ink(9)
            self.set_xy(left, top)
            self.multi_cell(0, 4.8, self.told(value), align="L", new_x="LMARGIN", new_y="NEXT")

    def section(self, section: Section) -> None:
        if self.will_page_break(48):
            self.add_page()
        self.ln(6)
        self._ink(13, "B")
        self._line(section.heading, 7)
        self._ink(9, colour=_QUIET)
        for words in filter(None, (section.note, "" if section.rows else section.empty)):
            self._line(words, 4.6)
        if section.rows:
            self._table(section)

    def last_words(self) -> None:
        if self.lacks:
            self.ln(6)
            self._ink(9, colour=_QUIET)
            self._line(self.sheet.lacking_words, 4.6)

    def _table(self, section: Section) -> None:
        self.ln(1)
        self._ink(8.5)
        self.set_draw_color(*_RULE)
        with self.table(
            col_widths=tuple(section.widths),
            borders_layout="NONE",
            headings_style=FontFace(emphasis="BOLD"),
            line_height=4.2,
            text_align="LEFT",
            v_align="TOP",
            padding=(0.9, 1.2),
            first_row_as_headings=True,
        ) as table:
            heading = table.row()
            for column in section.columns:
                heading.cell(self.told(column), border=CellBordersLayout.BOTTOM)
            for row in section.rows:
                self._row(table, row, len(section.columns))

    def _row(self, table: object, row: Row, columns: int) -> None:
        style = FontFace(color=_LATE) if row.state == "late" else None
        below = [*row.under, *([row.body] if row.body else [])]
        parts = list(_parts(self.told("\n".join(below)))) if below else []
        line = table.row(style=style)  # type: ignore[attr-defined]
        is_one_piece = len(parts) == 1 and columns > 1
        for place, cell in enumerate(row.cells):
            spans = is_one_piece and place == 0  # what a cell spans is not parted by a page's end
            border = _OPEN if parts and not spans else CellBordersLayout.BOTTOM
            line.cell(self.told(cell), rowspan=2 if spans else 1, border=border)
        for place, part in enumerate(parts, start=1):
            line = table.row(style=FontFace(color=_QUIET, size_pt=7.5))  # type: ignore[attr-defined]
            border = _OPEN if place < len(parts) else CellBordersLayout.BOTTOM
            line.cell(part, colspan=columns - 1 if is_one_piece else columns, border=border)

    def _line(self, text: str, height: float) -> None:
        self.multi_cell(0, height, self.told(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _ink(self, size: float, style: str = "", *, colour: tuple[int, int, int] = _BLACK) -> None:
        self.set_font(_FONT, style, size)
        self.set_text_color(*colour)


LINES_A_ROW = 40
"""A row of a table cannot be broken between pages, so a long text is several rows."""
_CHARACTERS_A_LINE = 120


def _parts(text: str) -> Sequence[str]:
    lines: list[str] = []
    for line in text.splitlines():
        lines += textwrap.wrap(line, _CHARACTERS_A_LINE) or [""]
    return ["\n".join(lines[at : at + LINES_A_ROW]) for at in range(0, len(lines), LINES_A_ROW)]


def _folder() -> Path:
    return Path(font_source_sans_pro.__file__).parent / "files"


@cache
def _characters() -> frozenset[str]:
    fonts = [TTFont(_folder() / name, lazy=True).getBestCmap() for name in _FILES.values()]
    return frozenset({"\n"} | {chr(code) for code in set.intersection(*(set(font) for font in fonts))})
