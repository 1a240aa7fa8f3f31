"""Tables as files: what is in them is what was in the table, and never a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import Http404
from django.utils.dates import WEEKDAYS
from django.utils.translation import override

from kpis.export import csv_file, xlsx_file
from kpis.export.answer import download
from kpis.export.table import Cell, Table

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def table(*rows: list[Cell]) -> Table:
    return Table("answered", ["who", "value"], rows)


def read_csv(made: Table) -> list[list[str]]:
    text = b"".join(csv_file.lines(made)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def read_xlsx(made: Table) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_file.blocks(made))))
    return [tuple(cell.value for cell in row) for row in book.worksheets[0].rows]


def test_both_forms_hold_the_columns_and_the_rows() -> None:
    made = table(["Zoé, été", 0.92], ["none", None], ["day", date(2026, 3, 4)])
    assert read_csv(made) == [["who", "value"], ["Zoé, été", "0.92"], ["none", ""], ["day", "2026-03-04"]]
    assert read_xlsx(made)[:3] == [("who", "value"), ("Zoé, été", 0.92), ("none", None)]


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", " =1", "|cmd", "%x"])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    assert read_csv(table([text, 1]))[1][0] == f"'{text}"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_file.blocks(table([text, 1])))))
    cell = book.worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()


def test_a_number_below_zero_stays_a_number() -> None:
    assert read_csv(table(["x", -2]))[1] == ["x", "-2"]
    assert read_xlsx(table(["x", -2]))[1] == ("x", -2)


def test_a_whole_number_is_written_as_one() -> None:
    assert read_csv(table(["x", 54.0], ["y", 0.5]))[1:] == [["x", "54"], ["y", "0.5"]]


def test_a_moment_is_written_in_its_zone() -> None:
    assert read_csv(table(["x", NOON]))[1][1] == "2026-03-04 12:00:00+00:00"
    assert read_xlsx(table(["x", NOON]))[1][1] == datetime(2026, 3, 4, 12)  # noqa: DTZ001


def test_control_characters_break_no_file() -> None:
    assert read_xlsx(table(["a\x00b\x1f", 1]))[1][0] == "ab"
    assert read_csv(table(["a\x00b", 1]))[1][0] == "ab"


def test_csv_is_written_while_it_is_read() -> None:
    def rows() -> Iterator[list[Cell]]:
        yield ["first", 1]
        raise AssertionError

    lines = csv_file.lines(Table("t", ["who", "value"], rows()))
    assert b"who" in next(lines)
    assert b"first" in next(lines)


def test_rows_are_made_in_the_language_of_who_asked_also_after_the_view_is_over() -> None:
    rows = ([str(WEEKDAYS[day])] for day in range(2))
    with override("fr"):
        answer = download(Table("days", ["day"], rows), "csv")
    with override("en"):
        assert b"".join(answer).decode("utf-8-sig").split() == ["day", "lundi", "mardi"]  # type: ignore[arg-type]


def test_a_download_has_a_name_and_stays_out_of_caches() -> None:
    answer = download(table(["x", 1]), "xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="answered.xlsx"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    with pytest.raises(Http404):
        download(table(["x", 1]), "exe")
