"""The latest rows that are like something, however many there are.

An index tells at once where a word stands, but of one that stands in every twentieth message it is fetching all of them
that takes time. So ids are taken in stretches from the newest backwards, each much longer than the one before, and
PostgreSQL asks no further than to the stretch with which there are enough.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import F, Max, Model, QuerySet, Value

FIRST_STRETCH = 20_000
GROWS_BY = 10
_LATEST_FIRST = (F("id") + 0).desc()
"""Which no index has: by the primary key's own order PostgreSQL would read row after row, and tell the words of each,
until it had enough; of a word that few know or nobody that is all of them.
"""
_Row = TypeVar("_Row", bound=Model)


def latest(rows: QuerySet[_Row], *fields: str | Value, newest: int, most: int) -> QuerySet[Any, Any]:
    """These fields of the newest `most` of `rows`; one query, also as a part of another one.

    newest: an id that no row passes (newest_id).
    """
    found = [part.order_by(_LATEST_FIRST).values_list(*fields)[:most] for part in _stretches(rows, newest)]
    return found[0].union(*found[1:], all=True)[:most] if len(found) > 1 else found[0]


def newest_id(model: type[Model]) -> int:
    """0 if there is no row."""
    return model._default_manager.aggregate(newest=Max("id"))["newest"] or 0


def _stretches(rows: QuerySet[_Row], newest: int) -> Iterator[QuerySet[_Row]]:
    """The rows in parts, the newest first; the last one goes to the beginning."""
    above, length = newest - FIRST_STRETCH, FIRST_STRETCH
    while above > 0:
        yield rows.filter(id__gt=above)
        rows, length = rows.filter(id__lte=above), length * GROWS_BY
        above -= length
    yield rows
