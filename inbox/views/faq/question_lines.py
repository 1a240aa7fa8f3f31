"""A question and its answers as a reader sees them: nothing in them belongs to one buyer."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.mining.answers import Answering
from inbox.mining.best_answers import BestAnswer
from inbox.mining.blanking import Known, blanked
from inbox.mining.questions import Recurring
from inbox.words.blanks import words_of_blank
from inbox.words.languages import language_name
from inbox.words.themes import theme_name


def without_person(text: str, known: Known) -> str:
    """The text with what belongs to one person named, not shown."""
    return blanked(text, known, write=words_of_blank)


@dataclass(frozen=True)
class QuestionLine:
    """trend: in words; way: "up", "down" or "" for the mark beside them."""

    id: int
    said: str
    topic: str
    language: str
    language_code: str
    asked: int
    trend: str
    way: str
    answers: Answering

    @classmethod
    def of(cls, question: Recurring, known: Known, *, answers: Answering) -> "QuestionLine":
        return cls(
            id=question.id,
            said=without_person(question.said, known),
            topic=theme_name(question.topic),
            language=language_name(question.language),
            language_code=question.language,
            asked=question.asked,
            trend=trend_words(question.asked, question.before),
            way=_way(question.asked, question.before),
            answers=answers,
        )


def trend_words(asked: int, before: int) -> str:
    """How it compares with the time before."""
    if not before:
        return _("new")
    if asked == before:
        return _("as before")
    return _("%(change)s (%(before)d before)") % {"change": f"{asked - before:+d}", "before": before}


def _way(asked: int, before: int) -> str:
    return "" if asked == before else "up" if asked > before else "down"


@dataclass(frozen=True)
class AnswerLine:
    """why: what makes it a good one, in words."""

    message_id: int
    ticket_id: int
    text: str
    why: str
    written_at: datetime

    @classmethod
    def of(cls, answer: BestAnswer, known: Known) -> "AnswerLine":
        return cls(
            answer.message_id,
            answer.ticket_id,
            without_person(answer.text, known),
            ", ".join(_why(answer)),
            answer.written_at,
        )


def _why(answer: BestAnswer) -> list[str]:
    reasons = []
    if answer.at_first_contact:
        reasons.append(_("solved at first contact"))
    if answer.is_well_rated:
        reasons.append(_("rated %(rating)d of 5") % {"rating": answer.rating})
    if answer.times > 1:
        reasons.append(ngettext("given %(n)d time", "given %(n)d times", answer.times) % {"n": answer.times})
    return reasons
