"""Until when the marketplace wants the seller to answer the claims of a ticket."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from inbox.models import Claim, ClaimState, Ticket

ENDED = (ClaimState.WON, ClaimState.LOST, ClaimState.CLOSED)


def claim_due_at(ticket: Ticket) -> datetime | None:
    """The soonest deadline among its claims that wait for the seller, as the marketplace gave it; None if none does."""
    return claims_due_at([ticket]).get(ticket.pk)


def claims_due_at(tickets: Iterable[Ticket]) -> dict[int, datetime]:
    """The same of several tickets, by their ids; without those whose claims wait for nothing."""
    waiting = Claim.objects.filter(ticket__in=tickets, state=ClaimState.SELLER, respond_by__isnull=False)
    return dict(waiting.values("ticket").annotate(soonest=Min("respond_by")).values_list("ticket", "soonest"))
