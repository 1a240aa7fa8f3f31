"""What buyers said in public, ready to print: the opinion, its answer, and what may be done about it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.base import Connector
from inbox.feedback.answers import longest_answer, may_be_answered
from inbox.models import Delivery, Feedback
from inbox.models.feedback import BAD
from inbox.views.claims.claim_words import words_there
from inbox.views.marks import Mark, mark_of
from inbox.views.sentences import in_own_language
from inbox.views.writing.delivery_words import DeliveryLine
from inbox.words.times import at_moment, clock_time, exact, moment

GOES_ON = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE)
"""States that change by themselves, so that the page looks again."""


@dataclass(frozen=True)
class AnswerBox:
    """key: makes a double-pressed button one answer. problem: why the last text was not taken."""

    key: str
    text: str
    limit: int
    problem: str

    @property
    def count(self) -> int:
        return len(self.text.replace("\r\n", "\n").strip())


@dataclass(frozen=True)
class Todo:
    """What else may be done about a bad one. answer_there, revision: pages of the marketplace, "" if there is none.

    is_task: whether somebody still has to do something, or say that nothing is left.
    """

    answer_there: str
    revision: str
    is_task: bool


@dataclass(frozen=True)
class FeedbackLine:
    """rating: empty where the marketplace has none; is_figure: it is stars, not a word.

    answer: as published. typed: as it is on its way.
    state: of what was typed here; None if nothing was, or it is published. form: None where no answer may be written.
    todo: None where nothing is left to do.
    """

    id: int
    mark: Mark
    account: str
    buyer: str
    rating: str
    is_figure: bool
    is_bad: bool
    text: str
    at: str
    exact: str
    order_id: str
    item_id: str
    ticket: str
    answer: str
    typed: str
    delivery: str
    state: DeliveryLine | None
    goes_on: bool
    form: AnswerBox | None
    todo: Todo | None


def line_of(opinion: Feedback, *, now: datetime, text: str | None = None, problem: str = "") -> FeedbackLine:
    """opinion: with its account. text: what was typed and not taken, with the problem."""
    account = opinion.account
    return FeedbackLine(
        id=opinion.pk,
        mark=mark_of(account.marketplace),
        account=account.name,
        buyer=opinion.buyer_handle,
        rating=rating_words(opinion, account.connector_class),
        is_figure=not opinion.word,
        is_bad=is_bad(opinion),
        text=opinion.text,
        at=moment(opinion.written_at, now=now),
        exact=exact(opinion.written_at),
        order_id=opinion.order_id,
        item_id=opinion.item_id,
        ticket=reverse("ticket", args=[opinion.ticket_id]) if opinion.ticket_id else "",
        answer=opinion.answer,
        typed="" if may_be_answered(opinion) else opinion.typed,
        delivery=opinion.delivery,
        state=_state(opinion, now=now),
        goes_on=opinion.delivery in GOES_ON,
        form=_form(opinion, text=text, problem=problem),
        todo=_todo(opinion),
    )


def rating_words(opinion: Feedback, connector: type[Connector]) -> str:
    """The marketplace's own word, since a figure beside it would only be our translation; else the figure."""
    if opinion.word:
        return words_there(opinion.word, connector)
    return _("%(n)d of 5") % {"n": opinion.rating} if opinion.rating is not None else ""


def is_bad(opinion: Feedback) -> bool:
    return opinion.rating is not None and opinion.rating <= BAD


def _todo(opinion: Feedback) -> Todo | None:
    """An answer ends the task; the buyer may be asked to revise what he said all the same, and the more so."""
    if not is_bad(opinion) or opinion.dealt_at:
        return None
    connector = opinion.account.connector_class
    is_task = not opinion.answer and opinion.delivery not in (*GOES_ON, Delivery.ACCEPTED)
    revision = connector.revision_page if opinion.revisable else ""
    if not is_task and not revision:
        return None
    answer_there = connector.feedback_page if is_task and not may_be_answered(opinion) else ""
    return Todo(answer_there, revision, is_task)


def _form(opinion: Feedback, *, text: str | None, problem: str) -> AnswerBox | None:
    if not may_be_answered(opinion):
        return None
    return AnswerBox(
        key=uuid.uuid4().hex,
        text=opinion.typed if text is None else text,
        limit=longest_answer(opinion.account),
        problem=problem,
    )


def _state(opinion: Feedback, *, now: datetime) -> DeliveryLine | None:
    marketplace, reason = opinion.account.marketplace_label, in_own_language(opinion.reason)
    match opinion.delivery:
        case Delivery.QUEUED if opinion.attempts and opinion.send_after:
            words = _("not sent yet: next try %(time)s") % {"time": at_moment(opinion.send_after, now=now)}
            return DeliveryLine("queued", words, detail=reason, acts=("cancel",))
        case Delivery.QUEUED:
            at = opinion.send_after
            words = _("leaves at %(time)s") % {"time": clock_time(at)} if at and at > now else _("leaving now")
            return DeliveryLine("queued", words, acts=("cancel",))
        case Delivery.SENDING:
            return DeliveryLine("sending", _("sending"))
        case Delivery.UNSURE:
            words = _("not sure: Guichet looks at %(marketplace)s and never sends it twice")
            words %= {"marketplace": marketplace}
            return DeliveryLine("unsure", words, detail=reason, acts=("published", "not-published"))
        case Delivery.REFUSED if not opinion.answer or opinion.typed != opinion.answer:
            words = _("not published: %(reason)s") % {"reason": reason or _("no reason given")}
            return DeliveryLine("refused", words)
        case Delivery.CANCELLED if not opinion.answer:
            return DeliveryLine("cancelled", _("taken back, nothing was sent; your text is kept"))
    return None
