"""What people do with replies: queue one, take it back, send it again, say what became of it.

reply_states.py tells the states; delivery.py sends; settling.py settles what is unsure.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from connectors.text import storable
from inbox.answering.used import UsedTemplate, columns_of, used_by
from inbox.arriving.own_replies import accept
from inbox.errors import (
    AccountAway,
    AlreadyLeft,
    BuyerErased,
    EmptyReply,
    KeyUsedDifferently,
    MergedInto,
    NotAConversation,
    NotOpenedYet,
    NotSettled,
    PlaceLeftOpen,
    ReplyTooLong,
)
from inbox.models import Attachment, Cause, Delivery, DraftFile, Message, MessageDirection, Ticket, User
from inbox.models.ticket import CLAIM
from inbox.policy.checking import findings_of
from inbox.policy.overriding import keep_override, overridden
from inbox.policy.stale import reason_again
from inbox.sending.conversation import through_for
from inbox.sending.drafts import used_up
from inbox.sending.later import check_moment, hold_back
from inbox.sending.meanwhile import stop_if_answered
from inbox.sending.recipients import checked_recipient, stored_recipient
from inbox.sending.reply_files import attach, check_files
from inbox.sending.reply_states import AWAY, NOT_THROUGH, locked, log_delivery, refresh_ticket, settle_as, show
from inbox.sending.wishes import NO_WISHES, ReplyWishes
from templates_app.filling.blank import has_mark
from templates_app.uses import count_use, take_use_back


def queue_reply(
    ticket: Ticket,
    *,
    body: str,
    by: User,
    now: datetime,
    idempotency_key: str = "",
    files: Sequence[DraftFile | Attachment] = (),
    recipient: str = "",
    conversation: int | None = None,
    wishes: ReplyWishes = NO_WISHES,
    template: UsedTemplate | None = None,
) -> Message:
    """Put a reply into the outbox; it leaves after the undo delay.

    idempotency_key: the same key with the same text to the same recipient returns the same message; otherwise raises
    KeyUsedDifferently. files: become attachments of the reply; the draft they may belong to is gone afterwards.
    recipient: who it is for, the marketplace's code; empty = the buyer. conversation: on which it leaves, where others
    were merged into the ticket: a ticket's number; None = that of the newest question. template: from which the text
    was made; None = written by hand.
    Raises AnsweredMeanwhile, MergedInto, WrongConversation, EmptyReply, PlaceLeftOpen, NotAConversation, NotOpenedYet,
    ReplyTooLong, AccountAway, WrongRecipient, TooManyFiles, FilesTooLarge, FileTypeRefused, FileGone, or what the
    policy check says, ReplyForbidden or ReasonNeeded: nothing is queued then.
    """
    body = storable(body).strip()
    with transaction.atomic():
        current = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=ticket.pk)
        if idempotency_key and (known := _with_key(current, idempotency_key, body, recipient)):
            return known
        check_moment(wishes.leave_at, now)
        stop_if_answered(current, wishes.seen)
        check_reply(current, body)
        through = through_for(current, conversation)
        recipient = checked_recipient(through or current, recipient, current.account)
        check_files(current.account.connector_class.limits, files, taker=current.account.marketplace_label)
        found = findings_of(
            through or current, body, recipient=recipient, files=files, acknowledges=wishes.acknowledges
        )
        against = overridden(found, by=by, why=wishes.override)
        message = Message.objects.create(
            ticket=current,
            account=current.account,
            direction=MessageDirection.OUT,
            author=str(by)[:255],
            user=by,
            body_text=body,
            written_at=now,
            delivery=Delivery.QUEUED,
            send_after=wishes.leave_at or now + settings.UNDO_SEND,
            later_at=wishes.leave_at,
            recipient=recipient,
            through=through,
            solves=wishes.solves,
            acknowledges=wishes.acknowledges,
            idempotency_key=idempotency_key,
            **columns_of(template, body),
        )
        if message.template_version_id is not None:
            count_use(message.template_version_id)
        attach(message, files)
        keep_override(message, against, why=wishes.override, by=by, now=now)
        used_up(current, by=by)
        hold_back([current.pk], now, but=message.pk)
        log_delivery(message, by=by, now=now, before="", after=Delivery.QUEUED)
        show(message, now)
    return message


def check_reply(ticket: Ticket, body: str) -> None:
    """Raise what queue_reply would raise about this text on this ticket. ticket: with its account."""
    if ticket.merged_into_id is not None:
        raise MergedInto(number=ticket.merged_into_id)
    if not body:
        raise EmptyReply
    if has_mark(body):
        raise PlaceLeftOpen
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
        whose = current.user_id if current.user_id != by.pk else None
        log_delivery(message, by=by, now=now, before=Delivery.QUEUED, after=Delivery.CANCELLED, whose=whose)
        if current.template_version_id is not None:
            take_use_back(current.template_version_id)
        show(message, now)


def send_again(message: Message, *, by: User, now: datetime) -> Message:
    """Queue the text and files of a refused reply as a new one; the refused one stays as it is.

    Raises NotSettled unless it is refused, AnsweredMeanwhile if somebody answered since, ReasonNeeded if the policy
    check warns of more than was overridden then.
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
        conversation=message.through_id or message.ticket_id,
        wishes=ReplyWishes(
            seen=message.pk,
            solves=message.solves,
            acknowledges=message.acknowledges,
            override=reason_again(message),
        ),
        template=used_by(message),
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
