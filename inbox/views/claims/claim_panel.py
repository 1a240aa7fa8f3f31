"""The claims beside a conversation: what the buyer wants, by when the marketplace wants an answer, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from inbox.models import Claim, Ticket
from inbox.views.claims.claim_words import (
    answered_at,
    kind_words,
    money_words,
    state_words,
    waits_for_us,
    where_words,
    words_there,
)
from inbox.views.ticket.message_links import MessageLink
from inbox.words.money import money
from inbox.words.times import TimeLeft, exact, moment, time_left

MOST = 5


@dataclass(frozen=True)
class ClaimPanel:
    """left: of the marketplace's own deadline; None if it waits for nobody here, or named none. link: where to answer.

    state_there, reason: the marketplace's own words; empty if it gives none.
    """

    id: int
    kind: str
    state: str
    state_there: str
    reason: str
    is_open: bool
    waits_for_us: bool
    left: TimeLeft | None
    amount: str
    opened: str
    opened_exact: str
    link: MessageLink | None
    where: str
    money: str


def claim_panels(ticket: Ticket, *, now: datetime) -> Sequence[ClaimPanel]:
    """The ticket's claims: those that wait for the shop by deadline, then other open ones, then the last to end."""
    claims = Claim.objects.filter(ticket=ticket).order_by(F("queue_at").asc(nulls_last=True), "-changed_at", "-id")
    return [_panel(claim, ticket, now=now) for claim in claims[:MOST]]


def _panel(claim: Claim, ticket: Ticket, *, now: datetime) -> ClaimPanel:
    marketplace, connector = ticket.account.marketplace_label, ticket.account.connector_class
    is_open, waits = claim.ended_at is None, waits_for_us(claim)
    return ClaimPanel(
        id=claim.pk,
        kind=kind_words(claim.kind),
        state=state_words(claim.state),
        state_there=words_there(claim.state_there, connector),
        reason=words_there(claim.reason, connector),
        is_open=is_open,
        waits_for_us=waits,
        left=time_left(claim.respond_by, now=now) if waits and claim.respond_by else None,
        amount=money(claim.amount, claim.currency),
        opened=moment(claim.opened_at, now=now),
        opened_exact=exact(claim.opened_at),
        link=answered_at(claim, marketplace) if is_open else None,
        where=where_words(claim, ticket),
        money=money_words(marketplace),
    )
