"""The claim beside a conversation: what the buyer wants, by when the marketplace wants an answer, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.models import Claim, ClaimKind, ClaimState, Original, Ticket
from inbox.money_words import money
from inbox.time_words import TimeLeft, exact, moment, time_left
from inbox.views.message_links import MessageLink, links_of

ANSWERED_AT = ("claim", "case")
"""Kinds of links that lead to where a claim is answered, the surest first."""


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


def claim_panel(ticket: Ticket, claim: Claim | None, *, now: datetime) -> ClaimPanel | None:
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
        link=_link(ticket, marketplace) if is_open else None,
        where=_("It is answered on %(marketplace)s's own site, not here.") % {"marketplace": marketplace},
    )


def kind_words(kind: str) -> str:
    return str(ClaimKind(kind).label) if kind in ClaimKind.values else kind


def _link(ticket: Ticket, marketplace: str) -> MessageLink | None:
    newest = Original.objects.filter(message__ticket=ticket, links__has_any_keys=list(ANSWERED_AT))
    for links in newest.order_by("-message__written_at", "-message_id").values_list("links", flat=True)[:1]:
        found = {link.kind: link for link in links_of(links, marketplace=marketplace)}
        return next((found[kind] for kind in ANSWERED_AT if kind in found), None)
    return None
