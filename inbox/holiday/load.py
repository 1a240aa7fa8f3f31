"""What falls due while nobody works, and what will come in, judged by the weeks before."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from connectors.models import Account
from inbox.models import Claim, ClaimState, ResponseCycle, Ticket, User

WEEKS = 4
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Load:
    """due: how many tickets fall due in it, by marketplace's slug. more: how many usually come; None = not known."""

    start: datetime
    end: datetime
    due: dict[str, int]
    more: int | None


def load_of(gap: tuple[datetime, datetime], *, user: User, now: datetime, accounts: Collection[Account] = ()) -> Load:
    """Count for one gap, of the tickets that the user may see. `more` needs a whole week of past.

    accounts: which are closed; none = all.
    """
    start, end = gap
    visible = Ticket.objects.visible_to(user)
    if accounts:
        visible = visible.filter(account__in=accounts)
    cycles = ResponseCycle.objects.filter(ticket__in=visible)
    waiting = cycles.filter(ended_at=None, marketplace_ended_at=None, due_at__range=(max(start, now), end))
    claims = Claim.objects.filter(ticket__in=visible, ended_at=None, state=ClaimState.SELLER)
    claims = claims.filter(respond_by__range=(max(start, now), end))
    tickets = set(waiting.values_list("ticket_id", "ticket__account__marketplace"))
    tickets |= set(claims.values_list("ticket_id", "account__marketplace"))
    return Load(start, end, dict(Counter(slug for _, slug in tickets)), _usual(cycles, start, end, now))


def _usual(cycles: QuerySet[ResponseCycle], start: datetime, end: datetime, now: datetime) -> int | None:
    """How many waits began in the same hours of the weeks before, on average."""
    first = cycles.aggregate(first=Min("opened_at"))["first"]
    weeks = min(WEEKS, (now - first) // WEEK) if first else 0
    if not weeks:
        return None
    back = -(-(end - now) // WEEK)
    counts = [
        cycles.filter(opened_at__gte=start - number * WEEK, opened_at__lt=end - number * WEEK).count()
        for number in range(back, back + weeks)
    ]
    return round(sum(counts) / weeks)
