"""A table as a download."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import get_language, override

from kpis.export import csv_file
from kpis.export.table import Cell, Table

FORMS = ("csv", "xlsx")


def download(table: Table, form: str) -> StreamingHttpResponse:
    """form: csv or xlsx. Raises Http404 for any other.

    Rows are made after the view has returned, when the reader's language would be gone: it is kept for them.
    """
    table = replace(table, rows=_in_language(table.rows, get_language()))
    match form:
        case "csv":
            answer = StreamingHttpResponse(csv_file.lines(table), content_type=csv_file.CONTENT_TYPE)
        case "xlsx":
            from kpis.export import xlsx_file  # noqa: PLC0415  large, and seldom asked for

            answer = StreamingHttpResponse(xlsx_file.blocks(table), content_type=xlsx_file.CONTENT_TYPE)
        case _:
            raise Http404
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _in_language(rows: Iterable[Sequence[Cell]], language: str | None) -> Iterator[Sequence[Cell]]:
    """The same rows, each made in this language."""
    waiting = iter(rows)
    while True:
        with override(language):
            try:
                row = next(waiting)
            except StopIteration:
                return
        yield row
