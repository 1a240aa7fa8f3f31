"""What comes back to a mailbox about a forwarded mail goes to its ticket, and nowhere else.

A copy of our own mail says that it left, an answer that it arrived, a report that it did not. None of them is a
message: no ticket is opened, no clock is started, and nothing of it can go to the buyer.
"""

from collections.abc import Mapping
from datetime import datetime

from connectors.files import content_type
from connectors.incoming import RawPayload
from connectors.mail.mail import Mail
from connectors.mail.words import own_words
from connectors.models import Account
from connectors.text import storable
from inbox.alerts.occasions import notify_forward_answered
from inbox.arriving.raw_items import empty_raw_items
from inbox.erasure.doomed_files import doom
from inbox.forwards.mailboxes import forwards_mail
from inbox.forwards.recognising import Recognised, recognised_in
from inbox.forwards.states import locked, log, move
from inbox.models import Delivery, Forward, ForwardFile, ForwardMail, ForwardMailKind, Ticket
from inbox.storage import blobs
from inbox.tickets.snooze import Why, wake_for

UNCERTAIN = (Delivery.SENDING, Delivery.UNSURE)


def take_out_forwards(account: Account, fresh: Mapping[int, RawPayload], *, now: datetime) -> set[int]:
    """Take in what belongs to forwarded mails; return the raw ids that nobody else is to read.

    fresh: payloads by raw id. The caller holds a transaction.
    """
    if not forwards_mail(account):
        return set()
    found = recognised_in(account, fresh, now=now)
    for one in found:
        _take_in(one, now=now)
    return {one.raw_id for one in found}


def _take_in(one: Recognised, *, now: datetime) -> None:
    forward = locked(one.forward)
    if forward.ticket.is_erased:
        doom(empty_raw_items([one.raw_id]), now=now)
        return
    mail, is_new = _stored(one, forward, now=now)
    if not is_new:
        return
    if one.kind == ForwardMailKind.REPORT:
        _failed(forward, one.mail, now=now)
        return
    _arrived(forward, one, now=now)
    if one.kind == ForwardMailKind.ANSWER:
        _answered(forward, mail, now=now)


def _stored(one: Recognised, forward: Forward, *, now: datetime) -> tuple[ForwardMail, bool]:
    """The row of the mail, and whether it is new. A copy of our own says nothing that we do not have."""
    mail, is_answer = one.mail, one.kind == ForwardMailKind.ANSWER
    sender = next((address for address in mail.sender if address.email), None)
    words = own_words(mail.text, html=mail.html).own.strip() if is_answer else ""
    row, is_new = ForwardMail.objects.get_or_create(
        forward=forward,
        external_id=(mail.message_id or f"sha256:{mail.digest}")[:255],
        defaults={
            "raw_id": one.raw_id,
            "kind": one.kind,
            "sender": storable(sender.email)[:255] if sender else "",
            "sender_name": storable(sender.name)[:255] if sender else "",
            "subject": storable(mail.subject)[:255] if is_answer else "",
            "body_text": words or (mail.text.strip() if is_answer else ""),
            "whole_text": mail.text if is_answer and mail.text.strip() != words else "",
            "automatic": mail.automatic or mail.bulk,
            "written_at": min(mail.date or now, now),
            "fetched_at": now,
        },
    )
    if is_new and is_answer:
        _keep_files(row, mail)
    return row, is_new


def _keep_files(row: ForwardMail, mail: Mail) -> None:
    names = blobs.keep_all([file.content for file in mail.files], folder=blobs.ATTACHMENTS)
    ForwardFile.objects.bulk_create(
        ForwardFile(
            mail=row,
            name=file.name[:255],
            content_type=content_type(file.content)[:100],
            file=name,
            size=len(file.content),
        )
        for file, name in zip(mail.files, names, strict=True)
        if name
    )


def _arrived(forward: Forward, one: Recognised, *, now: datetime) -> None:
    """It left, whatever the mail server had said, or had not said; an answer also proves a report wrong."""
    told_otherwise = (Delivery.REFUSED,) if one.kind == ForwardMailKind.ANSWER and forward.message_id else ()
    at = min(one.mail.date or now, now) if one.kind == ForwardMailKind.COPY else now
    named = {"message_id": one.mail.message_id[:255]} if one.kind == ForwardMailKind.COPY else {}
    out_of = [*UNCERTAIN, *told_otherwise]
    columns = {"accepted_at": forward.accepted_at or at, "reason": "", "lease_until": None, **named}
    move(forward, Delivery.ACCEPTED, out_of=out_of, by=None, now=now, **columns)


def _failed(forward: Forward, mail: Mail, *, now: datetime) -> None:
    report = mail.report
    if report is None or not report.permanent:
        return
    reason = storable(report.reason or report.status or mail.subject)
    out_of = [*UNCERTAIN, Delivery.ACCEPTED]
    columns = {"reason": reason, "lease_until": None, "settled_at": None}
    if not forward.mails.filter(kind=ForwardMailKind.ANSWER, automatic=False).exists():
        move(forward, Delivery.REFUSED, out_of=out_of, by=None, now=now, **columns)


def _answered(forward: Forward, mail: ForwardMail, *, now: datetime) -> None:
    """The ticket comes up again, unless a machine wrote; its clocks and the buyer's wait stay what they are."""
    log(forward, by=None, now=now, mail=mail.pk)
    if mail.automatic:
        return
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=forward.ticket_id)
    wake_for(ticket, Why.ANSWER, now)
    Ticket.objects.filter(pk=ticket.pk).update(unread=True)
    notify_forward_answered(forward, now=now)
