"""What share of all that buyers ask an FAQ entry or a reply template answers."""

from dataclasses import dataclass

from inbox.mining.answers import ANSWERS
from inbox.mining.questions import Narrowed, Period, values
from inbox.mining.similarity import similar_cursor
from inbox.mining.wordings import fillers

_BY_THEME = f"""
WITH {ANSWERS},
asked AS (
    SELECT DISTINCT w.topic, w.language, w.question_id, a.ticket_id, a.item_id
    FROM inbox_asking a JOIN inbox_wording w ON w.id = a.wording_id
    WHERE a.asked_at >= %(start)s AND a.asked_at < %(end)s
),
judged AS (
    SELECT asked.topic, asked.language, asked.question_id, asked.ticket_id,
        coalesce(bool_or(answers.entry_id IS NOT NULL), false) AS in_faq,
        coalesce(bool_or(answers.template_id IS NOT NULL), false) AS by_template
    FROM asked LEFT JOIN answers
        ON answers.question_id = asked.question_id AND answers.item_id IN ('', asked.item_id)
    GROUP BY 1, 2, 3, 4
)
SELECT topic, language, count(*) AS asked, count(*) FILTER (WHERE in_faq OR by_template) AS answered,
    count(*) FILTER (WHERE in_faq) AS in_faq, count(*) FILTER (WHERE by_template) AS by_template
FROM judged GROUP BY 1, 2 ORDER BY count(*) FILTER (WHERE NOT in_faq AND NOT by_template) DESC, 1, 2
"""  # noqa: S608


@dataclass(frozen=True)
class Covered:
    """How much was asked about a topic in a language, and how much of it something answers; a ticket counts once.

    answered: by an entry (in_faq), a template (by_template) or both.
    """

    topic: str
    language: str
    asked: int
    answered: int
    in_faq: int
    by_template: int


def coverage(period: Period) -> list[Covered]:
    """By topic and language, first where most is missing."""
    with similar_cursor() as cursor:
        cursor.execute(_BY_THEME, values(period, Narrowed()) | {"fillers": fillers()})
        return [Covered(*row) for row in cursor.fetchall()]
