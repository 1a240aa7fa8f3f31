"""Questions that come back and that no reply template answers, as lines: what to write next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.mining.answers import Answering
from inbox.mining.blanking import Known
from inbox.mining.people import known_of
from inbox.mining.questions import Recurring
from inbox.views.faq.question_lines import QuestionLine
from kpis.figures.question import Question
from kpis.figures.unanswered import Unanswered, without_template


@dataclass(frozen=True)
class UnansweredLine:
    """line: the question without what belongs to one person. before: in how many tickets of as many days before."""

    line: QuestionLine
    before: int
    in_faq: bool


def unanswered_lines(question: Question) -> Sequence[UnansweredLine]:
    """Asked most first."""
    found = without_template(question)
    known = known_of({one.ticket_id for one in found})
    return [UnansweredLine(_line(one, known), one.before, one.in_faq) for one in found]


def _line(one: Unanswered, known: Mapping[int, Known]) -> QuestionLine:
    asked = Recurring(one.id, one.topic, one.language, one.asked, one.before, one.said, one.ticket_id)
    return QuestionLine.of(asked, known[one.ticket_id], answers=Answering())
