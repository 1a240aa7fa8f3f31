"""What people do with a mail to a carrier or supplier: queue it, take it back, send it again, say what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from connectors.models import Account
from connectors.text import storable
from inbox.errors import AccountAway, AlreadyLeft, KeyUsedDifferently, NotSettled
from inbox.forwards.errors import (
    FilesTooLargeToMail,
    NoMailbox,
    NotForwardable,
    NothingToForward,
    ToOurselves,
    ToTheBuyer,
)
from inbox.forwards.mailboxes import forwards_mail
from inbox.forwards.marks import bare_subject, marked_subject, new_mark
from inbox.forwards.picked_files import LIMITS, send_along
from inbox.forwards.states import locked, log, move
from inbox.models import Attachment, BuyerHandle, Delivery, Forward, ForwardMail, PickedFile, Ticket, User
from inbox.sending.reply_states import AWAY


@dataclass(frozen=True)
class Wanted:
    """What is to leave. to: one bare address. files: of messages of the ticket; picked: from his own computer.

    follows: the answer it answers.
    """

    sender: Account
    to: str
    subject: str
    text: str
    files: Sequence[Attachment] = ()
    picked: Sequence[PickedFile] = ()
    follows: ForwardMail | None = None


def queue_forward(ticket: Ticket, wanted: Wanted, *, by: User, now: datetime, idempotency_key: str = "") -> Forward:
    """Put a mail into the outbox; it leaves after the undo delay.

    idempotency_key: the same key with the same text to the same address gives the same mail; else KeyUsedDifferently.
    Raises NoMailbox, AccountAway, ToTheBuyer, ToOurselves, NothingToForward, FilesTooLargeToMail, FileGone or
    NotForwardable: nothing is queued then.
    """
    text, to = storable(wanted.text).strip(), wanted.to.strip()
    with transaction.atomic():
        current = Ticket.objects.select_for_update(of=("self",)).select_related("buyer").get(pk=ticket.pk)
        if idempotency_key and (known := current.forwards.filter(idempotency_key=idempotency_key).first()):
            if (known.to, known.body_text) != (to, text):
                raise KeyUsedDifferently
            return known
        _check(current, wanted, text=text, to=to)
        mark = new_mark()
        forward = Forward.objects.create(
            ticket=current,
            account=wanted.sender,
            user=by,
            mark=mark,
            follows=wanted.follows,
            to=to,
            subject=marked_subject(storable(wanted.subject)[:200], mark),
            body_text=text,
            written_at=now,
            delivery=Delivery.QUEUED,
            send_after=now + settings.UNDO_SEND,
            idempotency_key=idempotency_key,
        )
        forward.files.set(wanted.files)
        send_along(forward, wanted.picked)
        log(forward, by=by, now=now)
    return forward


def cancel(forward: Forward, *, by: User, now: datetime) -> None:
    """Take a queued one back. Raises AlreadyLeft once a worker has it."""
    if not move(forward, Delivery.CANCELLED, out_of=[Delivery.QUEUED], by=by, now=now, send_after=None):
        raise AlreadyLeft


def send_again(forward: Forward, *, by: User, now: datetime) -> Forward:
    """Queue a refused one once more, as a mail of its own. Raises NotSettled unless it is refused."""
    if forward.delivery != Delivery.REFUSED:
        raise NotSettled
    wanted = Wanted(
        sender=forward.account,
        to=forward.to,
        subject=bare_subject(forward.subject),
        text=forward.body_text,
        files=list(forward.files.all()),
        picked=list(forward.picked.order_by("id")),
        follows=forward.follows,
    )
    with transaction.atomic():
        again = queue_forward(forward.ticket, wanted, by=by, now=now, idempotency_key=f"again-{forward.pk}")
        Forward.objects.filter(pk=forward.pk).update(settled_at=now)
    return again


def leave_it(forward: Forward, *, by: User, now: datetime) -> None:
    """A person has seen that a refused one did not arrive, and leaves it at that. Raises NotSettled."""
    with transaction.atomic():
        current = locked(forward)
        if current.delivery != Delivery.REFUSED:
            raise NotSettled
        Forward.objects.filter(pk=current.pk).update(settled_at=now)
        log(current, by=by, now=now, delivery=current.delivery)


def confirm_sent(forward: Forward, *, by: User, now: datetime) -> None:
    """A person knows that the unsure one left. Raises NotSettled unless it is unsure."""
    if not move(forward, Delivery.ACCEPTED, out_of=[Delivery.UNSURE], by=by, now=now, accepted_at=now):
        raise NotSettled


def confirm_not_sent(forward: Forward, *, by: User, now: datetime) -> None:
    """A person knows that the unsure one did not leave. Raises NotSettled unless it is unsure."""
    if not move(forward, Delivery.REFUSED, out_of=[Delivery.UNSURE], by=by, now=now, reason=""):
        raise NotSettled


def _check(ticket: Ticket, wanted: Wanted, *, text: str, to: str) -> None:
    if ticket.is_erased:
        raise NotForwardable
    if not text:
        raise NothingToForward
    if not forwards_mail(wanted.sender):
        raise NoMailbox
    if wanted.sender.state in AWAY:
        raise AccountAway(account=wanted.sender.name)
    if BuyerHandle.objects.filter(buyer=ticket.buyer_id, handle__iexact=to).exists():
        raise ToTheBuyer
    if to.casefold() == wanted.sender.seller_name.rpartition("<")[2].rstrip("> ").casefold():
        raise ToOurselves
    files: list[Attachment | PickedFile] = [*wanted.files, *wanted.picked]
    size = sum(file.size or 0 for file in files)
    if size > LIMITS.largest_files:
        raise FilesTooLargeToMail(size=size, limit=LIMITS.largest_files)
