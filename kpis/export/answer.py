"""A table as a download."""

from django.http import Http404, StreamingHttpResponse

from kpis.export import csv_file, xlsx_file
from kpis.export.table import Table

FORMS = ("csv", "xlsx")


def download(table: Table, form: str) -> StreamingHttpResponse:
    """form: csv or xlsx. Raises Http404 for any other."""
    match form:
        case "csv":
            answer = StreamingHttpResponse(csv_file.lines(table), content_type=csv_file.CONTENT_TYPE)
        case "xlsx":
            answer = StreamingHttpResponse(xlsx_file.blocks(table), content_type=xlsx_file.CONTENT_TYPE)
        case _:
            raise Http404
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
