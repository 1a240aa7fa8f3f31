"""The outbox: a reply is queued once, sent at most once, and never said to be sent when it was not.

draft -> queued -> sending -> accepted | refused | unsure | cancelled

`queued` waits for the undo delay, or for the end of a back-off after a call that had no effect.
`sending` is claimed by one conditional update with a lease; no lock is held over the network.
A lease that ran out, or a request that left without an answer, makes it `unsure`: only reading the
conversation back or a person settles that. Nothing ever repeats a send whose outcome is unknown.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from connectors import accounts
from connectors.accounts import connector_for
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater, UnexpectedAnswer
from connectors.models import AccountState
from connectors.outgoing import OutgoingReply, SentReply
from connectors.text import storable
from inbox import pull
from inbox.changes import bump_on_commit
from inbox.clock import RunningClock
from inbox.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.errors import AccountAway, AlreadyLeft, EmptyReply, KeyUsedDifferently, NotSettled, ReplyTooLong
from inbox.models import Cause, Delivery, Draft, EventKind, Message, MessageDirection, Status, Ticket, TicketEvent, User
from inbox.own_replies import accept

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
CHECK_EVERY = timedelta(seconds=20)
_NOT_THROUGH = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE)
_AWAY = (AccountState.PAUSED, AccountState.SIGN_IN)


@dataclass(frozen=True)
class Outcome:
    """What became of one reply in this run."""

    message_id: int
    delivery: str
    reason: str


# --- Queueing and taking back


def queue_reply(ticket: Ticket, *, body: str, by: User, now: datetime, idempotency_key: str = "") -> Message:
    """Put a reply into the outbox; it leaves after the undo delay.

    idempotency_key: the same key with the same text returns the same message; with another text
    raises KeyUsedDifferently. Raises EmptyReply, ReplyTooLong or AccountAway: nothing is queued then.
    """
    body = storable(body).strip()
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)
        if idempotency_key and (known := _with_key(locked, idempotency_key, body)):
            return known
        _check_reply(locked, body)
        message = Message.objects.create(
            ticket=locked,
            account=locked.account,
            direction=MessageDirection.OUT,
            author=str(by)[:255],
            user=by,
            body_text=body,
            written_at=now,
            delivery=Delivery.QUEUED,
            send_after=now + settings.UNDO_SEND,
            idempotency_key=idempotency_key,
        )
        Draft.objects.filter(ticket=locked, user=by).delete()
        _log(message, by=by, now=now, before="", after=Delivery.QUEUED)
        _show(message, now)
    return message


def count_characters(ticket: Ticket, text: str) -> int:
    """The length of a reply as the ticket's marketplace counts."""
    return ticket.account.connector_class.limits.count(storable(text).strip())


def cancel_reply(message: Message, *, by: User, now: datetime) -> None:
    """Take a queued reply back. Raises AlreadyLeft once a worker has it."""
    with transaction.atomic():
        current = _locked(message)
        if current.delivery != Delivery.QUEUED:
            raise AlreadyLeft
        current.delivery = Delivery.CANCELLED
        current.save(update_fields=["delivery"])
        _log(message, by=by, now=now, before=Delivery.QUEUED, after=Delivery.CANCELLED)
        _show(message, now)


def send_again(message: Message, *, by: User, now: datetime) -> Message:
    """Queue the text of a refused reply as a new one; the refused one stays as it is.

    Raises NotSettled unless it is refused.
    """
    if message.delivery != Delivery.REFUSED:
        raise NotSettled
    return queue_reply(message.ticket, body=message.body_text, by=by, now=now, idempotency_key=f"again-{message.pk}")


# --- Sending


