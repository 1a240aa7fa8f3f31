"""What a worker does with a queued answer to feedback: claim it, send it once, record what became of it.

One whose outcome is unknown is never sent again by itself: the next fetched feedback shows whether it is published
(inbox/feedback/feedback.py), or a person says so (inbox/feedback/answers.py).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from connectors.abilities import AnswersFeedback
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError, OutcomeUnknown, TryLater, UnexpectedAnswer
from inbox.clock import RunningClock
from inbox.feedback.answers import show
from inbox.models import Delivery, Feedback
from inbox.sending.delivery import FIRST_BACK_OFF, LONGEST_BACK_OFF, MOST_ATTEMPTS
from inbox.sending.reply_states import AWAY

log = logging.getLogger(__name__)

_AT_ONCE = 20


def send_due(now: datetime) -> int:
    """Send the answers that are due, the clock going on meanwhile; return how many were tried.

    Once a marketplace cannot take one, the others of that account wait for the next time.
    """
    clock = RunningClock(now)
    _expire(now)
    due = Feedback.objects.filter(delivery=Delivery.QUEUED, send_after__lte=now).exclude(account__state__in=AWAY)
    tried, away = 0, set[int]()
    for feedback in due.select_related("account").order_by("send_after", "id")[:_AT_ONCE]:
        if feedback.account_id in away or not _claim(feedback, clock.now()):
            continue
        tried += 1
        if not _send(feedback, clock):
            away.add(feedback.account_id)
    return tried


def _expire(now: datetime) -> None:
    """A worker that died while sending leaves its answer unsure."""
    lost = Feedback.objects.filter(delivery=Delivery.SENDING, send_after__lt=now - settings.SENDING_LEASE)
    lost.update(delivery=Delivery.UNSURE, reason="")


def _claim(feedback: Feedback, now: datetime) -> bool:
    """Mark it as being sent; False if another worker has it, or it was taken back."""
    queued = Feedback.objects.filter(pk=feedback.pk, delivery=Delivery.QUEUED, send_after__lte=now)
    if not queued.update(delivery=Delivery.SENDING, send_after=now, attempts=F("attempts") + 1):
        return False
    feedback.refresh_from_db(fields=["typed", "attempts"])
    return True


def _send(feedback: Feedback, clock: RunningClock) -> bool:
    """Send it once and record what became of it; False if the marketplace cannot take any just now.

    An account without access to feedback goes on with its messages: only the answer says so.
    """
    connector = connector_for(feedback.account, send_within=settings.SENDING_LEASE / 2)
    if not isinstance(connector, AnswersFeedback):
        raise TypeError(f"{feedback.account.marketplace} takes no answers to feedback")
    try:
        connector.answer_feedback(feedback.external_id, buyer_handle=feedback.buyer_handle, text=feedback.typed)
    except TryLater as error:
        _postpone(feedback, error, clock.now())
        return False
    except (OutcomeUnknown, UnexpectedAnswer) as error:
        log.info("answer to feedback %s: outcome unknown (%s)", feedback.pk, type(error).__name__)
        _record(feedback, [Delivery.SENDING], delivery=Delivery.UNSURE, reason=str(error))
    except MarketplaceError as error:
        _record(feedback, [Delivery.SENDING, Delivery.UNSURE], delivery=Delivery.REFUSED, reason=str(error))
    else:
        columns = {"delivery": Delivery.ACCEPTED, "reason": "", "answer": feedback.typed, "answerable": False}
        _record(feedback, [Delivery.SENDING, Delivery.UNSURE], **columns)
    return True


def _postpone(feedback: Feedback, error: TryLater, now: datetime) -> None:
    """The call had no effect: queue it again with back-off, a bounded number of times."""
    if feedback.attempts >= MOST_ATTEMPTS:
        _record(feedback, [Delivery.SENDING], delivery=Delivery.REFUSED, reason=str(error))
        return
    back_off = min(FIRST_BACK_OFF * 2 ** (feedback.attempts - 1), LONGEST_BACK_OFF)
    send_after = now + max(error.wait or timedelta(0), back_off)
    _record(feedback, [Delivery.SENDING], delivery=Delivery.QUEUED, reason=str(error), send_after=send_after)


def _record(feedback: Feedback, states: Sequence[Delivery], **columns: object) -> None:
    """Write what became of this attempt, unless it was settled meanwhile."""
    with transaction.atomic():
        current = Feedback.objects.filter(pk=feedback.pk, delivery__in=states, attempts=feedback.attempts)
        if current.update(**columns):
            show(feedback)
