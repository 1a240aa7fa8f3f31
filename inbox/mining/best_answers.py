"""The best answers that people of the shop gave to a question. docs/faq.md says what makes one good."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from rapidfuzz import fuzz

from inbox.models.buyer import ERASED

SILENT = timedelta(days=3)
"""So long after an answer a buyer who has not come back was content with it."""
LOOKED_AT = 100
"""So many of the latest askings."""
SHOWN = 3
WELL_RATED, BADLY_RATED = 4, 2
ALIKE = 85
"""Percent of common words from which two answers are one."""

_ANSWERS = f"""
WITH asked AS (
    SELECT a.ticket_id, a.asked_at FROM inbox_wording w JOIN inbox_asking a ON a.wording_id = w.id
    WHERE w.question_id = %(question)s ORDER BY a.asked_at DESC LIMIT {LOOKED_AT}
),
given AS (
    SELECT DISTINCT reply.id, reply.body_text, reply.written_at, reply.ticket_id
    FROM asked CROSS JOIN LATERAL (
        SELECT * FROM inbox_message m
        WHERE m.ticket_id = asked.ticket_id AND m.direction = 'out' AND m.delivery = 'accepted'
            AND m.written_at >= asked.asked_at
        ORDER BY m.written_at, m.id LIMIT 1
    ) reply
    WHERE NOT reply.automatic AND NOT reply.acknowledges AND reply.recipient = '' AND reply.body_text <> ''
)
SELECT given.id, given.body_text, given.written_at, given.ticket_id,
    waits.n = 1 AND (t.status = 'solved' OR given.written_at < %(silent_since)s) AS at_first_contact, opinion.rating
FROM given JOIN inbox_ticket t ON t.id = given.ticket_id
CROSS JOIN LATERAL (SELECT count(*) AS n FROM inbox_responsecycle WHERE ticket_id = t.id) waits
CROSS JOIN LATERAL (
    SELECT min(rating) AS rating FROM inbox_feedback f
    WHERE f.ticket_id = t.id OR (t.order_id <> '' AND f.account_id = t.account_id AND f.order_id = t.order_id)
) opinion
WHERE t.buyer_name <> %(erased)s
ORDER BY given.written_at DESC
"""  # noqa: S608


@dataclass(frozen=True)
class BestAnswer:
    """One answer that was good. times: how often the like was given among those looked at; rating: 1 to 5, or None."""

    message_id: int
    text: str
    written_at: datetime
    ticket_id: int
    at_first_contact: bool
    rating: int | None
    times: int = 1

    @property
    def is_good(self) -> bool:
        """The buyer was content: he did not come back, or rated well; and he did not rate badly."""
        badly = self.rating is not None and self.rating <= BADLY_RATED
        return not badly and (self.at_first_contact or self.is_well_rated)

    @property
    def is_well_rated(self) -> bool:
        return self.rating is not None and self.rating >= WELL_RATED


def best_answers(question_id: int, *, now: datetime) -> list[BestAnswer]:
    """The best of the latest, the best first; answers in nearly the same words are one."""
    values: dict[str, Any] = {"question": question_id, "silent_since": now - SILENT, "erased": ERASED}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, values)
        given = [BestAnswer(*row) for row in cursor.fetchall()]
    return best_of(given)


def best_of(given: Sequence[BestAnswer]) -> list[BestAnswer]:
    """given: the latest first."""
    groups: list[list[BestAnswer]] = []
    for answer in sorted(filter(lambda one: one.is_good, given), key=_merit, reverse=True):
        like = next((group for group in groups if fuzz.token_set_ratio(group[0].text, answer.text) >= ALIKE), None)
        if like is None:
            groups.append([answer])
        else:
            like.append(answer)
    found = [replace(group[0], times=len(group)) for group in groups]
    return sorted(found, key=lambda one: (*_merit(one)[:2], one.times, one.written_at), reverse=True)[:SHOWN]


def _merit(answer: BestAnswer) -> tuple[bool, bool, datetime]:
    return answer.is_well_rated, answer.at_first_contact, answer.written_at