def claim_due(now: datetime, *, at_most: int = 100) -> list[int]:
    """The ids of replies that may leave now. Looking takes nothing: `deliver` claims each.

    What cannot leave is left out, or a hundred replies behind one that is stuck would hold up all others.
    """
    earlier = Message.objects.filter(ticket=OuterRef("ticket"), id__lt=OuterRef("id"), delivery__in=_NOT_THROUGH)
    due = (
        Message.objects.filter(delivery=Delivery.QUEUED, send_after__lte=now)
        .exclude(account__state__in=_AWAY)
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
    ticket = message.ticket
    reply = OutgoingReply(
        thread_id=ticket.thread_id, body=message.body_text, buyer_handle=ticket.buyer.handle, item_id=ticket.item_id
    )
    try:
        # A worker that got stuck after its claim must not send once the reply may have been given up.
        sent = connector_for(ticket.account, send_within=settings.SENDING_LEASE / 2).send(reply)
    except TryLater as error:
        _postpone(message, error, clock.now())
    except ReplyRefused as error:
        _settle(message, Delivery.REFUSED, Cause.REFUSED, reason=str(error), now=clock.now())
    except SignInAgain as error:
        accounts.set_state(ticket.account, AccountState.SIGN_IN, reason=str(error), now=clock.now())
        _settle(message, Delivery.REFUSED, Cause.SIGN_IN, reason=str(error), now=clock.now())
    except (OutcomeUnknown, UnexpectedAnswer) as error:
        _settle(message, Delivery.UNSURE, Cause.NO_ANSWER, reason=str(error), now=clock.now())
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


# --- Settling what is unsure


def expire_leases(now: datetime) -> int:
    """A worker that died while sending leaves its reply unsure."""
    lost = Message.objects.filter(delivery=Delivery.SENDING, lease_until__lt=now)
    count = 0
    for message in lost.select_related("ticket"):
        count += _settle(message, Delivery.UNSURE, Cause.WORKER_LOST, reason="", now=now)
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

    Raises TryLater or SignInAgain if the marketplace could not be asked.
    """
    message = Message.objects.select_related("ticket__account", "ticket__buyer").get(pk=message_id)
    looked = False
    if message.ticket.account.state != AccountState.SIGN_IN:
        try:
            looked = pull.reread_thread(message.ticket.account, message.ticket.thread_id, now=now)
        except UnexpectedAnswer:
            log.info("reply %s: could not be read back (UnexpectedAnswer)", message_id)
    message.refresh_from_db()
    attempted_at = message.attempted_at or now
    if message.delivery == Delivery.UNSURE and looked and now - attempted_at >= settings.SETTLE_AFTER:
        _settle(message, Delivery.REFUSED, Cause.NOT_SHOWN, reason="", now=now)
        message.refresh_from_db()
    return Outcome(message.id, message.delivery, message.reason)


def confirm_sent(message: Message, *, by: User, now: datetime) -> None:
    """A person saw the unsure reply at the marketplace. Raises NotSettled unless it is unsure."""
    with transaction.atomic():
        current = _locked(message)
        if current.delivery != Delivery.UNSURE:
            raise NotSettled
        accept(current, external_id=f"seen-by-{by.pk}-{current.pk}", accepted_at=current.attempted_at or now, now=now)
        _refresh(current, now)


def confirm_not_sent(message: Message, *, by: User, now: datetime) -> None:
    """A person saw that the unsure reply is not there. Raises NotSettled unless it is unsure."""
    if not _settle(message, Delivery.REFUSED, Cause.NOT_SENT, reason="", now=now, by=by):
        raise NotSettled


# --- Below: the steps, each one transaction


def _not_looked_for_since(moment: datetime) -> Q:
    return Q(checked_at=None) | Q(checked_at__lt=moment)


def _with_key(ticket: Ticket, key: str, body: str) -> Message | None:
    known = ticket.messages.filter(idempotency_key=key).first()
    if known and known.body_text != body:
        raise KeyUsedDifferently
    return known


def _check_reply(ticket: Ticket, body: str) -> None:
    if not body:
        raise EmptyReply
    limits = ticket.account.connector_class.limits
    if (characters := limits.count(body)) > limits.max_characters:
        raise ReplyTooLong(
            marketplace=ticket.account.marketplace_label, characters=characters, limit=limits.max_characters
        )
    if ticket.account.state in _AWAY:
        raise AccountAway(account=ticket.account.name)


def _claim(message_id: int, now: datetime) -> Message | None:
    """Mark a queued reply as being sent; None if it is taken, not due, or an earlier one is not through."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True, of=("self", "ticket"))
            .select_related("ticket__account", "ticket__buyer")
            .filter(pk=message_id, delivery=Delivery.QUEUED, send_after__lte=now)
            .first()
        )
        if message is None or message.ticket.account.state in _AWAY:
            return None
        earlier = Message.objects.filter(
            ticket=message.ticket_id,
            delivery__in=_NOT_THROUGH,
            id__lt=message.id,
        )
        if earlier.exists():
            return None
        message.delivery = Delivery.SENDING
        message.attempted_at = now
        message.attempts = F("attempts") + 1
        message.lease_until = now + settings.SENDING_LEASE
        message.save(update_fields=["delivery", "attempted_at", "attempts", "lease_until"])
        _log(message, by=message.user, now=now, before=Delivery.QUEUED, after=Delivery.SENDING)
        _show(message, now)
    message.refresh_from_db(fields=["attempts"])
    return message


