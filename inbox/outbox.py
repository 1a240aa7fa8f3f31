"""What people do with replies: queue one, take it back, send it again, say what became of it.

inbox/reply_states.py tells the states; inbox/delivery.py sends; inbox/settling.py settles what is unsure.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from connectors.text import storable
from inbox.errors import (
    AccountAway,
    AlreadyLeft,
    BuyerErased,
    EmptyReply,
    KeyUsedDifferently,
    NotAConversation,
    NotOpenedYet,
    NotSettled,
    ReplyTooLong,
)
from inbox.models import Attachment, Cause, Delivery, Draft, DraftFile, Message, MessageDirection, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.own_replies import accept
from inbox.recipients import checked_recipient, stored_recipient
from inbox.reply_files import attach, check_files
from inbox.reply_states import AWAY, NOT_THROUGH, locked, log_delivery, refresh_ticket, settle_as, show


def queue_reply(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    now: datetime,
    idempotency_key: str = "",
    files: Sequence[DraftFile | Attachment] = (),
    recipient: str = "",
) -> Message:
    """Put a reply into the outbox; it leaves after the undo delay.

    idempotency_key: the same key with the same text to the same recipient returns the same message; otherwise raises
    KeyUsedDifferently. files: become attachments of the reply; the draft they may belong to is gone afterwards.
    recipient: who it is for, the marketplace's code; empty = the buyer.
    Raises EmptyReply, NotAConversation, NotOpenedYet, ReplyTooLong, AccountAway, WrongRecipient, TooManyFiles,
    FilesTooLarge, FileTypeRefused or FileGone: nothing is queued then.
    """
    body = storable(body).strip()
    with transaction.atomic():
        current = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)
        if idempotency_key and (known := _with_key(current, idempotency_key, body, recipient)):
            return known
        _check_reply(current, body)
        recipient = checked_recipient(current, recipient)
        check_files(current.account, files)
        message = Message.objects.create(
            ticket=current,
            account=current.account,
            direction=MessageDirection.OUT,
            author=str(by)[:255],
            user=by,
            body_text=body,
            written_at=now,
            delivery=Delivery.QUEUED,
            send_after=now + settings.UNDO_SEND,
            recipient=recipient,
            idempotency_key=idempotency_key,
        )
        attach(message, files)
        Draft.objects.filter(ticket=current, user=by).delete()
        log_delivery(message, by=by, now=now, before="", after=Delivery.QUEUED)
        show(message, now)
    return message


def count_characters(ticket: Ticket, text: str) -> int:
    """The length of a reply as the ticket's marketplace counts."""
    return ticket.account.connector_class.limits.count(storable(text).strip())


def cancel_reply(message: Message, *, by: User, now: datetime) -> None:
    """Take a queued reply back. Raises AlreadyLeft once a worker has it."""
    with transaction.atomic():
        current = locked(message)
        if current.delivery != Delivery.QUEUED:
            raise AlreadyLeft
        current.delivery = Delivery.CANCELLED
        current.save(update_fields=["delivery"])
        log_delivery(message, by=by, now=now, before=Delivery.QUEUED, after=Delivery.CANCELLED)
        show(message, now)


def send_again(message: Message, *, by: User, now: datetime) -> Message:
    """Queue the text and files of a refused reply as a new one; the refused one stays as it is.

    Raises NotSettled unless it is refused.
    """
    if message.delivery != Delivery.REFUSED:
        raise NotSettled
    return queue_reply(
        message.ticket,
        body=message.body_text,
        by=by,
        now=now,
        idempotency_key=f"again-{message.pk}",
        files=list(message.attachments.exclude(file="").order_by("id")),
        recipient=message.recipient,
    )


def confirm_sent(message: Message, *, by: User, now: datetime) -> None:
    """A person saw the unsure reply at the marketplace. Raises NotSettled unless it is unsure."""
    with transaction.atomic():
        current = locked(message)
        if current.delivery != Delivery.UNSURE:
            raise NotSettled
        seen_as = f"seen-by-{by.pk}-{current.pk}"
        accept(current, external_id=seen_as, accepted_at=current.attempted_at or now, now=now, confirmed_at=now)
        refresh_ticket(current, now)


def confirm_not_sent(message: Message, *, by: User, now: datetime) -> None:
    """A person saw that the unsure reply is not there. Raises NotSettled unless it is unsure."""
    if not settle_as(message, Delivery.REFUSED, Cause.NOT_SENT, reason="", now=now, by=by):
        raise NotSettled


def _with_key(ticket: Ticket, key: str, body: str, recipient: str) -> Message | None:
    known = ticket.messages.filter(idempotency_key=key).first()
    if known and (known.body_text, known.recipient) != (body, stored_recipient(ticket.account, recipient)):
        raise KeyUsedDifferently
    return known


def _check_reply(ticket: Ticket, body: str) -> None:
    if not body:
        raise EmptyReply
    if ticket.kind == CLAIM:
        raise NotAConversation
    if ticket.is_opening and ticket.messages.filter(delivery__in=(*NOT_THROUGH, Delivery.ACCEPTED)).exists():
        raise NotOpenedYet(marketplace=ticket.account.marketplace_label)
    if ticket.is_erased:
        raise BuyerErased
    limits = ticket.account.connector_class.limits
    if (characters := limits.count(body)) > limits.max_characters:
        raise ReplyTooLong(
            marketplace=ticket.account.marketplace_label, characters=characters, limit=limits.max_characters
        )
    if ticket.account.state in AWAY:
        raise AccountAway(account=ticket.account.name)
