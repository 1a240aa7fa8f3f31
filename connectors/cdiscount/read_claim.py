"""A discussion that has graduated -> a claim. "There is no separate claims resource: a claim is a discussion whose
`graduation` is `Claim` (or higher)" (fact sheet, section 2).

`graduation` is an open list (Discussion, Claim, Level_1 are named): everything but a plain discussion counts.
"""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.channels import thread_id_of
from connectors.cdiscount.codes import CLAIM, DISCUSSION, TREATED
from connectors.cdiscount.read_discussion import discussion_in, graduation, status, sub_typology
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, Person

PLAIN = ("", DISCUSSION.lower())
ORDINARY = CLAIM.lower()
"""A claim like others. "Level_1", and whatever else there may be, is higher: "flag Level_1 as urgent" (section 4)."""
KINDS = {
    "ordercancellation": ClaimKind.CANCELLATION,
    "ordernotshipped": ClaimKind.NOT_RECEIVED,
    "missingproductsinorder": ClaimKind.NOT_RECEIVED,
    "packagenotreceived": ClaimKind.NOT_RECEIVED,
    "refundnotreceived": ClaimKind.REFUND,
    "wrongrefundamount": ClaimKind.REFUND,
    "wishtowithdraw": ClaimKind.RETURN,
}
"""By sub-typology, small letters, which may carry the channel's name at its end; all others are a case."""


def claim_state(discussion: Mapping[str, Any]) -> str:
    """The three axes of a discussion as one text, "" where it is no claim."""
    grade = graduation(discussion)
    if grade.lower() in PLAIN:
        return ""
    is_open = fields.truth(discussion, "isOpen") is not False
    return f"{grade}/{'open' if is_open else 'closed'}/{status(discussion)}"


def claim_from(body: Any, version: str) -> IncomingClaim:
    """Read one stored payload of kind "claim". version: that of the payload, which tells its entries apart."""
    discussion = discussion_in(body)
    discussion_id, state = fields.required(discussion, "discussionId"), claim_state(discussion)
    if not state:
        raise UnexpectedAnswer("graduation is missing or that of a plain discussion")
    thread_id = thread_id_of(fields.text(discussion, "salesChannel"), discussion_id)
    stands = _state(discussion)
    handle, order_id = fields.text(discussion, "customerId"), fields.text(discussion, "orderReference", "orderSellerId")
    return IncomingClaim(
        external_id=f"{discussion_id}:{version}",
        claim_id=thread_id,
        kind=_kind(sub_typology(discussion)),
        state=stands,
        written_at=fields.moment(discussion, "updatedAt", "createdAt"),
        subject=fields.text(discussion, "subject"),
        text=state.replace("/", " · "),
        order_id=order_id,
        buyer=Person(handle) if handle else None,
        opens_ticket=False,
        thread_id=thread_id,
        starts_clock=stands is ClaimState.SELLER,
        item_id=fields.text(discussion, "productId", "offerId"),
        state_there=graduation(discussion),
        reason=sub_typology(discussion),
        urgent=graduation(discussion).lower() != ORDINARY,
    )


def _state(discussion: Mapping[str, Any]) -> ClaimState:
    """Closed is not treated, and an open claim can already be treated (fact sheet, 0.3)."""
    if fields.truth(discussion, "isOpen") is False:
        return ClaimState.CLOSED
    return ClaimState.WAITING if status(discussion) == TREATED else ClaimState.SELLER


def _kind(sub_typology: str) -> ClaimKind:
    given = sub_typology.lower()
    return next((kind for code, kind in KINDS.items() if given.startswith(code)), ClaimKind.CASE)