def _accepted(message: Message, sent: SentReply, now: datetime) -> None:
    """Record the marketplace's id. If a pull saw the reply first as somebody else's, that row makes way."""
    with transaction.atomic():
        current = _locked(message)
        if current.delivery == Delivery.ACCEPTED:
            return
        _make_way(current, sent.message_id)
        accept(current, external_id=sent.message_id, accepted_at=sent.accepted_at or now, now=now)
        _refresh(current, now)


def _make_way(message: Message, external_id: str) -> None:
    """A pull may have stored this very message meanwhile, as typed outside or as an older reply of ours."""
    twin = Message.objects.filter(account=message.account_id, external_id=external_id).exclude(pk=message.pk).first()
    if twin is None:
        return
    if twin.attempted_at is None:
        twin.delete()
        return
    twin.external_id, twin.delivery, twin.cause, twin.accepted_at = "", Delivery.REFUSED, Cause.NOT_SHOWN, None
    twin.save(update_fields=["external_id", "delivery", "cause", "accepted_at"])


def _settle(
    message: Message, to: Delivery, cause: Cause, *, reason: str, now: datetime, by: User | None = None
) -> bool:
    """Move a reply that is being sent or unsure to `to`; False if it was settled meanwhile."""
    with transaction.atomic():
        current = _locked(message)
        if current.delivery not in (Delivery.SENDING, Delivery.UNSURE) or current.attempts != message.attempts:
            return False
        before = current.delivery
        current.delivery, current.cause, current.reason, current.lease_until = to, cause, reason, None
        current.save(update_fields=["delivery", "cause", "reason", "lease_until"])
        _log(current, by=by, now=now, before=before, after=to)
        _show(current, now)
    return True


def _postpone(message: Message, error: TryLater, now: datetime) -> None:
    """The call had no effect: queue it again with back-off, a bounded number of times."""
    if message.attempts >= MOST_ATTEMPTS:
        _settle(message, Delivery.REFUSED, Cause.GAVE_UP, reason=str(error), now=now)
        return
    back_off = min(FIRST_BACK_OFF * 2 ** (message.attempts - 1), LONGEST_BACK_OFF)
    with transaction.atomic():
        current = _locked(message)
        if current.delivery != Delivery.SENDING or current.attempts != message.attempts:
            return
        current.delivery, current.lease_until = Delivery.QUEUED, None
        current.cause, current.reason = Cause.NO_EFFECT, str(error)
        current.send_after = now + max(error.wait or timedelta(0), back_off)
        current.save(update_fields=["delivery", "cause", "reason", "lease_until", "send_after"])
        _log(current, by=None, now=now, before=Delivery.SENDING, after=Delivery.QUEUED)
        _show(current, now)


def _locked(message: Message) -> Message:
    """The row as it is now; its ticket is locked first, as ingest does, so that neither waits for the other."""
    Ticket.objects.select_for_update().only("pk").get(pk=message.ticket_id)
    return Message.objects.select_for_update().get(pk=message.pk)


def _refresh(message: Message, now: datetime) -> None:
    """After an acceptance: the cycle is answered, the ticket waits for the buyer."""
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.ticket_id)
    exchanged = ticket.messages.filter(delivery__in=["", Delivery.ACCEPTED]).exclude(direction=MessageDirection.NOTE)
    ticket.message_count = exchanged.count()
    at = message.accepted_at or now
    if at >= ticket.last_message_at:
        ticket.last_message_at, ticket.last_direction = at, MessageDirection.OUT
        ticket.snippet = " ".join(message.body_text[:400].split())[:200]
    refresh_deadlines([ticket], now)
    if ticket.status == Status.OPEN and not ticket.needs_reply:
        ticket.status = Status.WAITING
    ticket.save(
        update_fields=[
            *("message_count", "last_message_at", "last_direction", "snippet", "status", "updated_at"),
            *DEADLINE_FIELDS,
        ]
    )
    bump_on_commit([ticket.id])


def _show(message: Message, now: datetime) -> None:
    Ticket.objects.filter(pk=message.ticket_id).update(updated_at=now)
    bump_on_commit([message.ticket_id])


def _log(message: Message, *, by: User | None, now: datetime, before: str, after: str) -> None:
    TicketEvent.objects.create(
        ticket_id=message.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        user=by,
        message_id=message.pk,
        before={"delivery": str(before)} if before else None,
        after={"delivery": str(after)},
    )
