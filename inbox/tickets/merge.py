"""Make two tickets of one buyer one: the messages of the one go on the other, both logs stay as they are.

A merged ticket keeps its row, its log with its seals, its waits that are over, and its conversation at the marketplace:
what the buyer writes there lands on the surviving ticket (inbox/arriving/landing.py), and an answer to it leaves there
(Message.through), so that no answer goes where its question was not asked. Only tickets of the same buyer at the same
account become one; everything else that cannot be right is refused (merge_errors.py).
"""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Q

from inbox.errors import BuyerErased
from inbox.models import (
    ClockKind,
    Delivery,
    Draft,
    EventKind,
    Message,
    MessageDirection,
    Status,
    Ticket,
    TicketEvent,
    User,
)
from inbox.models.ticket import CLAIM
from inbox.tickets.changing import write
from inbox.tickets.checklists import MOST_STEPS, add_steps
from inbox.tickets.errors import NoSuchTicket
from inbox.tickets.merge_errors import (
    ClaimStaysAlone,
    GoneOn,
    HoldsOthers,
    LegalDeadlineRuns,
    MailsComeBack,
    NotMerged,
    NotOpenedThere,
    OtherBuyer,
    OtherChannel,
    OtherShop,
    OverAlready,
    SomebodyWrites,
)
from inbox.tickets.moving import check_settled, lock_pair, move, move_drafts, rest_if_answered, show_again, waiting_on

_LEGAL = (ClockKind.STATUTORY, ClockKind.STATUTORY_ACKNOWLEDGEMENT)
_ENDINGS = (EventKind.SOLVED, EventKind.NO_ANSWER_NEEDED, EventKind.CALL, EventKind.SPAM, EventKind.THANKS)


def check_pair(ticket: Ticket, into: Ticket) -> None:
    """Raise what says that the two can never be one; asks the database nothing. Both: with their buyer's id."""
    if ticket.pk == into.pk:
        raise NoSuchTicket
    if ticket.account_id != into.account_id:
        raise OtherShop
    if ticket.buyer_id != into.buyer_id:
        raise OtherBuyer
    if ticket.channel and into.channel and ticket.channel != into.channel:
        raise OtherChannel
    if ticket.is_erased:
        raise BuyerErased
    if CLAIM in (ticket.kind, into.kind):
        raise ClaimStaysAlone
    if ticket.is_opening or into.is_opening:
        raise NotOpenedThere
    if {ticket.status, into.status} & {Status.SPAM, Status.MERGED}:
        raise OverAlready


def merge(ticket: Ticket, *, into: Ticket, by: User, now: datetime) -> None:
    """Put all that is on the ticket onto the other; who waits there goes on waiting, since he wrote.

    Raises what check_pair raises, ClaimStaysAlone, HoldsOthers, MailsComeBack, ReplyOnItsWay, LegalDeadlineRuns or
    SomebodyWrites.
    """
    with transaction.atomic():
        gone, left = lock_pair(ticket, into) if ticket.pk != into.pk else (ticket, into)
        check_pair(gone, left)
        _check_loose(gone, left)
        waiting = waiting_on(gone)
        move(gone.messages.all(), of=gone, to=left, through=gone, waiting=waiting, now=now)
        move_drafts(gone, left)
        _go_on_with_steps(gone, left, by=by, now=now)
        after = {"value": left.pk, "waiting": waiting}
        _log(gone, EventKind.MERGED, by=by, now=now, before={"value": gone.status}, after=after)
        _log(left, EventKind.TOOK_IN, by=by, now=now, after={"value": gone.pk})
        left.unread = left.unread or gone.unread
        write(gone, now=now, status=Status.MERGED, merged_into=left, unread=False, snoozed_until=None, woken_at=None)
        show_again(gone, by=by, now=now)
        show_again(left, by=by, now=now)
    ticket.refresh_from_db()
    into.refresh_from_db()


