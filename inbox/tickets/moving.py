"""Messages go from one ticket to another, and the truth about their waits with them.

What was settled on the old ticket stays its history: it goes on counting there (Message.counts_for). What still waits
goes along, from its own time: the buyer has waited since he wrote, whichever ticket his words are on.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from inbox.changes import bump_on_commit
from inbox.deadlines.log import logs_of
from inbox.deadlines.response import still_open
from inbox.models import Draft, EventKind, Message, MessageDirection, Status, Ticket, User
from inbox.sending.reply_states import NOT_THROUGH
from inbox.tickets.changing import log, refresh, write
from inbox.tickets.merge_errors import ReplyOnItsWay
from inbox.tickets.row import SHOWN_FIELDS, exchanged, first_words

_PUT_AWAY = (Status.WAITING, Status.SOLVED, Status.SNOOZED)


def lock_pair(one: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Both as they are now, with their account, locked in the order of their ids."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("account").order_by("pk")
    found = {ticket.pk: ticket for ticket in rows.filter(pk__in=(one.pk, other.pk))}
    return found[one.pk], found[other.pk]


def check_settled(messages: QuerySet[Message]) -> None:
    """Raise ReplyOnItsWay if one of them may yet leave, or arrive."""
    if messages.filter(delivery__in=NOT_THROUGH).exists():
        raise ReplyOnItsWay


def waiting_on(ticket: Ticket) -> list[int]:
    """The messages that the open wait is made of, by id."""
    open_now = still_open(logs_of([ticket.pk])[ticket.pk].entries)
    return [entry.message_id for entry in open_now if entry.message_id is not None]


def move(
    messages: QuerySet[Message],
    *,
    of: Ticket,
    to: Ticket,
    through: Ticket | None,
    waiting: Sequence[int],
    now: datetime,
) -> None:
    """Put messages of one ticket on another. waiting: see waiting_on, before anything was moved."""
    ids = list(messages.values_list("pk", flat=True))
    chosen = Message.objects.filter(pk__in=ids)
    chosen.exclude(pk__in=waiting).filter(counts_for=None).update(counts_for=of)
    _keep_keys_apart(chosen, to)
    chosen.update(ticket=to, through=through, moved_at=now)


def move_drafts(of: Ticket, to: Ticket) -> None:
    """What people have typed goes along, where they have nothing there yet."""
    writers = Draft.objects.filter(ticket=to).values("user")
    Draft.objects.filter(ticket=of).exclude(user__in=writers).update(ticket=to)


def show_again(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Bring the row in line with the messages that are on it now, and with the log. ticket: locked.

    One that was put away comes back if somebody waits on it now.
    """
    _show_newest(ticket, now)
    refresh(ticket, now)
    if ticket.needs_reply and ticket.status in _PUT_AWAY:
        log(ticket, by=by, now=now, kind=EventKind.STATUS, before=ticket.status, after=Status.OPEN.value)
        ticket.status, ticket.solved_at, ticket.snoozed_until = Status.OPEN, None, None
        refresh(ticket, now)  # the shop's own clock stood still
    ticket.save(update_fields=[*SHOWN_FIELDS, "unread"])
    bump_on_commit([ticket.pk])


def rest_if_answered(ticket: Ticket, now: datetime) -> None:
    """What it waited for is gone: it is the buyer's turn."""
    if ticket.status == Status.OPEN and not ticket.needs_reply:
        write(ticket, now=now, status=Status.WAITING)


def _show_newest(ticket: Ticket, now: datetime) -> None:
    newest_first = exchanged(ticket).order_by(Coalesce("accepted_at", "written_at").desc(), "-id")
    ticket.message_count = newest_first.count()
    newest = newest_first.first()
    talk = newest_first.filter(direction__in=(MessageDirection.IN, MessageDirection.OUT)).first() or newest
    if newest is not None and talk is not None:
        ticket.last_message_at = min(newest.accepted_at or newest.written_at, now)
        ticket.last_direction, ticket.snippet = talk.direction, first_words(talk.body_text)


def _keep_keys_apart(chosen: QuerySet[Message], to: Ticket) -> None:
    """A program may have used the same Idempotency-Key on both tickets; each key names one reply of a ticket."""
    used = Message.objects.filter(ticket=to).exclude(idempotency_key="").values("idempotency_key")
    for message in chosen.filter(idempotency_key__in=used, delivery__gt=""):
        message.idempotency_key = f"{message.pk}:{message.idempotency_key}"[:255]
        message.save(update_fields=["idempotency_key"])
