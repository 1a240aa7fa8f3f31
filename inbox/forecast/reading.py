"""Read the past eight weeks and the queue of now from the database.

The past is two queries over an index on the beginning of waits, each a row an hour, kept for ten minutes.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from inbox.forecast.history import History
from inbox.forecast.queueing import Waiting
from inbox.models import Ticket

PAST = timedelta(weeks=8)
KEPT = timedelta(minutes=10)
MOST_WAITING = 5000
"""So many tickets of now are looked at, the most urgent ones."""

_ARRIVALS = """
SELECT date_trunc('hour', opened_at), count(*) FROM inbox_responsecycle
WHERE opened_at >= %s AND opened_at < %s GROUP BY 1
"""
_ANSWERS = """
SELECT date_trunc('hour', cycle.answered_at), count(*),
    count(DISTINCT COALESCE(message.user_id::text, message.author))
FROM inbox_responsecycle AS cycle JOIN inbox_message AS message ON message.id = cycle.answered_by_id
WHERE cycle.opened_at >= %s AND cycle.opened_at < %s AND cycle.answered_at >= %s AND cycle.answered_at < %s
GROUP BY 1
"""
_WINDOW = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY LEAST(due_at, company_due_at) - opened_at)
FROM inbox_responsecycle
WHERE opened_at >= %s AND opened_at < %s AND LEAST(due_at, company_due_at) > opened_at
"""


def history(now: datetime) -> History:
    """The last eight full weeks up to this hour, or less where there is less. Counted in UTC."""
    end = now.replace(minute=0, second=0, microsecond=0)
    kept: History | None = cache.get(_name(end))
    if kept is None:
        kept = _read(end - PAST, end)
        cache.set(_name(end), kept, timeout=KEPT.total_seconds())
    return kept


def waiting_now() -> list[Waiting]:
    """Every ticket with a deadline, the soonest first."""
    due = Ticket.objects.filter(needs_reply=True).exclude(reply_due_at=None).exclude(status="solved")
    rows = due.order_by("queue_at", "id").values_list("id", "reply_due_at")[:MOST_WAITING]
    return [Waiting(ticket_id, due_at) for ticket_id, due_at in rows if due_at]


def _read(start: datetime, end: datetime) -> History:
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVALS, [start, end])
        arrivals = dict(cursor.fetchall())
        cursor.execute(_ANSWERS, [start, end, start, end])
        answered = cursor.fetchall()
        cursor.execute(_WINDOW, [start, end])
        row = cursor.fetchone()
    first = min(arrivals, default=end)
    return History(
        start=max(start, first),
        end=end,
        arrivals=arrivals,
        answers={at: count for at, count, _ in answered},
        agents={at: agents for at, _, agents in answered},
        window=row[0] if row else None,
    )


def _name(end: datetime) -> str:
    return f"forecast:{end.isoformat()}"
