"""A stored payload about a claim -> IncomingClaim."""

from dataclasses import replace
from typing import Any

from connectors.ebay.claims.facts import Facts, Step
from connectors.ebay.claims.kinds import CANCELLATION, CASE, DISPUTE, INQUIRY, RETURN
from connectors.ebay.claims.links import links_of
from connectors.ebay.claims.states import ENDED, state_of
from connectors.ebay.values import moment, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, Person

CLAIM, NOTE = "claim", "claim_note"
_KINDS = {
    CANCELLATION: (ClaimKind.CANCELLATION, "Cancellation"),
    INQUIRY: (ClaimKind.NOT_RECEIVED, "Item not received"),
    RETURN: (ClaimKind.RETURN, "Return"),
    CASE: (ClaimKind.CASE, "Case"),
    DISPUTE: (ClaimKind.PAYMENT_DISPUTE, "Payment dispute"),
}
ANSWER_AT_EBAY = "Answer it on eBay: what moves money has to be confirmed there, and Guichet moves none."


def read_claim(body: Any, *, external_id: str) -> IncomingClaim:
    """Read one state of a claim. external_id: its key. Raises UnexpectedAnswer naming what is missing."""
    facts = Facts(body)
    state = state_of(facts)
    kind, label = _KINDS[facts.kind]
    written_at = facts.changed_at or facts.opened_at or facts.seen_at
    if written_at is None:
        raise UnexpectedAnswer("the claim has no date")
    due = None if state in ENDED else facts.respond_by
    return IncomingClaim(
        external_id=external_id,
        claim_id=claim_id(facts),
        kind=kind,
        state=state,
        written_at=written_at,
        subject=f"{label} {facts.id}",
        text=_text(facts, state, label),
        order_id=facts.order_id,
        buyer=Person(facts.buyer) if facts.buyer else None,
        respond_by=due,
        amount=facts.amount,
        opens_ticket=state not in ENDED,
        starts_clock=state is ClaimState.SELLER and due is None,
        links=links_of(facts),
    )


def read_note(body: Any, *, external_id: str) -> IncomingClaim:
    """Read one step with words inside a claim: it says nothing about where the claim stands."""
    claim = read_claim(body, external_id=external_id)
    note = part(body, "note")
    said, at = words(note.get("words")), moment(note.get("at"))
    if not said or at is None:
        raise UnexpectedAnswer("the note has no words or no date")
    who = " ".join(filter(None, (words(note.get("who")).capitalize(), _bracketed(words(note.get("what"))))))
    return replace(
        claim,
        state=None,
        written_at=at,
        text=f"{who}: {said}" if who else said,
        respond_by=None,
        amount=None,
        starts_clock=False,
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


def _text(facts: Facts, state: ClaimState | None, label: str) -> str:
    """What eBay says of the claim, a line each, in its own words."""
    due = part(facts.summary, "sellerResponseDue")
    resolution = part(facts.detail, "resolution")
    lines = (
        (label, ", ".join(facts.states)),
        ("Reason", " ".join(filter(None, (facts.reason, _bracketed(facts.one("reasonType")))))),
        ("To do", words(due.get("activityDue"))),
        ("Choices", _joined(facts.detail.get("availableChoices"))),
        ("Amount", f"{facts.amount.amount} {facts.amount.currency}".strip() if facts.amount else ""),
        ("Item", " ".join(filter(None, (facts.one("itemTitle"), facts.item_id)))),
        ("Outcome", words(resolution.get("reasonForClosure")) or facts.one("closureReason", "cancelCloseReason")),
        ("Became case", facts.case_id),
        *((f"{entry.get('activityDate', '')}"[:10], words(entry.get("activityType"))) for entry in facts.activity),
    )
    told = "\n".join(f"{name}: {value}" for name, value in lines if value)
    return f"{told}\n\n{ANSWER_AT_EBAY}" if state is ClaimState.SELLER else told


def _joined(value: Any) -> str:
    return ", ".join(filter(None, map(words, value))) if isinstance(value, list) else ""


def _bracketed(word: str) -> str:
    return f"({word})" if word else ""
