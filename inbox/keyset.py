"""Where a page of a list goes on: behind a row, by its place and id, compared as a pair so that one index serves."""

from datetime import datetime
from typing import TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.expressions import Combinable

_Rows = TypeVar("_Rows", bound=QuerySet[Model])
_Row = TypeVar("_Row", bound=Model)
Place = tuple[datetime, int]
"""A row's time and id."""


def newest(rows: QuerySet[_Row], column: str, *, after: Place | None, limit: int) -> tuple[list[_Row], Place | None]:
    """One page behind that place, the newest by column first, and the place of its last row if there are more."""
    if after:
        rows = behind(rows, f"-{column}", at=after[0], row_id=after[1])
    found = list(rows.order_by(f"-{column}", "-id")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], (getattr(found[limit - 1], column), found[limit - 1].pk)


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
