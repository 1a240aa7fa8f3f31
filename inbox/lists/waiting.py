"""How many wait right now, to the second, at the same cost however many they are.

Kept numbers (TicketCount) have deadlines by the quarter of an hour; only those of the quarter that a moment cuts in two
are counted one by one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q, Sum

from inbox.models import Status, Ticket, TicketCount
from inbox.models.ticket import WAITS_LONGEST

_IN_WORK = (Status.OPEN, Status.WAITING)
_QUARTER = timedelta(minutes=15)
_A_QUARTER = datetime(2000, 1, 1, tzinfo=UTC)
"""One that begins a quarter of an hour."""


@dataclass(frozen=True)
class Waiting:
    """late: of all, those whose deadline is past; due: those whose deadline comes before the moment asked about."""

    all: int
    late: int
    due: int


def waiting_by_account(now: datetime, *, until: datetime) -> dict[int, Waiting]:
    """Those in work who wait for an answer, by account id. Three queries."""
    kept = TicketCount.objects.filter(status__in=_IN_WORK, needs_reply=True).order_by().values("account")
    numbers = kept.annotate(
        all=Sum("n"),
        late=Sum("n", filter=Q(reply_due_at__lt=_begun(now)), default=0),
        due=Sum("n", filter=Q(reply_due_at__lt=_begun(until)), default=0),
    )
    late, due = _since_it_began(now), _since_it_began(until)
    return {
        account: Waiting(waiting, past + late[account], coming + due[account])
        for account, waiting, past, coming in numbers.values_list("account", "all", "late", "due")
    }


def longest_wait(now: datetime) -> timedelta | None:
    """Of those in work who wait for an answer; None if nobody does."""
    in_work = Ticket.objects.filter(status__in=_IN_WORK).order_by(WAITS_LONGEST, "id")
    since = in_work.values_list("waits_since", flat=True).first()  # those of whom nobody waits come last
    return now - since if since else None


def _begun(moment: datetime) -> datetime:
    """When the quarter of an hour of that moment began."""
    return moment - (moment - _A_QUARTER) % _QUARTER


def _since_it_began(moment: datetime) -> Mapping[int, int]:
    """By account, those whose deadline lies in the moment's quarter of an hour, and before it."""
    place = Q(queue_at__gte=_begun(moment), queue_at__lt=moment)
    there = Ticket.objects.needing_reply().filter(place, reply_due_at__gte=_begun(moment), reply_due_at__lt=moment)
    return Counter(dict(there.order_by().values("account").annotate(n=Count("pk")).values_list("account", "n")))
