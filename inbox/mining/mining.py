"""Let the questions follow the tickets, in batches in the order in which these changed; any part may be done twice."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from connectors.locks import advisory_lock_or_not
from inbox.mining.collecting import collect
from inbox.mining.sorting import sort_wordings
from inbox.models import MiningProgress

BATCH = 500
"""Tickets."""
COUNTED = timedelta(days=400)
"""Questions older than this are forgotten: a year can be compared with the one before only month by month."""
OVERLAP = timedelta(minutes=10)
"""A change that was written while we looked carries a time that lies behind us; each run begins so much earlier."""
AT_NIGHT = time(3, 0)
IN_THE_DEMO = timedelta(minutes=1)
"""How soon the demo looks again, where an hour takes a minute."""

_NEXT = """
SELECT id, updated_at FROM inbox_ticket WHERE (updated_at, id) > (%s, %s) ORDER BY updated_at, id LIMIT %s
"""
_TIDY = (
    "DELETE FROM inbox_asking WHERE asked_at < %(oldest)s",
    "DELETE FROM inbox_wording w WHERE NOT EXISTS (SELECT 1 FROM inbox_asking WHERE wording_id = w.id)",
    """
    UPDATE inbox_question q SET key = w.key FROM (
        SELECT DISTINCT ON (question_id) question_id, key FROM inbox_wording ORDER BY question_id, id
    ) w
    WHERE w.question_id = q.id
        AND NOT EXISTS (SELECT 1 FROM inbox_wording own WHERE own.question_id = q.id AND own.key = q.key)
    """,
    """
    DELETE FROM inbox_questionanswer a
    WHERE NOT EXISTS (SELECT 1 FROM inbox_wording w WHERE w.question_id = a.question_id)
    """,
    "DELETE FROM inbox_question q WHERE NOT EXISTS (SELECT 1 FROM inbox_wording WHERE question_id = q.id)",
)
"""What nobody asks any more goes; a question whose first wording went is recognised by another of its own."""


def is_due(now: datetime) -> bool:
    """Whether it is time to look for more."""
    row, _made = MiningProgress.objects.get_or_create(pk=1, defaults={"next_at": now})
    return row.next_at <= now


def mine(now: datetime) -> bool:
    """Follow all tickets that changed since the last time; False if somebody else is at it just now."""
    with advisory_lock_or_not("mining") as taken:
        if not taken:
            return False
        row, _made = MiningProgress.objects.get_or_create(pk=1, defaults={"next_at": now})
        if row.changed_at is not None and row.finished_at is not None:
            row.changed_at, row.last_ticket, row.finished_at = row.changed_at - OVERLAP, 0, None
        while _batch(row, now):
            pass
        sort_wordings()
        _tidy(now)
        row.finished_at, row.next_at = now, now + IN_THE_DEMO if settings.IS_DEMO else next_night(now)
        row.save(update_fields=["finished_at", "next_at"])
        return True


def next_night(now: datetime) -> datetime:
    """The next three o'clock in the shop's zone."""
    zone = ZoneInfo(settings.SHOP_ZONE)
    today = now.astimezone(zone).date()
    tonight = datetime.combine(today, AT_NIGHT, tzinfo=zone)
    return tonight if tonight > now else datetime.combine(today + timedelta(days=1), AT_NIGHT, tzinfo=zone)


def _batch(row: MiningProgress, now: datetime) -> bool:
    """One batch and how far it came, in one transaction; False when there is no more."""
    with transaction.atomic(), connection.cursor() as cursor:
        oldest = now - COUNTED
        cursor.execute(_NEXT, [row.changed_at or oldest, row.last_ticket, BATCH])
        tickets = cursor.fetchall()
        if not tickets:
            return False
        collect([ticket_id for ticket_id, _changed in tickets], since=oldest)
        row.last_ticket, row.changed_at = tickets[-1]
        row.save(update_fields=["changed_at", "last_ticket", "finished_at"])
        return True


def _tidy(now: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _TIDY:
            cursor.execute(statement, {"oldest": now - COUNTED})
