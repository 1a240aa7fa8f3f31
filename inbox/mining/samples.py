"""How buyers put a question: its latest askings, each wording once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

MOST = 5
LOOKED_AT = 50

_SAMPLES = f"""
WITH latest AS (
    SELECT a.said, a.ticket_id, a.asked_at, a.wording_id
    FROM inbox_wording w JOIN inbox_asking a ON a.wording_id = w.id
    WHERE w.question_id = %s ORDER BY a.asked_at DESC LIMIT {LOOKED_AT}
),
each AS (SELECT DISTINCT ON (wording_id) * FROM latest ORDER BY wording_id, asked_at DESC)
SELECT said, ticket_id, asked_at FROM each ORDER BY asked_at DESC LIMIT {MOST}
"""  # noqa: S608


@dataclass(frozen=True)
class Sample:
    """One asking as it was written."""

    said: str
    ticket_id: int
    asked_at: datetime


def samples(question_id: int) -> list[Sample]:
    """The latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, [question_id])
        return [Sample(*row) for row in cursor.fetchall()]
