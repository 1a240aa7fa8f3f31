"""Replies to somebody who is to be erased: none leaves any more, none is left in doubt."""

from datetime import datetime, timedelta

from inbox.erasure.person import Person
from inbox.errors import ReplyUnderway
from inbox.models import Delivery, EventKind, Feedback, Forward, Message, TicketEvent, User

PATIENCE = timedelta(hours=1)
"""So long an erasure waits for word of a reply that may have arrived."""


def close_outbox(person: Person, *, by: User | None, now: datetime) -> None:
    """Cancel what has not left. Call it with his tickets locked, as every step of a reply locks them first.

    Raises ReplyUnderway while a reply is being sent, or may turn out to have arrived: its outcome is recorded first,
    or its text would be gone by which the marketplace's copy is known to be ours. After PATIENCE it stays what it
    is, not known to have arrived, and the erasure goes on.
    """
    replies = person.messages.filter(delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE])
    found = list(replies.select_for_update(of=("self",)))
    answers = Feedback.objects.filter(pk__in=list(person.feedback.values_list("pk", flat=True)))
    in_doubt = answers.filter(delivery__in=[Delivery.SENDING, Delivery.UNSURE])
    forwards = Forward.objects.filter(ticket__in=list(person.tickets.values_list("pk", flat=True)))
    leaving = forwards.filter(delivery=Delivery.SENDING, lease_until__gt=now).exists()
    if (
        leaving
        or any(_may_arrive(reply, now) for reply in found)
        or in_doubt.filter(send_after__gt=now - PATIENCE).exists()
    ):
        raise ReplyUnderway
    for reply in found:
        _end(reply, by=by, now=now)
    in_doubt.update(delivery=Delivery.REFUSED)
    answers.filter(delivery=Delivery.QUEUED).update(delivery=Delivery.CANCELLED, send_after=None)
    forwards.filter(delivery=Delivery.QUEUED).update(delivery=Delivery.CANCELLED, send_after=None)


def _may_arrive(reply: Message, now: datetime) -> bool:
    return reply.delivery != Delivery.QUEUED and (reply.attempted_at or now) > now - PATIENCE


def _end(reply: Message, *, by: User | None, now: datetime) -> None:
    before = reply.delivery
    reply.delivery = Delivery.CANCELLED if before == Delivery.QUEUED else Delivery.REFUSED
    reply.lease_until = None
    reply.save(update_fields=["delivery", "lease_until"])
    TicketEvent.objects.create(
        ticket_id=reply.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        user=by,
        message_id=reply.pk,
        before={"delivery": str(before)},
        after={"delivery": str(reply.delivery)},
    )
