"""The steps of a reply from one state to the next, each one transaction: for the outbox, the worker, and what settles.

draft -> queued -> sending -> accepted | refused | unsure | cancelled

`queued` waits for the undo delay, or for the end of a back-off after a call that had no effect.
`sending` is claimed by one conditional update with a lease; no lock is held over the network.
A lease that ran out, or a request that left without an answer, makes it `unsure`: only reading the
conversation back, a copy or a person settles that. Nothing ever repeats a send whose outcome is unknown.
`accepted` with no `confirmed_at` may still turn out not to have arrived: it is refused then (Cause.BOUNCED).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.models import AccountState
from inbox.alerts.occasions import notify_reply
from inbox.changes import bump_on_commit
from inbox.deadlines.cycles import DEADLINE_FIELDS, refresh_deadlines
from inbox.models import Cause, Delivery, EventKind, Message, Status, Ticket, TicketEvent, User
from inbox.sending.solving import solve_as_wished
from inbox.tickets.row import SHOWN_FIELDS, exchanged, show_newest

NOT_THROUGH = (Delivery.QUEUED, Delivery.SENDING, Delivery.UNSURE)
AWAY = (AccountState.PAUSED, AccountState.SIGN_IN)


@dataclass(frozen=True)
class Outcome:
    """What became of one reply in this run."""

    message_id: int
    delivery: str
    reason: str


def locked(message: Message) -> Message:
    """The row as it is now; its ticket is locked first, as ingest does, so that neither waits for the other."""
    Ticket.objects.select_for_update().only("pk").get(pk=message.ticket_id)
    return Message.objects.select_for_update().get(pk=message.pk)


def settle_as(
    message: Message, to: Delivery, cause: Cause, *, reason: str, now: datetime, by: User | None = None
) -> bool:
    """Move a reply that is being sent or unsure to `to`; False if it was settled meanwhile."""
    with transaction.atomic():
        current = locked(message)
        if current.delivery not in (Delivery.SENDING, Delivery.UNSURE) or current.attempts != message.attempts:
            return False
        before = current.delivery
        current.delivery, current.cause, current.reason, current.lease_until = to, cause, reason, None
        current.save(update_fields=["delivery", "cause", "reason", "lease_until"])
        log_delivery(current, by=by, now=now, before=before, after=to)
        notify_reply(current, by=by, now=now)
        show(current, now)
    return True


def refresh_ticket(message: Message, now: datetime) -> None:
    """After an acceptance: the cycle is answered, the ticket waits for the buyer."""
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.ticket_id)
    ticket.message_count = exchanged(ticket).count()
    show_newest(ticket, message, now)
    ticket.woken_at = None
    refresh_deadlines([ticket], now)
    if ticket.status == Status.OPEN and not ticket.needs_reply:
        ticket.status = Status.WAITING
    if message.solves:
        solve_as_wished([ticket], now)
    ticket.save(update_fields=[*SHOWN_FIELDS, *DEADLINE_FIELDS])
    bump_on_commit([ticket.id])


def show(message: Message, now: datetime) -> None:
    """Let open pages look again."""
    Ticket.objects.filter(pk=message.ticket_id).update(updated_at=now)
    bump_on_commit([message.ticket_id])


def log_delivery(
    message: Message, *, by: User | None, now: datetime, before: str, after: str, whose: int | None = None
) -> None:
    """whose: the user who wrote it, where somebody else did this and is to be told."""
    TicketEvent.objects.create(
        ticket_id=message.ticket_id,
        at=now,
        kind=EventKind.DELIVERY,
        user=by,
        message_id=message.pk,
        before={"delivery": str(before)} if before else None,
        after={"delivery": str(after)} | ({"whose": whose} if whose else {}),
    )
