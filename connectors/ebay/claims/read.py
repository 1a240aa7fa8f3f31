"""A stored payload about a claim -> IncomingClaim."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from connectors.ebay.claims.facts import Facts, Step
from connectors.ebay.claims.kinds import CANCELLATION, CASE, DISPUTE, INQUIRY, RETURN
from connectors.ebay.claims.lines import SUBJECTS, text_of
from connectors.ebay.claims.links import links_of
from connectors.ebay.claims.states import ENDED, state_of
from connectors.ebay.values import moment, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingAttachment, IncomingClaim, Person, RawPayload
from connectors.text import marked as _

NOTE, FILE = "claim_note", "claim_file"
_KINDS = {
    CANCELLATION: ClaimKind.CANCELLATION,
    INQUIRY: ClaimKind.NOT_RECEIVED,
    RETURN: ClaimKind.RETURN,
    CASE: ClaimKind.CASE,
    DISPUTE: ClaimKind.PAYMENT_DISPUTE,
}
GONE = _("eBay shows no content for this file.")


def read_claim(body: Any, *, external_id: str) -> IncomingClaim:
    """Read one state of a claim. external_id: its key. Raises UnexpectedAnswer naming what is missing."""
    facts = Facts(body)
    state = state_of(facts)
    written_at = facts.changed_at or facts.opened_at or facts.seen_at
    if written_at is None:
        raise UnexpectedAnswer("the claim has no date")
    due = None if state in ENDED else facts.respond_by
    return IncomingClaim(
        external_id=external_id,
        claim_id=claim_id(facts),
        kind=_KINDS[facts.kind],
        state=state,
        written_at=written_at,
        subject=SUBJECTS[facts.kind] % {"number": facts.id},
        text=text_of(facts, awaits_seller=state is ClaimState.SELLER),
        order_id=facts.order_id,
        buyer=Person(facts.buyer) if facts.buyer else None,
        respond_by=due,
        amount=facts.amount,
        opens_ticket=state not in ENDED,
        starts_clock=state is ClaimState.SELLER and due is None,
        links=links_of(facts),
        item_id=facts.item_id,
        state_there=facts.state_there if state is not None else "",
        reason=facts.reason,
        line_id=facts.line_id,
    )


def read_note(body: Any, *, external_id: str) -> IncomingClaim:
    """Read one step with words inside a claim: the buyer's and the shop's are theirs, all others eBay's."""
    note = part(body, "note")
    said, at = words(note.get("words")), moment(note.get("at"))
    if not said or at is None:
        raise UnexpectedAnswer("the note has no words or no date")
    return _said(body, external_id=external_id, who=words(note.get("who")), at=at, text=said)


def read_file(raw: RawPayload) -> IncomingClaim:
    """Read one file shown inside a return; its bytes are the payload's blob."""
    file = part(raw.body, "file")
    name, at = words(file.get("name")), moment(file.get("at"))
    if not name or at is None:
        raise UnexpectedAnswer("the file has no name or no date")
    shown = IncomingAttachment(name, "", content=raw.blob, problem="" if raw.blob else GONE)
    said = _said(raw.body, external_id=raw.key, who=words(file.get("who")), at=at, text=name)
    return replace(said, attachments=(shown,))


def _said(body: Any, *, external_id: str, who: str, at: datetime, text: str) -> IncomingClaim:
    """Something said inside a claim, which says nothing about where the claim stands."""
    direction, author = Facts(body).party(who)
    return replace(
        read_claim(body, external_id=external_id),
        state=None,
        state_there="",
        written_at=at,
        text=text,
        respond_by=None,
        amount=None,
        starts_clock=False,
        direction=direction,
        author=author,
    )


def claim_id(facts: Facts) -> str:
    """One name for one story: a case bears that of the return or inquiry it came from.

    An inquiry and its case share no id, only item and transaction; of these eBay lets a buyer open one.
    """
    if facts.kind == CASE and facts.return_id:
        return f"{RETURN}:{facts.return_id}"
    if facts.kind in (INQUIRY, CASE) and facts.item_id and facts.transaction_id:
        return f"{INQUIRY}:{facts.item_id}-{facts.transaction_id}"
    return f"{facts.kind}:{facts.id}"


def note_of(step: Step) -> dict[str, str]:
    """A step as it is stored."""
    return {"who": step.who, "what": step.what, "words": step.words, "at": step.at.isoformat() if step.at else ""}
