"""Until when the marketplace wants the seller to answer the claims of a ticket."""

from datetime import datetime

from django.db.models import Min

from inbox.models import Claim, ClaimState, Ticket

ENDED = (ClaimState.WON, ClaimState.LOST, ClaimState.CLOSED)


def claim_due_at(ticket: Ticket) -> datetime | None:
    """The soonest deadline among its claims that wait for the seller, as the marketplace gave it; None if none does."""
    waiting = Claim.objects.filter(ticket=ticket, state=ClaimState.SELLER, respond_by__isnull=False)
    soonest: datetime | None = waiting.aggregate(soonest=Min("respond_by"))["soonest"]
    return soonest
