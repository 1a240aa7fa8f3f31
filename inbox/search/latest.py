"""The latest rows that are like something, however many there are.

An index tells at once where a word stands, but of one that stands in every twentieth message it is telling all of them
that takes time. So the indexes that are searched (words of messages, names of tickets and buyers) have the block of an
id as their first key; a few blocks are asked about at a time, from the newest backwards, and PostgreSQL asks no further
than to those with which there are enough.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value

BLOCK = 20_000
"""Ids in a block, as the indexes have it."""
STRETCHES = (2, 2, 16)
"""So many blocks each; what is older is one more. A stretch costs its planning, and a large one the reading of all that
it holds to find the latest: these were the quickest of those tried (docs/performance.md).
"""
FEW_AT_FIRST = 3
"""If the newest stretch holds fewer, all that is older is looked through at once: what is in so few of its 20,000 or
more rows is not in so many of the others that reading all of them would take long.
"""
_NUMBER = F("id") + 0
"""Which no index has. By the primary key's own order PostgreSQL would read row after row, and tell the words of each,
until it had enough: of a word that nobody knows that is all of them. And of the millions of ids that are older than a
stretch it would make a list before it looks at the few rows that have the word.
"""
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Statement:
    """A query's SQL with its values; in brackets it may stand in another one."""

    sql: str
    params: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "Statement":
        """Raises EmptyResultSet where Django knows that there are none."""
        sql, params = rows.query.sql_with_params()
        return cls(sql, tuple(params))

    @classmethod
    def all_of(cls, parts: Sequence["Statement"]) -> "Statement":
        """The rows of one after the other, as far as somebody reads them."""
        sql = " UNION ALL ".join(f"({part.sql})" for part in parts)
        return cls(sql, tuple(value for part in parts for value in part.params))

    def at(self, place: str) -> "Statement":
        """The rows of one stretch."""
        return Statement(_PLACE.sub(place, self.sql), self.params)

    def fetch(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return list(cursor.fetchall())


def latest(rows: QuerySet[Any, Any], *fields: str | Value, newest: int, most: int) -> Statement:
    """These fields of the newest `most` of `rows`. Raises EmptyResultSet.

    newest: an id that no row passes (newest_ids). The SQL is the same for every stretch and written once: to let Django
    write it for each took longer than most searches take.
    """
    found = rows.filter(_Stretch(F("id"))).order_by(_NUMBER.desc()).values_list(*fields)[:most]
    one = Statement.of(found)
    first, *others = _stretches(newest)
    if not others:
        return one.at(first)
    held = "(SELECT count(*) FROM newest)"
    parts = [one.at(f"{_older_than(newest, STRETCHES[0])} AND {held} < {FEW_AT_FIRST}")]
    parts += [one.at(f"{stretch} AND {held} >= {FEW_AT_FIRST}") for stretch in others]
    every = Statement.all_of([Statement("SELECT * FROM newest", ()), *parts])
    newest_held = one.at(first)
    sql = f"WITH newest AS MATERIALIZED ({newest_held.sql}) {every.sql} LIMIT {most}"
    return Statement(sql, newest_held.params + every.params)


def latest_ids(rows: QuerySet[Any, Any], *, newest: int, most: int) -> list[int]:
    """Asked for at once."""
    try:
        return [row_id for (row_id,) in latest(rows, "id", newest=newest, most=most).fetch()]
    except EmptyResultSet:
        return []


def latest_of_few(rows: QuerySet[Any, Any], *fields: str | Value, most: int) -> Statement:
    """The same of rows of which there are few: one look takes less than a look into each stretch. Raises
    EmptyResultSet.
    """
    return Statement.of(rows.order_by(_NUMBER.desc()).values_list(*fields)[:most])


def newest_ids(*models: type[Model]) -> list[int]:
    """Of each the largest id there is, 0 if there is no row; one query."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in models)
    newest = ", ".join(f"(SELECT max(id) FROM {table})" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return [found or 0 for found in cursor.fetchone()]


class _Stretch(Func):
    """The place in the SQL where it says which ids are meant."""

    template = "{%(expressions)s}"
    output_field = BooleanField()


def _stretches(newest: int) -> Iterator[str]:
    """Which ids, as what takes the place; the newest first, the last one goes to the beginning."""
    before = 0
    for blocks in STRETCHES:
        above = newest // BLOCK + 1 - before
        if above <= blocks:
            break
        yield rf"(\1 / {BLOCK}) IN ({', '.join(map(str, range(above - blocks, above)))})"
        before += blocks
    yield _older_than(newest, before)


def _older_than(newest: int, blocks: int) -> str:
    return rf"(\1 + 0) < {(newest // BLOCK + 1 - blocks) * BLOCK}"
