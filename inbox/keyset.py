"""Where a page of a list goes on: behind a row, by its place and id, compared as a pair so that one index serves."""

from datetime import datetime
from typing import TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.expressions import Combinable

_Rows = TypeVar("_Rows", bound=QuerySet[Model])


def behind(rows: _Rows, column: str, *, at: datetime, row_id: int) -> _Rows:
    """The rows behind (at, row_id), in the order of `column` and id; in the opposite order for a column with a "-"."""
    is_downwards = column.startswith("-")
    return behind_place(rows, F(column.removeprefix("-")), place=Value(at), row_id=row_id, is_downwards=is_downwards)


def behind_place(rows: _Rows, key: Combinable, *, place: Combinable, row_id: int, is_downwards: bool = False) -> _Rows:
    """The same for any expression that rows are sorted by, written as its index has it."""
    here = Func(key, F("id"), function="ROW")
    there = Func(place, Value(row_id), function="ROW")
    operator = " < " if is_downwards else " > "
    return rows.filter(Func(here, there, template="%(expressions)s", arg_joiner=operator, output_field=BooleanField()))
