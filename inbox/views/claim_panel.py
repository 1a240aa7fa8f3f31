"""The claim beside a conversation: what the buyer wants, by when the marketplace wants an answer, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from inbox.models import Claim, ClaimKind, ClaimState, Ticket
from inbox.money_words import money
from inbox.time_words import TimeLeft, exact, moment, time_left
from inbox.views.message_links import ANSWERED_AT, MessageLink, answered_at, links_of

AGREED_TO = (ClaimKind.CANCELLATION, ClaimKind.RETURN, ClaimKind.REFUND)
"""Kinds that are a wish of the buyer, to be granted or not."""


@dataclass(frozen=True)
class ClaimPanel:
    """left: of the marketplace's own deadline; None if it named none, or the claim has ended. link: where to answer."""

    kind: str
    state: str
    is_open: bool
    waits_for_us: bool
    left: TimeLeft | None
    amount: str
    opened: str
    opened_exact: str
    link: MessageLink | None
    where: str


def claim_of(ticket: Ticket) -> Claim | None:
    """The ticket's open claim, else its newest, with `links` to where it is answered."""
    claims = Claim.objects.filter(ticket=ticket).annotate(links=answered_at())
    return claims.order_by(F("ended_at").desc(nulls_first=True), "-changed_at", "-id").first()


def claim_panel(ticket: Ticket, claim: Claim | None, *, now: datetime) -> ClaimPanel | None:
    """claim: from claim_of()."""
    if claim is None:
        return None
    marketplace = ticket.account.marketplace_label
    is_open = claim.ended_at is None
    return ClaimPanel(
        kind=kind_words(claim.kind),
        state=str(ClaimState(claim.state).label),
        is_open=is_open,
        waits_for_us=is_open and claim.state == ClaimState.SELLER,
        left=time_left(claim.respond_by, now=now) if is_open and claim.respond_by else None,
        amount=money(claim.amount, claim.currency),
        opened=moment(claim.opened_at, now=now),
        opened_exact=exact(claim.opened_at),
        link=_link(claim, marketplace) if is_open else None,
        where=_where(claim.kind) % {"marketplace": marketplace},
    )


def kind_words(kind: str) -> str:
    return str(ClaimKind(kind).label) if kind in ClaimKind.values else kind


def _where(kind: str) -> str:
    if kind in AGREED_TO:
        return _("Agree to it or refuse it on %(marketplace)s's own site; a message to the buyer does not decide it.")
    return _("It is answered on %(marketplace)s's own site, not here.")


def _link(claim: Claim, marketplace: str) -> MessageLink | None:
    links = links_of(claim.links, marketplace=marketplace)  # type: ignore[attr-defined]
    found = {link.kind: link for link in links}
    return next((found[kind] for kind in ANSWERED_AT if kind in found), None)
