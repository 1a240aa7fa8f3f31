"""Rows of the list of claims, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.claims.listing import order_of
from inbox.models import Claim
from inbox.views.claims.claim_words import kind_words, state_words, waits_for_us, words_there
from inbox.views.marks import Mark, mark_of
from inbox.words.money import money
from inbox.words.times import TimeLeft, Urgency, moment, time_left


@dataclass(frozen=True)
class ClaimRow:
    """left: of the deadline, or why there is none. state_kind: how the state is painted; what is late, `left` says.

    state_there: the marketplace's own word, empty if it gives none.
    """

    id: int
    ticket_id: int
    href: str
    mark: Mark
    account: str
    kind: str
    state: str
    state_kind: str
    state_there: str
    reason: str
    buyer: str
    order_id: str
    amount: str
    left: TimeLeft


def rows_of(claims: Sequence[Claim], *, accounts: Sequence[Account], now: datetime) -> list[ClaimRow]:
    """Rows for `claims` (with their tickets), in their order; no further query."""
    by_id = {account.id: account for account in accounts}
    return [_row(claim, account=by_id.get(claim.account_id) or claim.account, now=now) for claim in claims]


def _row(claim: Claim, *, account: Account, now: datetime) -> ClaimRow:
    connector = account.connector_class
    return ClaimRow(
        id=claim.pk,
        ticket_id=claim.ticket_id,
        href=reverse("ticket", args=[claim.ticket_id]),
        mark=mark_of(account.marketplace),
        account=account.name,
        kind=kind_words(claim.kind),
        state=state_words(claim.state),
        state_kind="claim" if waits_for_us(claim) else "plain",
        state_there=words_there(claim.state_there, connector),
        reason=words_there(claim.reason, connector),
        buyer=claim.ticket.buyer_name,
        order_id=order_of(claim),
        amount=money(claim.amount, claim.currency),
        left=_left(claim, now=now),
    )


def _left(claim: Claim, *, now: datetime) -> TimeLeft:
    if claim.ended_at is not None:
        return TimeLeft(_("ended %(when)s") % {"when": moment(claim.ended_at, now=now)}, Urgency.ANSWERED)
    if not waits_for_us(claim):
        return TimeLeft(_("not your turn"), Urgency.ANSWERED)
    if claim.respond_by is None:
        return TimeLeft(_("no deadline named"), Urgency.FINE)
    return time_left(claim.respond_by, now=now)
