"""Replies that leave at a moment which their writer chose, and what the conversation does to them until then."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from inbox.errors import AlreadyLeft, InboxError
from inbox.models import Cause, Delivery, Message, Status, Survey, User
from inbox.models.ticket import OVER
from inbox.sending.reply_states import locked, log_delivery, show
from templates_app.uses import take_use_back

LONGEST = timedelta(days=60)


class WrongMoment(InboxError):
    def __str__(self) -> str:
        return _("A reply can leave later today or within the next 60 days. Nothing was sent; your text is kept.")


def check_moment(leave_at: datetime | None, now: datetime) -> None:
    """Raise WrongMoment for one that is past or far away; None is always right."""
    if leave_at is not None and not now < leave_at <= now + LONGEST:
        raise WrongMoment


def hold_back(ticket_ids: Collection[int], now: datetime, *, but: int = 0) -> None:
    """Somebody wrote in these conversations: what was planned before waits for a person. The tickets are locked.

    What no person wrote is taken back.

    but: the message that was written just now.
    """
    planned = Message.objects.filter(
        ticket_id__in=ticket_ids, delivery=Delivery.QUEUED, later_at__isnull=False, send_after__isnull=False
    )
    for message in planned.exclude(pk=but) if ticket_ids else ():
        if message.automatic:
            take_back(message, now)
            continue
        message.send_after, message.cause = None, Cause.MEANWHILE
        message.save(update_fields=["send_after", "cause"])
        show(message, now)


def is_overtaken(message: Message) -> bool:
    """Whether what no person wrote is out of place by now. message: with its ticket, both locked.

    A first word, when nobody waits for it any more; a survey, when the ticket is not over after all.
    """
    ticket = message.ticket
    if not message.automatic or ticket.is_opening:
        return False
    if Survey.objects.filter(message=message).exists():
        return ticket.status != Status.SOLVED or ticket.needs_reply or ticket.has_open_claim
    return not ticket.needs_reply or ticket.status in OVER


def take_back(message: Message, now: datetime) -> None:
    """An automatic reply that has not left is not needed any more. Its row is locked."""
    message.delivery, message.cause = Delivery.CANCELLED, Cause.MEANWHILE
    message.save(update_fields=["delivery", "cause"])
    log_delivery(message, by=None, now=now, before=Delivery.QUEUED, after=Delivery.CANCELLED)
    if message.template_version_id is not None:
        take_use_back(message.template_version_id)
    show(message, now)


def plan(message: Message, leave_at: datetime | None, *, by: User, now: datetime) -> None:
    """Let a planned reply leave at another moment; None = at once. Raises WrongMoment or AlreadyLeft."""
    check_moment(leave_at, now)
    with transaction.atomic():
        current = locked(message)
        if current.delivery != Delivery.QUEUED or current.later_at is None:
            raise AlreadyLeft
        current.send_after, current.later_at, current.cause = leave_at or now, leave_at, ""
        current.save(update_fields=["send_after", "later_at", "cause"])
        log_delivery(current, by=by, now=now, before=Delivery.QUEUED, after=Delivery.QUEUED)
        show(current, now)
