"""Forget what a person asked: the counts go down by it, and no stem of a word is left that only he used."""

from django.db import connection

from inbox.erasure.person import Person

_FORGET = """
WITH his AS (
    DELETE FROM inbox_asking
    WHERE ticket_id IN (SELECT id FROM inbox_ticket WHERE buyer_id = ANY (%(buyers)s)) RETURNING id, wording_id
),
only_his AS (
    DELETE FROM inbox_wording w WHERE id IN (SELECT wording_id FROM his)
        AND NOT EXISTS (SELECT 1 FROM inbox_asking a WHERE a.wording_id = w.id AND a.id NOT IN (SELECT id FROM his))
    RETURNING id, question_id
),
touched AS (
    SELECT q.id, left_over.key
    FROM inbox_question q LEFT JOIN LATERAL (
        SELECT w.key FROM inbox_wording w
        WHERE w.question_id = q.id AND w.id NOT IN (SELECT id FROM only_his) ORDER BY w.key <> q.key, w.id LIMIT 1
    ) left_over ON true
    WHERE q.id IN (SELECT question_id FROM only_his)
),
passed_on AS (
    UPDATE inbox_question q SET key = touched.key FROM touched WHERE q.id = touched.id AND touched.key <> q.key
),
unanswered AS (
    DELETE FROM inbox_questionanswer USING touched WHERE question_id = touched.id AND touched.key IS NULL
),
gone AS (
    DELETE FROM inbox_question q USING touched WHERE q.id = touched.id AND touched.key IS NULL
)
SELECT count(*) FROM his
"""


def forget_askings(person: Person) -> int:
    """Return how many questions of his were counted."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"buyers": [buyer.pk for buyer in person.buyers]})
        (count,) = cursor.fetchone()
        return int(count)
