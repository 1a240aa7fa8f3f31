"""Many rows in one statement: INSERT and UPDATE over unnest(), several times as fast as the ORM's own.

Values must be what PostgreSQL takes (aware datetimes, text, numbers, JSON as text); no array columns.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert_new(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]], *, returning: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Insert `rows` (one value per field each), leave out those that break a uniqueness; return the inserted ones."""
    if not rows:
        return []
    columns, types = _columns(model, fields)
    sql = (
        f"INSERT INTO {_quote(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608
        f"SELECT * FROM unnest({_arrays(types)}) ON CONFLICT DO NOTHING "
        f"RETURNING {', '.join(_columns(model, returning)[0])}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        return cursor.fetchall()


def update_rows(model: type[models.Model], fields: Sequence[str], objects: Sequence[models.Model]) -> None:
    """Write these fields of the objects (saved before, by primary key)."""
    if not objects:
        return
    attributes = [model._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]
    rows = [[thing.pk, *(getattr(thing, name) for name in attributes)] for thing in objects]
    columns, types = _columns(model, fields)
    names = ", ".join(["id", *columns])
    assignments = ", ".join(f"{column} = new.{column}" for column in columns)
    table = _quote(model._meta.db_table)
    sql = (
        f"UPDATE {table} SET {assignments} FROM unnest({_arrays(['bigint', *types])}) AS new({names}) "  # noqa: S608
        f"WHERE {table}.id = new.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])


def _columns(model: type[models.Model], fields: Sequence[str]) -> tuple[list[str], list[str]]:
    found = [model._meta.get_field(name) for name in fields]
    return [_quote(field.column) for field in found], [field.rel_db_type(connection) if field.primary_key else (field.db_type(connection) or "") for field in found]  # type: ignore[union-attr]


def _arrays(types: Sequence[str]) -> str:
    return ", ".join(f"%s::{kind.split('(')[0]}[]" for kind in types)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
