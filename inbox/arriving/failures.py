"""Take in what says that a reply of ours did not reach the buyer (IncomingFailure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from connectors.incoming import IncomingFailure, IncomingNotice
from connectors.models import Account
from inbox.alerts.occasions import notify_reply
from inbox.arriving.notices import take_in_notices
from inbox.arriving.own_replies import CLOCK_SKEW
from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.deadlines.log import endings_since
from inbox.models import Cause, Delivery, EventKind, Message, MessageDirection, Status, Ticket, TicketEvent
from inbox.sending.reply_keys import message_of_key
from inbox.sending.reply_states import locked
from inbox.tickets.row import SHOWN_FIELDS, exchanged, first_words
from inbox.tickets.snooze import Why, awake

LATEST_FAILURE = timedelta(days=7)
"""Mail servers give up after five days; no word of it comes later than this."""


def take_in_failures(account: Account, failures: Iterable[IncomingFailure], *, now: datetime) -> int:
    """Carry over what was not known yet; return how many failures said something new."""
    found = sorted(failures, key=lambda failure: (failure.written_at, failure.external_id))
    return sum(_take_in(account, failure, now=now) for failure in found)


def _take_in(account: Account, failure: IncomingFailure, *, now: datetime) -> int:
    reply = _reply_of(account, failure)
    if reply is None:
        notice = IncomingNotice(failure.external_id, failure.subject, failure.text, "", failure.written_at)
        return take_in_notices(account, [notice], now=now)
    with transaction.atomic():
        current = locked(reply)
        if current.delivery not in (Delivery.ACCEPTED, Delivery.UNSURE, Delivery.SENDING):
            return 0
        if not failure.permanent:
            _log(current, now, delayed=failure.reason)
            return 1
        _refuse(current, failure, now)
        _reopen(current, now)
    return 1


def _reply_of(account: Account, failure: IncomingFailure) -> Message | None:
    """The reply it is about: by our name of it, else the newest that may be meant, also if it is refused already."""
    replies = Message.objects.filter(account=account, direction=MessageDirection.OUT, attempted_at__isnull=False)
    if failure.message_id:
        key = message_of_key(account, failure.message_id)
        if named := replies.filter(Q(external_id=failure.message_id) | Q(pk=key)).first():
            return named
    if not failure.order_id and not failure.buyer_handle:
        return None
    meant = replies.filter(attempted_at__range=(failure.written_at - LATEST_FAILURE, failure.written_at + CLOCK_SKEW))
    if failure.buyer_handle:
        meant = meant.filter(ticket__buyer__handles__handle=failure.buyer_handle.lower())
    if failure.order_id:
        orders = [failure.order_id, ""] if failure.buyer_handle else [failure.order_id]
        meant = meant.filter(ticket__order_id__in=orders)
    doubtful = Q(delivery=Delivery.ACCEPTED, confirmed_at=None) | Q(delivery=Delivery.UNSURE) | Q(cause=Cause.BOUNCED)
    return meant.filter(doubtful).order_by("-attempted_at", "-id").first() or _only_believed(meant)


def _only_believed(replies: "QuerySet[Message]") -> Message | None:
    """The one reply that counts as arrived because it was taken, with no copy to prove it; None if several do."""
    found = list(replies.filter(delivery=Delivery.ACCEPTED, confirmed_at=F("accepted_at")).distinct()[:2])
    return found[0] if len(found) == 1 else None


def _refuse(reply: Message, failure: IncomingFailure, now: datetime) -> None:
    before = reply.delivery
    reply.delivery, reply.cause, reply.lease_until, reply.confirmed_at = Delivery.REFUSED, Cause.BOUNCED, None, None
    reply.reason, reply.remedy = failure.reason, failure.remedy[:30]
    reply.save(update_fields=["delivery", "cause", "lease_until", "confirmed_at", "reason", "remedy"])
    _log(reply, now, before=before)
    notify_reply(reply, by=None, now=now)


def _reopen(reply: Message, now: datetime) -> None:
    """The buyer still waits, since he first asked; an ending by hand after the reply took it for delivered."""
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=reply.ticket_id)
    for _ in range(endings_since(ticket.pk, reply.attempted_at or now)):
        TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.ANSWER_NEEDED)
    _show_what_is_left(ticket)
    refresh_deadlines([ticket], now)
    if (event := awake(ticket, Why.FAILURE, now)) is not None:
        event.save()
    ticket.status, ticket.solved_at, ticket.unread = Status.OPEN, None, True
    ticket.save(update_fields=[*SHOWN_FIELDS, *DEADLINE_FIELDS, "unread"])
    bump_on_commit([ticket.pk])


def _show_what_is_left(ticket: Ticket) -> None:
    left = exchanged(ticket)
    ticket.message_count = left.count()
    if newest := left.order_by("-written_at", "-id").first():
        ticket.last_message_at = newest.accepted_at or min(newest.written_at, newest.fetched_at or newest.written_at)
        ticket.last_direction, ticket.snippet = newest.direction, first_words(newest.body_text)


def _log(reply: Message, now: datetime, *, before: str = "", delayed: str = "") -> None:
    after = {"delivery": str(reply.delivery)} | ({"delayed": delayed} if delayed else {"cause": str(reply.cause)})
    TicketEvent.objects.create(
        ticket_id=reply.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        message_id=reply.pk,
        before={"delivery": before or str(reply.delivery)},
        after=after,
    )
