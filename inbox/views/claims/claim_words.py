"""A claim in words: what the buyer wants, how it stands, and where it is answered."""

from django.utils.translation import gettext as _

from connectors.base import Connector
from inbox.models import Claim, ClaimKind, ClaimState, Ticket
from inbox.models.ticket import CLAIM
from inbox.views.elision import elided
from inbox.views.sentences import codes_in_words
from inbox.views.ticket.message_links import ANSWERED_AT, MessageLink, links_of

AGREED_TO = (ClaimKind.CANCELLATION, ClaimKind.RETURN, ClaimKind.REFUND)
"""Kinds that are a wish of the buyer, to be granted or not."""


def kind_words(kind: str) -> str:
    return str(ClaimKind(kind).label) if kind in ClaimKind.values else kind


def state_words(state: str) -> str:
    return str(ClaimState(state).label) if state in ClaimState.values else state


def words_there(code: str, connector: type[Connector]) -> str:
    """States or reasons of the marketplace: what its connector calls them, else the code as it came."""
    return codes_in_words(code, connector.code_labels)


def waits_for_us(claim: Claim) -> bool:
    return claim.ended_at is None and claim.state == ClaimState.SELLER


def where_words(claim: Claim, ticket: Ticket) -> str:
    """Where it is decided; "" if it is the conversation itself, which is answered with a reply like any other."""
    marketplace = {"marketplace": ticket.account.marketplace_label}
    if claim.kind in AGREED_TO:
        return (
            _("Agree to it or refuse it on %(marketplace)s's own site; a message to the buyer does not decide it.")
            % marketplace
        )
    if ticket.kind != CLAIM and claim.external_id == ticket.thread_id:
        return ""
    words = _("It is answered on %(marketplace)s's own site, not here.") % marketplace
    return elided(words, ticket.account.marketplace_label)


def money_words(marketplace: str) -> str:
    """Why there is no button for it."""
    return _(
        "Guichet moves no money: what is paid back cannot be taken back, so you decide it on %(marketplace)s, with all "
        "of the case before you."
    ) % {"marketplace": marketplace}


def answered_at(claim: Claim, marketplace: str) -> MessageLink | None:
    """The marketplace's page where this claim is answered, if it told one."""
    found = {link.kind: link for link in links_of(claim.links, marketplace=marketplace)}
    return next((found[kind] for kind in ANSWERED_AT if kind in found), None)
