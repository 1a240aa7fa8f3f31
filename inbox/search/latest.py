"""The latest rows that are like something, however many there are.

An index tells at once where a word stands, but of one that stands in every twentieth message it is telling all of them
that takes time. So the indexes that are searched (words of messages, names of tickets and buyers) have the block of an
id as their first key; a few blocks are asked about at a time, from the newest backwards, and PostgreSQL asks no further
than to those with which there are enough.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import F, Max, Model, QuerySet, Value
from django.db.models.lookups import In, LessThan

BLOCK = 20_000
"""Ids in a block, as the indexes have it."""
STRETCHES = (2, 4, 12)
"""So many blocks each; what is older is one more."""
_NUMBER = F("id") + 0
"""Which no index has. By the primary key's own order PostgreSQL would read row after row, and tell the words of each,
until it had enough: of a word that nobody knows that is all of them. And of the millions of ids that are older than a
stretch it would make a list before it looks at the few rows that have the word.
"""
_Row = TypeVar("_Row", bound=Model)


def latest(rows: QuerySet[_Row], *fields: str | Value, newest: int, most: int) -> QuerySet[Any, Any]:
    """These fields of the newest `most` of `rows`; one query, also as a part of another one.

    newest: an id that no row passes (newest_id).
    """
    found = [part.order_by(_NUMBER.desc()).values_list(*fields)[:most] for part in _stretches(rows, newest)]
    return found[0].union(*found[1:], all=True)[:most] if len(found) > 1 else found[0]


def newest_id(model: type[Model]) -> int:
    """0 if there is no row."""
    return model._default_manager.aggregate(newest=Max("id"))["newest"] or 0


def _stretches(rows: QuerySet[_Row], newest: int) -> Iterator[QuerySet[_Row]]:
    """The rows in parts, the newest first; the last one goes to the beginning."""
    above = newest // BLOCK + 1
    for blocks in STRETCHES:
        if above <= blocks:
            break
        yield rows.filter(In(F("id") / BLOCK, range(above - blocks, above)))
        above -= blocks
    yield rows.filter(LessThan(_NUMBER, above * BLOCK))
