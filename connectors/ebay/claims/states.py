"""eBay's words for where a claim stands -> ours. A word we do not know never ends a claim unless it says "closed"."""

from connectors.ebay.claims.facts import Facts
from connectors.ebay.claims.kinds import CANCELLATION, CASE, DISPUTE, INQUIRY, RETURN
from connectors.ebay.values import part, words
from connectors.incoming import ClaimState

ENDED = frozenset({ClaimState.CLOSED, ClaimState.WON, ClaimState.LOST})
_SELLER, _WAITING, _CLOSED = ClaimState.SELLER, ClaimState.WAITING, ClaimState.CLOSED
_KNOWN = {
    CANCELLATION: {
        "CANCEL_PENDING": _WAITING,
        "CANCEL_REJECTED": _CLOSED,
        "INVALID": _CLOSED,
    },
    INQUIRY: {"WAITING_SELLER_RESPONSE": _SELLER, "PENDING": _WAITING, "WAITING_BUYER_RESPONSE": _WAITING},
    RETURN: {},
    CASE: {
        "WAITING_DELIVERY": _WAITING,
        "WAITING_CS": _WAITING,
        "ON_HOLD": _WAITING,
        "REFUND_AGREED_BUT_FAILED": _SELLER,
    },
    DISPUTE: {"ACTION_NEEDED": _SELLER, "OPEN": _WAITING},
}
_CLOSED_BECAUSE = (
    *("sellerClosureReason", "buyerClosureReason", "closureReason", "caseCloseReason"),
    *("returnCloseReason", "cancelCloseReason"),
)
_FOR_SELLER = ("SELLER_FAVO", "SELLER_WIN", "SELLER_WON", "_WON", "BUYER_CANCEL", "CANCELLED_BY_BUYER")
_FOR_BUYER = ("BUYER_FAVO", "BUYER_WIN", "BUYER_WON", "SELLER_LOST", "_LOST", "SELLER_ACCEPT")


def state_of(facts: Facts) -> ClaimState | None:
    """None for what was closed because it became a case: the case says how it goes on."""
    is_escalated = bool(facts.case_id) or any("ESCALAT" in word for word in facts.states)
    if is_escalated and facts.kind in (INQUIRY, RETURN):
        return None if any("CLOSED" in word for word in facts.states) else _WAITING
    for word in facts.states:
        if known := _KNOWN[facts.kind].get(word):
            return known
    if any("CLOSED" in word for word in facts.states):
        return _outcome(facts)
    return _SELLER if facts.respond_by or _asks_seller(facts) else _WAITING


def outcome_of(facts: Facts) -> str:
    """Why it was closed, in eBay's words."""
    told = [words(part(facts.detail, "resolution").get("reasonForClosure"))]
    told += [facts.one(name) for name in _CLOSED_BECAUSE]
    return ", ".join(dict.fromkeys(filter(None, told)))


def _asks_seller(facts: Facts) -> bool:
    """Whether the buyer has asked and nobody has answered, for claims that name no deadline."""
    if facts.kind == CANCELLATION:
        return "CANCEL_REQUESTED" in facts.states and facts.one("requestorType") != "SELLER"
    return facts.kind == RETURN and "RETURN_REQUESTED" in facts.states


def _outcome(facts: Facts) -> ClaimState:
    """How a closed claim ended; what is not clear is only over.

    AGENT_CLOSE_FOR_BUYER and the like say on whose behalf, not who won: CaseCloseReasonEnum, Post-Order, read 2026-11.
    The values of a dispute's reasonForClosure are not in the contract.
    """
    said = outcome_of(facts).upper()
    if any(word in said for word in _FOR_BUYER):
        return ClaimState.LOST
    return ClaimState.WON if any(word in said for word in _FOR_SELLER) else _CLOSED
