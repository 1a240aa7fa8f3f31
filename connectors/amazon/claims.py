"""What Amazon mails about an order going wrong: cancellations, returns, refunds and A-to-z claims.

There is no API for A-to-z claims; these mails are all a seller gets. Amazon names no claim, so the kind and the order
do. Returns and refunds need no answer: they stand with the order's conversation. The sentences of a decision are
recognised by words; one not understood only closes the claim.
"""

import re
from dataclasses import replace
from datetime import datetime

from connectors.amazon import identity, marketplaces
from connectors.amazon.deadline import respond_by
from connectors.amazon.footer import footer_from
from connectors.amazon.marketplaces import Marketplace
from connectors.amazon.money import amounts_in
from connectors.amazon.refunds import only_amount, refunded
from connectors.amazon.relay import relays_in, site_of
from connectors.amazon.wrapper import links_in, without_small_print
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, Money, Person
from connectors.mail.mail import Mail

_AMOUNT_LABEL = re.compile(r"amount|montant|importe|importo|betrag|bedrag|kwota|belopp|valor|tutar|金額", re.IGNORECASE)
_NOT_CHARGED = re.compile(
    r"not (be )?(held |hold you )?responsible|not be (debited|charged)|ne serez pas (débité|tenu)|nicht belastet"
    r"|no se (le )?(cargará|cobrará)|non (verrà|sarà) addebitat",
    re.IGNORECASE,
)
_WON = re.compile(
    r"in your favou?r|(denied|rejected|closed) the claim|claim[^.]{0,60}(denied|rejected|withdrawn)|en votre faveur"
    r"|(réclamation|demande)[^.]{0,60}(refusée|rejetée|retirée)|zu ihren gunsten"
    r"|antrag[^.]{0,60}(abgelehnt|zurückgezogen)"
    r"|a (suo|tuo|vostro) favore|(reclamo|richiesta)[^.]{0,60}(respint|rifiutat|ritirat)|a (su|tu) favor\b"
    r"|(reclamación|solicitud)[^.]{0,60}(denegada|rechazada|retirada)|in uw voordeel|na twoją korzyść",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"in favou?r of the (buyer|customer)|in the (buyer|customer)['’]s favou?r|(granted|approved) the claim"
    r"|claim[^.]{0,60}(granted|approved)|(debited|charged|deducted) (from )?your|en faveur de l['’]acheteur"
    r"|(réclamation|demande)[^.]{0,60}(accordée|acceptée|approuvée)|zugunsten des käufers|antrag[^.]{0,60}stattgegeben"
    r"|a favore dell['’]acquirente|(reclamo|richiesta)[^.]{0,60}(accolt|concess|approvat)|a favor del comprador"
    r"|(reclamación|solicitud)[^.]{0,60}(aprobada|concedida|aceptada)",
    re.IGNORECASE,
)


def cancellation_from(mail: Mail, *, received_at: datetime) -> IncomingClaim:
    """The buyer asks to cancel: the seller must act, and the buyer's wait begins."""
    claim = _claim(mail, received_at=received_at, kind=ClaimKind.CANCELLATION)
    return replace(claim, state=ClaimState.SELLER, starts_clock=True)


def return_from(mail: Mail, *, received_at: datetime) -> IncomingClaim:
    """A return asked for or authorised: the goods come back; the text may name carrier and tracking."""
    claim = _claim(mail, received_at=received_at, kind=ClaimKind.RETURN)
    return replace(claim, state=ClaimState.WAITING, opens_ticket=False)


def refund_from(mail: Mail, *, received_at: datetime) -> IncomingClaim:
    """A refund that has begun. An order may have several; each mail is one of them."""
    claim = _claim(mail, received_at=received_at, kind=ClaimKind.REFUND)
    return replace(
        claim,
        claim_id=f"{claim.claim_id}:{claim.external_id}",
        state=ClaimState.CLOSED,
        amount=refunded(mail, currency=_place(mail).currency),
        opens_ticket=False,
    )


def opened_from(mail: Mail, *, received_at: datetime) -> IncomingClaim:
    """An A-to-z claim that the seller must answer; by when, the mail says."""
    claim = _claim(mail, received_at=received_at, kind=ClaimKind.A_TO_Z)
    due = respond_by(mail.text, sent_at=claim.written_at, zone=_place(mail).zone)
    return replace(claim, state=ClaimState.SELLER, respond_by=due, amount=_amount(mail))


def decided_from(mail: Mail, *, received_at: datetime) -> IncomingClaim:
    """An A-to-z claim that Amazon has decided or closed."""
    claim = _claim(mail, received_at=received_at, kind=ClaimKind.A_TO_Z)
    return replace(claim, state=_decision(mail), amount=_amount(mail))


def _claim(mail: Mail, *, received_at: datetime, kind: ClaimKind) -> IncomingClaim:
    written_at = mail.date or received_at
    external_id = identity.entry_key(mail, written_at=written_at)
    orders = identity.order_ids(mail.subject, mail.text)
    buyer = next(relays_in(mail.text), None)
    return IncomingClaim(
        external_id=external_id,
        claim_id=f"{kind}:{orders[0] if orders else external_id}",
        kind=kind,
        state=None,
        written_at=written_at,
        subject=mail.subject,
        text=without_small_print(mail.text),
        order_id=orders[0] if orders else "",
        buyer=Person(buyer.handle) if buyer else None,
        links=footer_from(links_in(mail.text)).links,
    )


def _decision(mail: Mail) -> ClaimState:
    """Won if nothing is taken from the seller; else won or lost where the words say one and not the other."""
    said = " ".join(f"{mail.subject}. {mail.text}".split())
    if _NOT_CHARGED.search(said):
        return ClaimState.WON
    won, lost = _WON.search(said), _LOST.search(said)
    if bool(won) == bool(lost):
        return ClaimState.CLOSED
    return ClaimState.WON if won else ClaimState.LOST


def _amount(mail: Mail) -> Money | None:
    """What the claim is about: the amount beside a word that says so, else the only one in the mail."""
    currency = _place(mail).currency
    for line in mail.text.split("\n"):
        if _AMOUNT_LABEL.search(line) and (found := next(amounts_in(line, currency=currency), None)):
            return found
    return only_amount(mail.text, currency=currency)


def _place(mail: Mail) -> Marketplace:
    """The marketplace of a mail: by Amazon's header, else by the sender's domain."""
    named = marketplaces.of_id(mail.header("X-Marketplace-ID"))
    return named or marketplaces.of_domain(site_of(mail)) or marketplaces.MARKETPLACES[0]
