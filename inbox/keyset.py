"""Where a page of a list goes on: behind a row, by its moment and id, compared as a pair so that one index serves."""

from datetime import datetime
from typing import TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value

_Rows = TypeVar("_Rows", bound=QuerySet[Model])


def behind(rows: _Rows, column: str, *, at: datetime, row_id: int) -> _Rows:
    """The rows behind (at, row_id), in the order of `column` and id; in the opposite order for a column with a "-"."""
    operator = " < " if column.startswith("-") else " > "
    here = Func(F(column.removeprefix("-")), F("id"), function="ROW")
    there = Func(Value(at), Value(row_id), function="ROW")
    return rows.filter(Func(here, there, template="%(expressions)s", arg_joiner=operator, output_field=BooleanField()))
