"""Read a CSV file of ratings: what it says line by line, and what could not be read, with the reason. Nothing is lost.

Pure: no database. Comma, semicolon, tab or bar; UTF-8 or UTF-16, else Windows' western code page, or Apple's old one.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.text import marked as _
from connectors.text import storable
from inbox.ratings.forms import Column, Form
from inbox.ratings.values import moment_in, rating_in

NO_RATING = _("no whole mark from 1 to 5")
NO_DATE = _("no date that can be read")
NOT_YET = _("a day that has not come yet")
SAME_TWICE = _("the same as an earlier line")
EARLIEST_YEAR = 1995
"""Nobody sold on a marketplace before."""
MOST_LINES = 50_000
LONGEST_COMMENT = 10_000


class NotATable(Exception):
    """No file of lines and columns."""


class TooLong(NotATable):
    """It has more than MOST_LINES."""


@dataclass(frozen=True)
class Table:
    """head: the names of the columns. lines: their numbers in the file, the first being 1, and cells."""

    head: Sequence[str]
    lines: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class ReadRating:
    """external_id: the file's own, else made of what does not change when the file is exported again.

    Of whom nothing is known, neither order nor name, that is all he said, and which one of those alike he is.
    """

    external_id: str
    order_id: str
    rating: int
    comment: str
    author: str
    written_at: datetime


@dataclass(frozen=True)
class UnreadableLine:
    """why: an English msgid. cells: as they stand in the file."""

    number: int
    why: str
    cells: Sequence[str]


@dataclass(frozen=True)
class ReadFile:
    ratings: Sequence[ReadRating]
    unreadable: Sequence[UnreadableLine]


def table_in(content: bytes) -> Table:
    """Raises NotATable, or TooLong."""
    text = _decoded(content)
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)]
    except csv.Error as error:
        raise NotATable from error
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2 or len(filled[0][1]) < 2:
        raise NotATable
    if len(filled) > MOST_LINES + 1:
        raise TooLong
    return Table([cell.strip() for cell in filled[0][1]], filled[1:])


def columns_in(table: Table, form: Form) -> Mapping[Column, int]:
    """Where the form's columns stand in this file; without those that it has not."""
    names = [name.casefold().replace("’", "'") for name in table.head]
    found = {}
    for column, known in form.columns.items():
        at = next((names.index(name) for name in known if name in names), None)
        if at is not None:
            found[column] = at
    return found


def ratings_in(table: Table, columns: Mapping[Column, int], *, form: Form, zone: ZoneInfo, now: datetime) -> ReadFile:
    """columns: where each stands; RATING must be among them. zone: of times that name none, nor does their column."""
    if Column.WRITTEN in columns and table.head[columns[Column.WRITTEN]].casefold().endswith("(utc)"):
        zone = ZoneInfo("UTC")
    ratings: dict[str, ReadRating] = {}
    unreadable = []
    alike: Counter[tuple[object, ...]] = Counter()
    for position, (number, cells) in enumerate(table.lines):
        said = {column: _cell(cells, at) for column, at in columns.items()}
        if position == 0 and form.second_head and not said.get(Column.ID):
            continue
        rating = rating_in(said.get(Column.RATING, ""))
        written_at = moment_in(said.get(Column.WRITTEN, ""), zone=zone, day_first=form.day_first)
        if rating is None or written_at is None or (why := _wrong_day(written_at, now)):
            why = NO_RATING if rating is None else NO_DATE if written_at is None else why
            unreadable.append(UnreadableLine(number, why, cells))
            continue
        what = written_at, rating, said.get(Column.COMMENT, "")
        alike[what] += 1
        one = _rating(said, rating=rating, written_at=written_at, number=alike[what])
        if one.external_id in ratings:
            unreadable.append(UnreadableLine(number, SAME_TWICE, cells))
            continue
        ratings[one.external_id] = one
    return ReadFile(list(ratings.values()), unreadable)


def _wrong_day(at: datetime, now: datetime) -> str:
    """A day is left for clocks that go wrong and for zones; the years first, since the ends of time know no zones."""
    if at.year < EARLIEST_YEAR:
        return NO_DATE
    return NOT_YET if at.year > now.year + 1 or at > now + timedelta(days=1) else ""


def _rating(said: Mapping[Column, str], *, rating: int, written_at: datetime, number: int) -> ReadRating:
    """number: which one it is of those on which all of that is alike."""
    order_id, author = said.get(Column.ORDER, "")[:100], said.get(Column.AUTHOR, "")[:255]
    known = (order_id, author) if order_id or author else (str(rating), said.get(Column.COMMENT, ""), str(number))
    made = "\0".join((*known, written_at.isoformat()))
    return ReadRating(
        external_id=said.get(Column.ID, "")[:255] or f"line-{hashlib.sha256(made.encode()).hexdigest()[:32]}",
        order_id=order_id,
        rating=rating,
        comment=said.get(Column.COMMENT, "")[:LONGEST_COMMENT],
        author=author,
        written_at=written_at,
    )


def _cell(cells: Sequence[str], at: int) -> str:
    return storable(cells[at]).strip() if at < len(cells) else ""


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:2]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("mac_roman")
