"""How many tickets views hold: kept, so that nothing is counted where a page is drawn.

Triggers on tickets keep TicketCount (migration 0017). A view that asks only for what is kept there has an exact number,
whatever the time: due times are kept by the quarter of an hour, and a day ends at a full one in every zone. Any other
view is counted up to a limit, and the number is good until a ticket changes, but for a minute at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Sum, Value

from inbox.lists.conditions import condition, end_of_day, listed
from inbox.lists.filters import Filters, Left
from inbox.models import TicketCount, User
from inbox.models.ticket import UNDER_WAY
from inbox.people.zones import zone_of

_KEPT = {"marketplace", "account", "language", "status", "claim", "left"}
_KEPT_UNDER_WAY = _KEPT | {"channel", "kind", "level", "topic", "assignee", "last"}
_BY_THE_DAY = {"", Left.ANY, Left.NONE, Left.TODAY, Left.TOMORROW}

_SPARE_ROWS = """
    SELECT count(*) - count(DISTINCT (account_id, language, status, needs_reply, has_open_claim, reply_due_at,
                                      channel, kind, level, topic, assignee_id, last_direction))
    FROM inbox_ticketcount
"""
_FOLD = """
    WITH gone AS (DELETE FROM inbox_ticketcount RETURNING *)
    INSERT INTO inbox_ticketcount (
        account_id, language, status, needs_reply, has_open_claim, reply_due_at,
        channel, kind, level, topic, assignee_id, last_direction, n
    )
    SELECT account_id, language, status, needs_reply, has_open_claim,
        CASE WHEN reply_due_at < %(long_past)s THEN %(long_past)s ELSE reply_due_at END AS due,
        channel, kind, level, topic, assignee_id, last_direction, sum(n)
    FROM gone
    GROUP BY account_id, language, status, needs_reply, has_open_claim, due,
        channel, kind, level, topic, assignee_id, last_direction
    HAVING sum(n) <> 0
"""
_TOLERATED = 100
_LONG_PAST = timedelta(days=1)


def is_kept(filters: Filters) -> bool:
    """Whether the number of tickets that the filters let through is kept."""
    asked = {field.name for field in fields(filters) if getattr(filters, field.name)}
    is_under_way = bool(filters.status) and set(filters.status) <= set(UNDER_WAY)
    return filters.left in _BY_THE_DAY and asked <= (_KEPT_UNDER_WAY if is_under_way else _KEPT)


def kept_counts(views: Mapping[str, Filters], user: User, *, now: datetime) -> dict[str, int]:
    """How many tickets of those the user may see each of these holds, by the same names; one query.

    views: only such whose count is kept.
    """
    if not views:
        return {}
    zone = zone_of(user)
    sees_all = user.is_active and not user.limits
    write = _remembered_statement if sees_all else _statement
    try:
        statement = write(tuple(views.values()), user, zone, end_of_day(now, zone))
    except EmptyResultSet:  # of somebody who may see no shop
        return dict.fromkeys(views, 0)
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return dict(zip(views, cursor.fetchone(), strict=True))


def _statement(asked: Sequence[Filters], user: User, zone: ZoneInfo, tonight: datetime) -> tuple[str, Sequence[Any]]:
    """SQL and its values, for one row with a number for each of these: the same until the day ends in the user's zone.

    To write it takes longer than to run it.
    """
    del zone  # of the user; people are the same to Python when their ids are
    today = tonight - timedelta(seconds=1)
    wanted = [condition(filters, user=user, now=today) & listed(filters) for filters in asked]
    sums = {f"n{number}": Sum("n", filter=like, default=0) for number, like in enumerate(wanted)}
    counts = TicketCount.objects.visible_to(user).alias(queue_at=F("reply_due_at"))
    return counts.values(all_together=Value(1)).annotate(**sums).values_list(*sums).query.sql_with_params()


_remembered_statement = lru_cache(maxsize=500)(_statement)
"""For people who may see every shop."""


def fold_counts(now: datetime) -> int:
    """Add up the rows of each sort once there are many to spare; return how many rows that saved.

    Due times long past become one: they come before every midnight to come. Nobody waits for this, and whoever reads
    meanwhile sees the rows before or after.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SPARE_ROWS)
        (spare,) = cursor.fetchone()
        if spare <= _TOLERATED:
            return 0
        cursor.execute(_FOLD, {"long_past": now - _LONG_PAST})
    return int(spare)
