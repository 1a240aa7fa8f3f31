"""Which questions come back, how often, and how often in the same time before. Read from the kept askings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

LEAST = 2
"""In so many tickets a question must have been asked in the period to count as coming back."""
MOST = 100
"""So many questions are read unless more are wanted, those asked most."""


@dataclass(frozen=True)
class Period:
    """From start to end, the end left out; compared with the time of the same length before it."""

    start: datetime
    end: datetime

    @classmethod
    def last(cls, length: timedelta, *, now: datetime) -> "Period":
        return cls(now - length, now)

    @property
    def before(self) -> datetime:
        """Where the time that it is compared with begins."""
        return self.start - (self.end - self.start)


@dataclass(frozen=True)
class Narrowed:
    """What is looked at; "" or None: all. topic: NO_TOPIC for those that nobody has sorted."""

    topic: str | None = None
    language: str | None = None
    item_id: str = ""


@dataclass(frozen=True)
class Recurring:
    """A question that comes back. asked, before: in how many tickets, in the period and in the one before.

    said, ticket_id: its latest asking in its commonest wording, as it was written.
    """

    id: int
    topic: str
    language: str
    asked: int
    before: int
    said: str
    ticket_id: int


_COUNTED = """
SELECT w.question_id AS id, count(DISTINCT a.ticket_id) FILTER (WHERE a.asked_at >= %(start)s) AS asked,
    count(DISTINCT a.ticket_id) FILTER (WHERE a.asked_at < %(start)s) AS before
FROM inbox_asking a JOIN inbox_wording w ON w.id = a.wording_id
WHERE a.asked_at >= %(before)s AND a.asked_at < %(end)s AND w.question_id IS NOT NULL
    AND (%(topic)s::text IS NULL OR w.topic = %(topic)s) AND (%(language)s::text IS NULL OR w.language = %(language)s)
    AND (%(item)s = '' OR a.item_id = %(item)s)
GROUP BY 1
"""
_RECURRING = f"""
WITH counted AS ({_COUNTED}),
top AS (
    SELECT q.id, q.topic, q.language, q.key, counted.asked, counted.before
    FROM counted JOIN inbox_question q ON q.id = counted.id
    WHERE counted.asked >= {LEAST} AND (q.put_away_at IS NOT NULL) = %(put_away)s
    ORDER BY counted.asked DESC, counted.before DESC, q.id LIMIT %(most)s
)
SELECT top.id, top.topic, top.language, top.asked, top.before, sample.said, sample.ticket_id
FROM top CROSS JOIN LATERAL (
    SELECT a.said, a.ticket_id FROM inbox_wording w JOIN inbox_asking a ON a.wording_id = w.id
    WHERE w.question_id = top.id AND a.asked_at >= %(start)s AND a.asked_at < %(end)s
        AND (%(item)s = '' OR a.item_id = %(item)s)
    ORDER BY w.key = top.key DESC, a.asked_at DESC LIMIT 1
) sample
ORDER BY top.asked DESC, top.before DESC, top.id
"""  # noqa: S608


def recurring(period: Period, narrowed: Narrowed, *, put_away: bool = False, most: int = MOST) -> list[Recurring]:
    """The questions that come back, the commonest first; put_away: those that a lead put away instead."""
    with connection.cursor() as cursor:
        cursor.execute(_RECURRING, {**values(period, narrowed), "put_away": put_away, "most": most})
        return [Recurring(*row) for row in cursor.fetchall()]


def values(period: Period, narrowed: Narrowed) -> dict[str, Any]:
    """The period and what is looked at, as values of a query."""
    return {
        "start": period.start,
        "before": period.before,
        "end": period.end,
        "topic": narrowed.topic,
        "language": narrowed.language,
        "item": narrowed.item_id,
    }


@dataclass(frozen=True)
class Choices:
    """What there is to narrow by in a period: topics and languages, products with the commonest first."""

    topics: Sequence[str]
    languages: Sequence[str]
    items: Sequence[str]


MOST_ITEMS = 50
_CHOICES = f"""
WITH counted AS (
    SELECT w.topic, w.language, a.item_id, count(*) AS n FROM inbox_asking a JOIN inbox_wording w ON w.id = a.wording_id
    WHERE a.asked_at >= %(start)s AND a.asked_at < %(end)s GROUP BY 1, 2, 3
)
SELECT ARRAY(SELECT DISTINCT topic FROM counted ORDER BY 1), ARRAY(SELECT DISTINCT language FROM counted ORDER BY 1),
    ARRAY(SELECT item_id FROM counted WHERE item_id <> '' GROUP BY 1 HAVING sum(n) >= {LEAST}
        ORDER BY sum(n) DESC, 1 LIMIT {MOST_ITEMS})
"""  # noqa: S608


def choices(period: Period) -> Choices:
    """What the askings of the period are about."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, values(period, Narrowed()))
        return Choices(*cursor.fetchone())
