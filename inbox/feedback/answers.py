"""What people do with the answer to what a buyer said in public: queue it, take it back, say what became of it.

The states are those of a reply (inbox/sending/reply_states.py); delivery.py sends.
The typed text stays whatever becomes of it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from connectors.abilities import AnswersFeedback
from connectors.models import Account
from connectors.text import marked, storable
from inbox.changes import bump_on_commit
from inbox.errors import (
    AccountAway,
    AlreadyLeft,
    AnsweredAlready,
    EmptyReply,
    KeyUsedDifferently,
    NotAnswerable,
    NotSettled,
    ReplyTooLong,
)
from inbox.models import Delivery, Feedback, User
from inbox.policy.checking import check_public
from inbox.sending.reply_states import AWAY

NOT_THERE = marked("not published, as somebody checked by hand")
_ONCE = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE, Delivery.ACCEPTED)


def longest_answer(account: Account) -> int:
    """How many characters an answer to feedback may have; 0 where the marketplace takes none from here."""
    connector = account.connector_class
    return connector.longest_feedback_answer if issubclass(connector, AnswersFeedback) else 0


def may_be_answered(feedback: Feedback) -> bool:
    """Whether somebody may write an answer now; feedback: with its account."""
    open_there = feedback.answerable and not feedback.answer and feedback.delivery not in _ONCE
    return open_there and longest_answer(feedback.account) > 0


def answer(feedback: Feedback, text: str, *, by: User, now: datetime, idempotency_key: str = "") -> Feedback:
    """Queue the answer; it leaves after the undo delay.

    idempotency_key: the same key with the same text changes nothing; with another text raises KeyUsedDifferently.
    Raises NotAnswerable, AnsweredAlready, EmptyReply, ReplyTooLong, PublicAnswerForbidden or AccountAway: nothing is
    queued then.
    """
    text = storable(text).strip()
    with transaction.atomic():
        current = _locked(feedback)
        if idempotency_key and current.idempotency_key == idempotency_key:
            if current.typed != text:
                raise KeyUsedDifferently
            return current
        _check(current, text)
        current.typed, current.answered_by, current.delivery = text, by, Delivery.QUEUED
        current.reason, current.attempts, current.send_after = "", 0, now + settings.UNDO_SEND
        current.idempotency_key = idempotency_key
        current.save(
            update_fields=["typed", "answered_by", "delivery", "reason", "attempts", "send_after", "idempotency_key"]
        )
        show(current)
    return current


def cancel(feedback: Feedback) -> Feedback:
    """Take a queued answer back; its text stays. Raises AlreadyLeft once a worker has it."""
    with transaction.atomic():
        current = _locked(feedback)
        if current.delivery != Delivery.QUEUED:
            raise AlreadyLeft
        return _moved(current, Delivery.CANCELLED)


def confirm_published(feedback: Feedback) -> Feedback:
    """A person saw the unsure answer at the marketplace. Raises NotSettled unless it is unsure."""
    with transaction.atomic():
        current = _unsure(feedback)
        current.answer, current.answerable = current.typed, False
        return _moved(current, Delivery.ACCEPTED)


def confirm_not_published(feedback: Feedback) -> Feedback:
    """A person saw that the unsure answer is not there. Raises NotSettled unless it is unsure."""
    with transaction.atomic():
        return _moved(_unsure(feedback), Delivery.REFUSED, reason=NOT_THERE)


def show(feedback: Feedback) -> None:
    """Let open pages look again."""
    bump_on_commit([feedback.ticket_id] if feedback.ticket_id else [])


def _check(feedback: Feedback, text: str) -> None:
    marketplace, limit = feedback.account.marketplace_label, longest_answer(feedback.account)
    if not limit:
        raise NotAnswerable(marketplace=marketplace)
    if feedback.answer or feedback.delivery in _ONCE:
        raise AnsweredAlready
    if not feedback.answerable:
        raise NotAnswerable(marketplace=marketplace)
    if not text:
        raise EmptyReply
    if len(text) > limit:
        raise ReplyTooLong(marketplace=marketplace, characters=len(text), limit=limit)
    check_public(feedback.account, text)
    if feedback.account.state in AWAY:
        raise AccountAway(account=feedback.account.name)


def _locked(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).select_related("account").get(pk=feedback.pk)


def _unsure(feedback: Feedback) -> Feedback:
    current = _locked(feedback)
    if current.delivery != Delivery.UNSURE:
        raise NotSettled
    return current


def _moved(feedback: Feedback, to: Delivery, *, reason: str = "") -> Feedback:
    feedback.delivery, feedback.reason = to, reason
    feedback.save(update_fields=["delivery", "reason", "answer", "answerable"])
    show(feedback)
    return feedback
