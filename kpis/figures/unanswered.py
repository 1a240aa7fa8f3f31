"""Questions that come back and that no reply template answers: what to write next."""

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.mining.answers import NOTHING, answers_of
from inbox.mining.questions import Narrowed, Period, recurring
from kpis.figures.question import Question

MOST = 20


@dataclass(frozen=True)
class Unanswered:
    """asked: in how many tickets of the period. in_faq: an FAQ entry answers it. said: as it was last asked."""

    id: int
    topic: str
    language: str
    asked: int
    before: int
    said: str
    ticket_id: int
    in_faq: bool


def without_template(question: Question) -> Sequence[Unanswered]:
    """Over all shops and people, asked most first; of one topic and one language if the question has just one."""
    narrowed = Narrowed(topic=_only(question.topics), language=_only(question.languages))
    found = recurring(Period(question.begins_at, question.ends_at), narrowed)
    answers = answers_of([one.id for one in found])
    return [
        Unanswered(
            id=one.id,
            topic=one.topic,
            language=one.language,
            asked=one.asked,
            before=one.before,
            said=one.said,
            ticket_id=one.ticket_id,
            in_faq=bool(answers.get(one.id, NOTHING).entries),
        )
        for one in found
        if not answers.get(one.id, NOTHING).templates
    ][:MOST]


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len(values) == 1 else None
