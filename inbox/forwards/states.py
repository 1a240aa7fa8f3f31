"""The steps of a forwarded mail from one state to the next; the states are those of a reply (sending/reply_states.py).

Nothing here touches the ticket's clock, its messages or its status: who was asked besides is no answer to the buyer.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from inbox.alerts.occasions import notify_forward_failed
from inbox.changes import bump_on_commit
from inbox.models import Delivery, EventKind, Forward, Ticket, TicketEvent, User

TELLS = (Delivery.REFUSED, Delivery.UNSURE)


def locked(forward: Forward) -> Forward:
    """The row as it is now; its ticket is locked first, as everything that writes to a ticket does."""
    Ticket.objects.select_for_update().only("pk").get(pk=forward.ticket_id)
    return Forward.objects.select_for_update(of=("self",)).select_related("ticket__assignee", "user").get(pk=forward.pk)


def move(
    forward: Forward, to: Delivery, *, out_of: Sequence[Delivery], by: User | None, now: datetime, **columns: object
) -> bool:
    """Move it to a state, unless it is in none of `out_of` any more or another attempt has begun; False then."""
    with transaction.atomic():
        current = locked(forward)
        if current.delivery not in out_of or current.attempts != forward.attempts:
            return False
        before = current.delivery
        Forward.objects.filter(pk=current.pk).update(delivery=to, **columns)
        log(current, by=by, now=now, delivery=to)
        if to in TELLS and before != to:
            notify_forward_failed(current, by=by, now=now)
    return True


def log(forward: Forward, *, by: User | None, now: datetime, **after: object) -> None:
    """One entry of the ticket's log; open pages look again."""
    TicketEvent.objects.create(
        ticket_id=forward.ticket_id, at=now, kind=EventKind.FORWARDED, user=by, after={"forward": forward.pk, **after}
    )
    Ticket.objects.filter(pk=forward.ticket_id).update(updated_at=now)
    bump_on_commit([forward.ticket_id])
