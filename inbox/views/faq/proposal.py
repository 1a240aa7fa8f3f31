"""What a question of buyers, and a reply to one, propose for a new FAQ entry or reply template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from connectors.models import Account
from inbox.mining.blanking import Blank, blanked
from inbox.mining.people import known_of
from inbox.mining.samples import samples
from inbox.models import Message, MessageDirection, Question, QuestionAnswer
from inbox.tickets.topics import TOPICS
from inbox.views.request import Request, number_given
from inbox.words.blanks import words_of_blank
from templates_app.languages import LANGUAGES
from templates_app.models import Family, FaqEntry, ReplyTemplate, ShopFacts

_PLACEHOLDERS: Final[Mapping[Blank, str]] = {
    Blank.NAME: "{{ buyer.name }}",
    Blank.ORDER: "{{ order.number }}",
    Blank.TRACKING: "{{ tracking.number }}",
}
_SHOP: Final = "{{ shop.name }}"
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Proposal:
    """question: the one to answer, None if there is none; initial: by the names of the form's fields."""

    question: Question | None
    initial: Mapping[str, str]

    def keep_entry(self, entry: FaqEntry) -> None:
        """Remember that this entry answers the question."""
        if self.question:
            QuestionAnswer.objects.get_or_create(question=self.question, entry=entry)

    def keep_template(self, template: ReplyTemplate) -> None:
        """Remember that this template answers the question."""
        if self.question:
            QuestionAnswer.objects.get_or_create(question=self.question, template=template)


def proposed_entry(request: Request) -> Proposal:
    """From `question` and `answer` of the address; what was personal is named in brackets."""
    question = _question(request)
    if question is None:
        return Proposal(None, {})
    reply = _reply(request, question)
    initial = {
        "topic": question.topic,
        "language": question.language,
        "question": _said(question),
        "answer": _blanked(reply, write=words_of_blank) if reply else "",
    }
    return Proposal(question, initial)


def proposed_template(request: Request) -> Proposal:
    """The same for a template: name, order and tracking number become placeholders, and so does the shop's own name."""
    question = _question(request)
    if question is None:
        return Proposal(None, {})
    reply = _reply(request, question)
    language = question.language if question.language in LANGUAGES else get_language() or LANGUAGES[0]
    initial = {
        "name": _said(question)[:_LONGEST_NAME],
        "topic": question.topic if question.topic in TOPICS else "",
        "family": Family.FAQ.value,
        f"body_{language}": _for_any_shop(_blanked(reply, write=_placeholder), reply.account) if reply else "",
    }
    return Proposal(question, initial)


def _question(request: Request) -> Question | None:
    return Question.objects.filter(pk=number_given(request, "question")).first()


def _said(question: Question) -> str:
    """As it was asked last."""
    latest = samples(question.pk)[:1]
    if not latest:
        return ""
    return blanked(latest[0].said, known_of([latest[0].ticket_id])[latest[0].ticket_id], write=words_of_blank)


def _reply(request: Request, question: Question) -> Message | None:
    """The chosen one; None if none was chosen, or it was no reply to this question."""
    replies = Message.objects.filter(direction=MessageDirection.OUT, ticket__askings__wording__question=question)
    return replies.filter(pk=number_given(request, "answer")).select_related("account").first()


def _blanked(reply: Message, *, write: Callable[[Blank], str]) -> str:
    return blanked(reply.body_text, known_of([reply.ticket_id])[reply.ticket_id], write=write)


def _for_any_shop(text: str, account: Account) -> str:
    for name in filter(None, (ShopFacts.current().name, account.name)):
        text = text.replace(name, _SHOP)
    return text


def _placeholder(blank: Blank) -> str:
    return _PLACEHOLDERS.get(blank) or words_of_blank(blank)
