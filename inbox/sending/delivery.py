"""What a worker does with a queued reply: claim it, send it once, record what became of it.

inbox/sending/reply_states.py tells the states and what each of them promises.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from connectors import accounts
from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater, UnexpectedAnswer
from connectors.models import AccountState
from connectors.outgoing import SentReply
from inbox.arriving.own_replies import accept
from inbox.clock import RunningClock
from inbox.models import Cause, Delivery, Message
from inbox.policy.stale import newly_stopping
from inbox.sending.later import is_overtaken, take_back
from inbox.sending.opening import send_opening
from inbox.sending.outgoing_reply import outgoing_reply
from inbox.sending.reply_states import AWAY, NOT_THROUGH, Outcome, locked, log_delivery, refresh_ticket, settle_as, show

MOST_ATTEMPTS = 8
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
IN_THE_WAY = Q(delivery__in=NOT_THROUGH) & ~Q(delivery=Delivery.QUEUED, later_at__isnull=False)
"""What holds back a later reply of the same conversation: all that is not through, but what is planned for later."""


def claim_due(now: datetime, *, at_most: int = 100) -> list[int]:
    """The ids of replies that may leave now. Looking takes nothing: `deliver` claims each.

    What cannot leave is left out, or a hundred replies behind one that is stuck would hold up all others.
    """
    earlier = Message.objects.filter(IN_THE_WAY, ticket=OuterRef("ticket"), id__lt=OuterRef("id"))
    due = (
        Message.objects.filter(delivery=Delivery.QUEUED, send_after__lte=now)
        .exclude(account__state__in=AWAY)
        .exclude(Exists(earlier))
    )
    return list(due.order_by("send_after", "id").values_list("id", flat=True)[:at_most])


def deliver(message_id: int, *, now: datetime) -> Outcome | None:
    """Send one queued reply that is due, and record what became of it; None if it is not ours to send.

    Replies of one conversation leave in the order they were written: an earlier one that has not
    left yet, or whose outcome is unknown, holds the later ones back.
    """
    clock = RunningClock(now)
    message = _claim(message_id, now)
    if message is None:
        return None
    account = message.ticket.account
    if stops := newly_stopping(message):
        rules = ", ".join(dict.fromkeys(finding.rule for finding in stops))
        settle_as(message, Delivery.REFUSED, Cause.POLICY, reason=rules, now=clock.now())
        message.refresh_from_db()
        return Outcome(message.id, message.delivery, message.reason)
    try:
        # A worker that got stuck after its claim must not send once the reply may have been given up.
        sent = _send(message, connector_for(account, send_within=settings.SENDING_LEASE / 2))
    except TryLater as error:
        _postpone(message, error, clock.now())
    except ReplyRefused as error:
        settle_as(message, Delivery.REFUSED, Cause.REFUSED, reason=str(error), now=clock.now())
    except FileNotFoundError:
        settle_as(message, Delivery.REFUSED, Cause.FILE_GONE, reason="", now=clock.now())
    except SignInAgain as error:
        accounts.set_state(account, AccountState.SIGN_IN, reason=str(error), now=clock.now())
        settle_as(message, Delivery.REFUSED, Cause.SIGN_IN, reason=str(error), now=clock.now())
    except (OutcomeUnknown, UnexpectedAnswer) as error:
        settle_as(message, Delivery.UNSURE, Cause.NO_ANSWER, reason=str(error), now=clock.now())
    else:
        _accepted(message, sent, clock.now())
    message.refresh_from_db()
    return Outcome(message.id, message.delivery, message.reason)


def deliver_due(now: datetime) -> list[Outcome]:
    """Send everything that is due now, one after the other, the clock going on meanwhile."""
    clock = RunningClock(now)
    outcomes = []
    tried: set[int] = set()
    while due := [message_id for message_id in claim_due(now, at_most=1000) if message_id not in tried]:
        tried.update(due)
        for message_id in due:
            outcome = deliver(message_id, now=clock.now())
            outcomes += [outcome] if outcome else []
    return outcomes


def _claim(message_id: int, now: datetime) -> Message | None:
    """Mark a queued reply as being sent; None if it is taken, not due or not wanted now, or an earlier one waits."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True, of=("self", "ticket"))
            .select_related("ticket__account", "ticket__buyer", "through__buyer")
            .filter(pk=message_id, delivery=Delivery.QUEUED, send_after__lte=now)
            .first()
        )
        if message is None or message.ticket.account.state in AWAY:
            return None
        earlier = Message.objects.filter(
            IN_THE_WAY,
            ticket=message.ticket_id,
            id__lt=message.id,
        )
        if earlier.exists():
            return None
        if is_overtaken(message):
            take_back(message, now)
            return None
        message.delivery = Delivery.SENDING
        message.attempted_at = now
        message.attempts = F("attempts") + 1
        message.lease_until = now + settings.SENDING_LEASE
        message.save(update_fields=["delivery", "attempted_at", "attempts", "lease_until"])
        log_delivery(message, by=message.user, now=now, before=Delivery.QUEUED, after=Delivery.SENDING)
        show(message, now)
    message.refresh_from_db(fields=["attempts"])
    message.account = message.ticket.account
    return message


def _send(message: Message, connector: Connector) -> SentReply:
    if message.ticket.is_opening:
        return send_opening(connector, message)
    return connector.send(outgoing_reply(message))


def _accepted(message: Message, sent: SentReply, now: datetime) -> None:
    """Record the marketplace's id. If a pull saw the reply first as somebody else's, that row makes way."""
    with transaction.atomic():
        current = locked(message)
        if current.delivery == Delivery.ACCEPTED or current.cause == Cause.BOUNCED:
            return
        _make_way(current, sent.message_id)
        accepted_at = sent.accepted_at or now
        confirmed_at = accepted_at if sent.confirmed else None
        accept(current, external_id=sent.message_id, accepted_at=accepted_at, now=now, confirmed_at=confirmed_at)
        refresh_ticket(current, now)


def _make_way(message: Message, external_id: str) -> None:
    """A pull may have stored this very message meanwhile, as typed outside or as an older reply of ours."""
    twin = Message.objects.filter(account=message.account_id, external_id=external_id).exclude(pk=message.pk).first()
    if twin is None:
        return
    if twin.attempted_at is None:
        twin.delete()
        return
    twin.external_id, twin.delivery, twin.cause = "", Delivery.REFUSED, Cause.NOT_SHOWN
    twin.accepted_at = twin.confirmed_at = None
    twin.save(update_fields=["external_id", "delivery", "cause", "accepted_at", "confirmed_at"])


def _postpone(message: Message, error: TryLater, now: datetime) -> None:
    """The call had no effect: queue it again with back-off, a bounded number of times."""
    if message.attempts >= MOST_ATTEMPTS:
        settle_as(message, Delivery.REFUSED, Cause.GAVE_UP, reason=str(error), now=now)
        return
    back_off = min(FIRST_BACK_OFF * 2 ** (message.attempts - 1), LONGEST_BACK_OFF)
    with transaction.atomic():
        current = locked(message)
        if current.delivery != Delivery.SENDING or current.attempts != message.attempts:
            return
        current.delivery, current.lease_until = Delivery.QUEUED, None
        current.cause, current.reason = Cause.NO_EFFECT, str(error)
        current.send_after = now + max(error.wait or timedelta(0), back_off)
        current.save(update_fields=["delivery", "cause", "reason", "lease_until", "send_after"])
        log_delivery(current, by=None, now=now, before=Delivery.SENDING, after=Delivery.QUEUED)
        show(current, now)
