"""Questions that come back as lines of a list, with what answers each."""

from enum import StrEnum

from inbox.mining.answers import NOTHING, answers_of
from inbox.mining.people import known_of
from inbox.mining.questions import MOST, Narrowed, Period, recurring
from inbox.views.faq.question_lines import QuestionLine

LOOKED_THROUGH = 1000
"""So many are looked through for those with or without an answer."""


class Show(StrEnum):
    """Which of them."""

    ALL = ""
    MISSING = "missing"
    ANSWERED = "answered"
    AWAY = "away"


def question_lines(period: Period, narrowed: Narrowed, *, show: Show, most: int = MOST) -> list[QuestionLine]:
    """Those asked most first."""
    by_answer = show in (Show.MISSING, Show.ANSWERED)
    found = recurring(period, narrowed, put_away=show == Show.AWAY, most=LOOKED_THROUGH if by_answer else most)
    answers = answers_of([one.id for one in found])
    if by_answer:
        found = [one for one in found if (one.id in answers) == (show == Show.ANSWERED)][:most]
    known = known_of({one.ticket_id for one in found})
    return [QuestionLine.of(one, known[one.ticket_id], answers=answers.get(one.id, NOTHING)) for one in found]
