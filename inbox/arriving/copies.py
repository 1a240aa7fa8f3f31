"""Take in copies of the shop's own answers that name no conversation (IncomingCopy).

A copy confirms our reply with the same text. Else it was typed on the marketplace's own site, and goes into the one
conversation that fits. What fits none, or several, is a notice of the account, and is tried again for a week: the
buyer's message may come later than the copy of its answer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from connectors.incoming import Direction, IncomingCopy, IncomingMessage, IncomingNotice, Person
from connectors.models import Account, Notice
from inbox.arriving.arrivals import take_in_messages
from inbox.arriving.copy_places import conversation_for
from inbox.arriving.notices import take_in_notices
from inbox.arriving.own_replies import CLOCK_SKEW, accept, sent_as
from inbox.bulk import insert_new
from inbox.models import Cause, Delivery, LooseCopy, Message, Ticket
from inbox.sending.reply_states import locked, refresh_ticket, show

TRY_FOR = timedelta(days=7)
LATEST_COPY = timedelta(days=3)
"""No copy of a reply comes later than this."""
_FIELDS = ["account", "external_id", "subject", "text", "buyer_name", "order_id", "written_at", "fetched_at"]


def take_in_copies(account: Account, copies: Iterable[IncomingCopy], *, now: datetime, quiet: bool) -> int:
    """Take in copies that are not known yet; return how many there were."""
    by_id = {copy.external_id: copy for copy in copies}
    rows = [
        (
            *(account.id, copy.external_id, copy.subject, copy.text),
            *(copy.buyer_name[:255], copy.order_id[:100], copy.written_at, now),
        )
        for copy in by_id.values()
    ]
    new = {name for (name,) in insert_new(LooseCopy, _FIELDS, rows, returning=["external_id"])}
    for copy in sorted((by_id[name] for name in new), key=lambda copy: copy.written_at):
        if not _place(account, copy, now=now, quiet=quiet):
            notice = IncomingNotice(copy.external_id, copy.subject, copy.text, "", copy.written_at)
            take_in_notices(account, [notice], now=now)
    return len(new)


def place_loose_copies(account: Account, *, now: datetime) -> int:
    """Try again to find a place for the copies of the last days; return how many found one."""
    placed = 0
    for loose in LooseCopy.objects.filter(account=account, placed_at=None, written_at__gte=now - TRY_FOR):
        copy = IncomingCopy(
            external_id=loose.external_id,
            written_at=loose.written_at,
            subject=loose.subject,
            text=loose.text,
            buyer_name=loose.buyer_name,
            order_id=loose.order_id,
        )
        with transaction.atomic():
            if _place(account, copy, now=now, quiet=False):
                Notice.objects.filter(account=account, external_id=copy.external_id).delete()
                placed += 1
    return placed


def _place(account: Account, copy: IncomingCopy, *, now: datetime, quiet: bool) -> bool:
    """Find out what the copy is a copy of; False if that is not certain."""
    replies = _replies_with_its_text(account, copy)
    if replies:
        placed = _confirm(replies, copy, now)
    else:
        ticket = conversation_for(account, copy)
        placed = ticket is not None
        if ticket:
            answer = _as_message(account, copy, ticket)
            take_in_messages(account, {answer.external_id: answer}, now=now, quiet=quiet)
    if placed:
        LooseCopy.objects.filter(account=account, external_id=copy.external_id).update(placed_at=now)
    return placed


def _replies_with_its_text(account: Account, copy: IncomingCopy) -> list[Message]:
    """What the shop wrote lately with these words, from here or (placed by another copy) outside."""
    recent = Message.objects.filter(
        ticket__account=account,
        ticket__updated_at__gte=copy.written_at - LATEST_COPY,
        direction=Direction.OUT.value,
        written_at__range=(copy.written_at - LATEST_COPY, copy.written_at + CLOCK_SKEW),
    ).exclude(delivery__in=[Delivery.QUEUED, Delivery.CANCELLED])
    found = [reply for reply in recent.select_related("ticket", "through") if sent_as(reply.body_text, copy.text)]
    if copy.order_id:
        found = [reply for reply in found if reply.place.order_id in ("", copy.order_id)]
        found = [reply for reply in found if reply.place.order_id] or found
    if copy.buyer_name:
        name = copy.buyer_name.casefold()
        found = [reply for reply in found if reply.ticket.buyer_name.casefold() == name] or found
    return found


def _confirm(replies: list[Message], copy: IncomingCopy, now: datetime) -> bool:
    """Record that the reply arrived, the oldest not yet confirmed; False if they are of several conversations."""
    if len({reply.place.pk for reply in replies}) > 1:
        return False
    waiting = [reply for reply in replies if reply.confirmed_at is None and reply.delivery != Delivery.REFUSED]
    waiting = waiting or [reply for reply in replies if reply.cause in (Cause.NOT_SHOWN, Cause.NOT_SENT)]
    if not waiting:
        return True
    reply = locked(min(waiting, key=lambda reply: (reply.written_at, reply.id)))
    if reply.delivery == Delivery.ACCEPTED:
        reply.confirmed_at = min(copy.written_at, now)
        reply.save(update_fields=["confirmed_at"])
        show(reply, now)
    else:
        at = copy.written_at
        accept(reply, external_id=reply.external_id or copy.external_id, accepted_at=at, now=now, confirmed_at=at)
        refresh_ticket(reply, now)
    return True


def _as_message(account: Account, copy: IncomingCopy, ticket: Ticket) -> IncomingMessage:
    return IncomingMessage(
        external_id=copy.external_id,
        thread_id=ticket.thread_id,
        direction=Direction.OUT,
        written_at=copy.written_at,
        text=copy.text,
        author=account.seller_name or account.name,
        buyer=Person(ticket.buyer.handle),
        subject=copy.subject,
        order_id=copy.order_id,
    )
