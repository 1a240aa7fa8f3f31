"""Which question each new wording is: the most similar one of its topic and language, or a new one.

In rounds, each of two statements for all new wordings at once: those similar to a question join it; of the others each
that resembles no earlier one becomes a question itself. The first of them always does, so rounds end. From the second
round on only the questions of the round before are looked at: the others were.
"""

from inbox.mining.similarity import similar_cursor

_JOIN = """
UPDATE inbox_wording AS wording SET question_id = nearest.id
FROM (
    SELECT fresh.id AS wording_id, found.id FROM inbox_wording fresh CROSS JOIN LATERAL (
        SELECT q.id FROM inbox_question q
        WHERE q.id >= %s AND q.topic = fresh.topic AND q.language = fresh.language AND q.key %% fresh.key
        ORDER BY similarity(q.key, fresh.key) DESC, q.id LIMIT 1
    ) found
    WHERE fresh.question_id IS NULL
) nearest
WHERE wording.id = nearest.wording_id
"""
_FOUND = """
INSERT INTO inbox_question (topic, language, key)
SELECT topic, language, key FROM inbox_wording fresh
WHERE question_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM inbox_wording earlier
    WHERE earlier.question_id IS NULL AND earlier.topic = fresh.topic AND earlier.language = fresh.language
        AND earlier.id < fresh.id AND earlier.key %% fresh.key
)
RETURNING id
"""


def sort_wordings() -> None:
    """Give every wording that has none its question."""
    first = 0
    with similar_cursor() as cursor:
        while True:
            cursor.execute(_JOIN, [first])
            cursor.execute(_FOUND, [])
            founded = [question_id for (question_id,) in cursor.fetchall()]
            if not founded:
                return
            first = min(founded)
