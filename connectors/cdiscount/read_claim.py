"""A discussion that has graduated -> a claim. "There is no separate claims resource: a claim is a discussion whose
`graduation` is `Claim` (or higher)" (fact sheet, section 2).

`graduation` is an open list (Discussion, Claim, Level_1 are named): everything but a plain discussion counts.
"""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.channels import thread_id_of
from connectors.cdiscount.codes import CLAIM, CODE_LABELS, DISCUSSION, TREATED
from connectors.cdiscount.read_discussion import discussion_in, graduation, status, sub_typology
from connectors.errors import UnexpectedAnswer
from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, Person
from connectors.text import entry_line as _

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


RAISED, STATE = _("Raised to: %(sentence)s"), _("State: %(sentence)s")
IS_OPEN, IS_CLOSED = _("The conversation is open."), _("The conversation is closed.")


def claim_state(discussion: Mapping[str, Any]) -> str:
    """The three axes of a discussion as one text, "" where it is no claim."""
    grade = graduation(discussion)
    if grade.lower() in PLAIN:
        return ""
    return f"{grade}/{'open' if _is_open(discussion) else 'closed'}/{status(discussion)}"


def claim_from(body: Any, version: str) -> IncomingClaim:
    """Read one stored payload of kind "claim". version: that of the payload, which tells its entries apart."""
    discussion = discussion_in(body)
    discussion_id = fields.required(discussion, "discussionId")
    if not claim_state(discussion):
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
        text=_text(discussion),
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


def _is_open(discussion: Mapping[str, Any]) -> bool:
    return fields.truth(discussion, "isOpen") is not False


def _text(discussion: Mapping[str, Any]) -> str:
    """The three axes in words, a line each; a code that is not known as it came."""
    grade, stands = graduation(discussion), status(discussion)
    lines = [RAISED % {"sentence": CODE_LABELS.get(grade, grade)}, IS_OPEN if _is_open(discussion) else IS_CLOSED]
    return "\n".join([*lines, STATE % {"sentence": CODE_LABELS.get(stands, stands)}] if stands else lines)


def _state(discussion: Mapping[str, Any]) -> ClaimState:
    """Closed is not treated, and an open claim can already be treated (fact sheet, 0.3)."""
    if not _is_open(discussion):
        return ClaimState.CLOSED
    return ClaimState.WAITING if status(discussion) == TREATED else ClaimState.SELLER


def _kind(sub_typology: str) -> ClaimKind:
    given = sub_typology.lower()
    return next((kind for code, kind in KINDS.items() if given.startswith(code)), ClaimKind.CASE)
