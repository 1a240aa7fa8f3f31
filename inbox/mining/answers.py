"""What answers a question: FAQ entries and reply templates. docs/faq.md says when one does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from inbox.mining.similarity import similar_cursor
from inbox.mining.wordings import KEY, LANGUAGES, fillers

LEAST_USES = 2
"""In so many tickets a template must have been the first reply to a question to count as its answer."""

ANSWERS = f"""
{LANGUAGES},
entries AS (
    SELECT e.id, e.topic, e.language, e.item_id, wording.key FROM templates_app_faqentry e
    JOIN languages ON languages.language = CASE
        WHEN EXISTS (SELECT 1 FROM languages known WHERE known.language = e.language) THEN e.language ELSE '' END
    CROSS JOIN LATERAL ({KEY.format(said="e.question", besides="ARRAY[]::text[]")}) wording
),
usable AS (
    SELECT t.id, v.bodies
    FROM templates_app_replytemplate t JOIN templates_app_templateversion v ON v.id = t.published_id
    WHERE t.retired_at IS NULL
),
used AS (
    SELECT w.question_id, v.template_id
    FROM inbox_message reply JOIN templates_app_templateversion v ON v.id = reply.template_version_id
    JOIN inbox_asking a ON a.ticket_id = reply.ticket_id AND a.asked_at <= reply.written_at
    JOIN inbox_wording w ON w.id = a.wording_id
    WHERE reply.template_version_id IS NOT NULL AND reply.direction = 'out' AND reply.delivery = 'accepted'
        AND reply.recipient = '' AND NOT reply.acknowledges AND NOT EXISTS (
            SELECT 1 FROM inbox_message m
            WHERE m.ticket_id = a.ticket_id AND m.direction = 'out' AND m.delivery = 'accepted' AND m.recipient = ''
                AND NOT m.acknowledges AND m.written_at >= a.asked_at AND m.written_at < reply.written_at
        )
    GROUP BY 1, 2 HAVING count(DISTINCT a.ticket_id) >= {LEAST_USES}
),
answers AS (
    SELECT q.id AS question_id, entries.id AS entry_id, NULL::bigint AS template_id, entries.item_id
    FROM entries JOIN inbox_question q ON q.language = entries.language AND q.key %% entries.key
    WHERE entries.topic = '' OR q.topic IN ('', entries.topic)
    UNION SELECT linked.question_id, e.id, NULL, e.item_id
    FROM inbox_questionanswer linked JOIN templates_app_faqentry e ON e.id = linked.entry_id
    UNION SELECT picked.question_id, NULL, usable.id, ''
    FROM (
        SELECT question_id, template_id FROM inbox_questionanswer WHERE template_id IS NOT NULL
        UNION SELECT question_id, template_id FROM used
    ) picked
    JOIN usable ON usable.id = picked.template_id JOIN inbox_question q ON q.id = picked.question_id
    WHERE q.language = '' OR usable.bodies ? q.language
)
"""  # noqa: S608
"""Rows of question_id, entry_id or template_id, item_id (empty: whatever the product)."""

_OF_QUESTIONS = f"""
WITH {ANSWERS}
SELECT DISTINCT question_id, entry_id, template_id FROM answers WHERE question_id = ANY (%(questions)s) ORDER BY 1, 2, 3
"""  # noqa: S608


@dataclass(frozen=True)
class Answering:
    """The ids of what answers a question."""

    entries: tuple[int, ...] = ()
    templates: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries or self.templates)


NOTHING = Answering()


def answers_of(question_ids: Collection[int]) -> Mapping[int, Answering]:
    """By question; one that nothing answers is left out."""
    found: dict[int, Answering] = {}
    with similar_cursor() as cursor:
        cursor.execute(_OF_QUESTIONS, {"questions": list(question_ids), "fillers": fillers()})
        for question_id, entry_id, template_id in cursor.fetchall():
            before = found.get(question_id, NOTHING)
            found[question_id] = Answering(
                before.entries + ((entry_id,) if entry_id else ()),
                before.templates + ((template_id,) if template_id else ()),
            )
    return found
