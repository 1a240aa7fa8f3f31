"""The number beside each view: kept, or else counted up to a limit and remembered; two queries at most."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from inbox import changes
from inbox.lists.counts import is_kept, kept_counts
from inbox.lists.matching import narrowed
from inbox.lists.views import ListView
from inbox.models import Ticket, User

MOST = 100
"""Counting stops here, so that it costs the same however many tickets there are."""
GOOD_FOR_SECONDS = 60
"""So long at most is a number good that was counted: time alone may change it."""


@dataclass(frozen=True)
class Count:
    """How many there are; false if none. is_capped: counted no further than to MOST."""

    number: int
    is_capped: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.is_capped and self.number >= MOST

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        if self.is_cut:
            return f"{MOST - 1}+"
        return str(self.number) if self.number > 0 else ""


def counts_of(views: Sequence[ListView], user: User, *, now: datetime) -> dict[str, Count]:
    """The number of tickets in each view, by its name."""
    kept = kept_counts({view.name: view.filters for view in views if is_kept(view.filters)}, user, now=now)
    others = [view for view in views if view.name not in kept]
    return {name: Count(number) for name, number in kept.items()} | _remembered(others, user, now=now)


@dataclass(frozen=True)
class CappedCounts:
    """A statement that counts the rows of several queries, each up to MOST. names: of the queries, in order.

    To write the SQL takes longer than to run it: where the queries are always the same it is kept.
    """

    names: Sequence[str]
    sql: str
    params: Sequence[Any]

    @classmethod
    def of(cls, queries: Mapping[str, QuerySet[Any]]) -> "CappedCounts":
        parts = [_sql_of(query.order_by().values("id")[:MOST]) for query in queries.values()]
        columns = (f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _params in parts)  # noqa: S608
        return cls(tuple(queries), f"SELECT {', '.join(columns)}", tuple(chain(*(params for _sql, params in parts))))

    def ask(self) -> dict[str, Count]:
        """By the queries' names; one query for all of them, none for none."""
        if not self.names:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchone()
        return {name: Count(number, is_capped=True) for name, number in zip(self.names, found, strict=True)}


def _sql_of(query: QuerySet[Any]) -> tuple[str, Sequence[Any]]:
    try:
        return query.query.sql_with_params()
    except EmptyResultSet:  # such as of somebody who may see no shop
        return "SELECT WHERE false", ()


def _remembered(views: Sequence[ListView], user: User, *, now: datetime) -> dict[str, Count]:
    """Counted again once any ticket has changed."""
    if not views:
        return {}
    changed = changes.current()
    keys = {view.name: f"view-count:{user.pk}:{_digest(view)}:{changed}" for view in views}
    known = cache.get_many(keys.values())
    found = {name: Count(known[key], is_capped=True) for name, key in keys.items() if key in known}
    missing = [view for view in views if view.name not in found]
    visible = Ticket.objects.visible_to(user)
    counted = CappedCounts.of(
        {view.name: narrowed(visible, view.filters, user=user, now=now) for view in missing}
    ).ask()
    if counted:
        cache.set_many({keys[name]: count.number for name, count in counted.items()}, timeout=GOOD_FOR_SECONDS)
    return found | counted


def _digest(view: ListView) -> str:
    return hashlib.sha256(view.filters.query.encode()).hexdigest()[:32]
