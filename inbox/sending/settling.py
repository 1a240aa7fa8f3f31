"""Settle replies whose outcome is unknown, by reading their conversations back.

Where a marketplace shows no conversations, only a copy (inbox/arriving/copies.py) or a person settles them:
no reply is ever given up because time went by.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.models import AccountState
from inbox.clock import RunningClock
from inbox.models import Cause, Delivery, Message
from inbox.pulling import pull
from inbox.sending.reply_states import Outcome, settle_as

log = logging.getLogger(__name__)

CHECK_EVERY = timedelta(seconds=20)


def expire_leases(now: datetime) -> int:
    """A worker that died while sending leaves its reply unsure."""
    lost = Message.objects.filter(delivery=Delivery.SENDING, lease_until__lt=now)
    count = 0
    for message in lost.select_related("ticket"):
        count += settle_as(message, Delivery.UNSURE, Cause.WORKER_LOST, reason="", now=now)
    return count


def settle_due(now: datetime) -> list[Outcome]:
    """Read back the conversations of unsure replies; give up those that surely never arrived.

    Once a marketplace does not answer, the others of that account wait for the next time: a worker
    that ran into every one of their time limits would be gone for minutes.
    """
    clock = RunningClock(now)
    expire_leases(now)
    due = Message.objects.filter(_not_looked_for_since(now - CHECK_EVERY), delivery=Delivery.UNSURE)
    outcomes = []
    away: set[int] = set()
    for message_id, account_id in due.order_by("attempted_at").values_list("id", "account_id"):
        looking = Message.objects.filter(_not_looked_for_since(now - CHECK_EVERY), pk=message_id)
        if account_id in away or not looking.update(checked_at=clock.now()):
            continue
        try:
            outcomes.append(settle(message_id, now=clock.now()))
        except (TryLater, SignInAgain) as error:
            log.info("reply %s: could not be read back (%s)", message_id, type(error).__name__)
            away.add(account_id)
    return outcomes


def settle(message_id: int, *, now: datetime) -> Outcome:
    """Look for one unsure reply at the marketplace. Found: accepted. Absent long enough: not sent, and said so.

    One that was to open a conversation nobody has named yet is found by a pull (opening.py) or by a person.

    Raises TryLater or SignInAgain if the marketplace could not be asked.
    """
    message = Message.objects.select_related("ticket__account", "ticket__buyer", "through").get(pk=message_id)
    looked = False
    if message.ticket.account.state != AccountState.SIGN_IN and not message.ticket.is_opening:
        try:
            looked = pull.reread_thread(message.ticket.account, message.place.thread_id, now=now)
        except UnexpectedAnswer:
            log.info("reply %s: could not be read back (UnexpectedAnswer)", message_id)
    message.refresh_from_db()
    attempted_at = message.attempted_at or now
    if message.delivery == Delivery.UNSURE and looked and now - attempted_at >= settings.SETTLE_AFTER:
        settle_as(message, Delivery.REFUSED, Cause.NOT_SHOWN, reason="", now=now)
        message.refresh_from_db()
    return Outcome(message.id, message.delivery, message.reason)


def _not_looked_for_since(moment: datetime) -> Q:
    return Q(checked_at=None) | Q(checked_at__lt=moment)
