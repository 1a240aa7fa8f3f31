"""Since when anything happened that figures count, and that time in pieces."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection

_PAST = """
SELECT account_id, greatest(min(at), timestamptz '1900-01-01Z') FROM (
    SELECT account_id, min(written_at) AS at FROM inbox_message GROUP BY 1
    UNION ALL SELECT account_id, min(opened_at) FROM inbox_claim GROUP BY 1
    UNION ALL SELECT account_id, min(created_at) FROM inbox_ticket GROUP BY 1
    UNION ALL SELECT account_id, min(written_at) FROM inbox_feedback GROUP BY 1
    UNION ALL SELECT account_id, min(answered_at) FROM inbox_surveyanswer WHERE account_id IS NOT NULL GROUP BY 1
    UNION ALL SELECT account_id, min(placed_at) FROM inbox_order WHERE placed_at IS NOT NULL GROUP BY 1
) firsts GROUP BY 1
"""
_OF_OLD = datetime(2000, 1, 1, tzinfo=UTC)
"""What is told of before is one piece: a marketplace that tells no time may mean the year 1970."""
_AHEAD = timedelta(days=1)
"""What marketplaces with a clock ahead of ours have told."""


def past_months(now: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """By account, its past in pieces of a month."""
    for account, first in first_moments():
        since = first
        while since <= now + _AHEAD:
            until = max(_month_later(since), _OF_OLD)
            yield account, since, min(until, now + _AHEAD)
            since = until


def first_moments() -> list[tuple[int, datetime]]:
    """Of each account, when the first thing happened that figures count."""
    with connection.cursor() as cursor:
        cursor.execute(_PAST)
        found: list[tuple[int, datetime]] = cursor.fetchall()
        return found


def _month_later(at: datetime) -> datetime:
    """The beginning of the next month."""
    begins = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begins.replace(year=at.year + 1, month=1) if at.month == 12 else begins.replace(month=at.month + 1)