def unmerge(ticket: Ticket, *, by: User, now: datetime) -> None:
    """Take the merge back: the conversation's messages return, also those that came in since.

    Raises NotMerged, and GoneOn once something was answered or ended on the surviving ticket.
    """
    if ticket.merged_into is None:
        raise NotMerged
    with transaction.atomic():
        gone, left = lock_pair(ticket, ticket.merged_into)
        merged = gone.events.filter(kind=EventKind.MERGED).order_by("-id").first()
        if gone.merged_into_id != left.pk or merged is None:
            raise NotMerged
        _check_stood_still(left, since=merged)
        its = Message.objects.filter(through=gone)
        its.filter(counts_for=gone).update(counts_for=None)
        its.update(ticket=gone, through=None, moved_at=None)
        before = Status(merged.before["value"]) if merged.before else Status.OPEN
        status = Status.OPEN if before == Status.SNOOZED else before
        _log(gone, EventKind.UNMERGED, by=by, now=now, after={"value": left.pk})
        _log(left, EventKind.UNMERGED, by=by, now=now, after={"value": gone.pk})
        write(gone, now=now, status=status, merged_into=None)
        for one in (gone, left):
            show_again(one, by=by, now=now)
            rest_if_answered(one, now)
    ticket.refresh_from_db()


def merge_candidates(ticket: Ticket, user: User) -> list[Ticket]:
    """The buyer's other tickets into which this one may be merged, about the same order first, then the newest."""
    others = Ticket.objects.visible_to(user).filter(buyer=ticket.buyer_id).exclude(pk=ticket.pk).listed()
    found = []
    for other in others.select_related("account").order_by("-last_message_at")[:20]:
        try:
            check_pair(ticket, other)
        except (OtherShop, OtherChannel, BuyerErased, ClaimStaysAlone, NotOpenedThere, OverAlready):
            continue
        found.append(other)
    return sorted(found, key=lambda other: not (ticket.order_id and other.order_id == ticket.order_id))


def merged_ids() -> ArraySubquery:
    """For a query over tickets: the ids of those that were merged into each."""
    merged = Ticket.objects.filter(merged_into=OuterRef("pk"))
    return ArraySubquery(merged.order_by("pk").values("pk"))


def _go_on_with_steps(gone: Ticket, left: Ticket, *, by: User, now: datetime) -> None:
    """What is left to do; the merged ticket keeps its own list as it was."""
    room = MOST_STEPS - left.steps.count()
    to_do = list(gone.steps.filter(done_at=None).values_list("text", flat=True))
    add_steps(left, to_do[:room], by=by, now=now)


def _check_loose(gone: Ticket, left: Ticket) -> None:
    """What else hangs on the ticket that goes, and would be lost or go wrong."""
    if gone.claims.exists():
        raise ClaimStaysAlone
    if gone.merged.exists():
        raise HoldsOthers
    if gone.forwards.exists():
        raise MailsComeBack
    check_settled(gone.messages.all())
    if gone.clocks.filter(kind__in=_LEGAL, ended_at=None).exists():
        raise LegalDeadlineRuns
    if Draft.objects.filter(ticket=gone, user__in=Draft.objects.filter(ticket=left).values("user")).exists():
        raise SomebodyWrites


def _check_stood_still(left: Ticket, *, since: TicketEvent) -> None:
    """Raise GoneOn if the surviving ticket's waits are not only its own any more."""
    ours = left.messages.filter(direction=MessageDirection.OUT).exclude(delivery=Delivery.CANCELLED)
    answered = ours.filter(Q(written_at__gt=since.at) | Q(fetched_at__gt=since.at))
    ended = left.events.filter(kind__in=_ENDINGS, id__gt=since.pk)
    if answered.exists() or ended.exists():
        raise GoneOn


def _log(ticket: Ticket, kind: EventKind, *, by: User, now: datetime, **said: object) -> None:
    TicketEvent.objects.create(ticket=ticket, at=now, kind=kind, user=by, **said)
