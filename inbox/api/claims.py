"""Claims: what buyers want put right, by time left."""

from datetime import datetime

from ninja import Query, Router
from pydantic import BaseModel, Field

from connectors.models import Account
from connectors.registry import connectors
from inbox.api import cursors
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.problems import wrong_field
from inbox.claims import listing
from inbox.claims.listing import Part, Place
from inbox.models import Claim, ClaimKind, ClaimState
from inbox.people.permissions import may_answer

router = Router(tags=["claims"])


class ClaimQuery(BaseModel):
    """All optional, all must hold. account: an account's id. open: true = not ended, false = ended."""

    marketplace: str | None = None
    account: int | None = Field(default=None, ge=1, lt=2**63)
    kind: ClaimKind | None = None
    state: ClaimState | None = None
    open: bool | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class ListedClaim(BaseModel):
    """account: its id. order_id: the claim's, else the ticket's if that is likely.

    state_there, reason: in the marketplace's own words, unknown ones included. respond_by: its own deadline, where it
    named one. amount: a decimal number as text, so that no digit is lost; currency: ISO 4217, null if not told.
    ended_at: null while it is open.
    """

    id: int
    ticket_id: int
    account: int
    marketplace: str
    kind: ClaimKind
    state: ClaimState
    state_there: str | None
    reason: str | None
    order_id: str | None
    item_id: str | None
    respond_by: datetime | None
    amount: str | None
    currency: str | None
    opened_at: datetime
    changed_at: datetime
    ended_at: datetime | None


class ClaimList(BaseModel):
    """next_cursor: give it back for the next page; null on the last one."""

    items: list[ListedClaim]
    next_cursor: str | None


@router.get("/claims", response={200: ClaimList, **problems(401, 403, 422, 429)})
def get_claims(request: ApiRequest, filters: Query[ClaimQuery]) -> ClaimList:
    """Claims by time left: open ones that wait for the shop first, then other open ones, then the last to end."""
    user = require(request, may_answer)
    claims, following = listing.page_of(_wanted(filters), user, after=_place(filters.cursor), limit=filters.limit)
    marketplaces = dict(Account.objects.values_list("id", "marketplace"))
    return ClaimList(
        items=[_listed(claim, marketplaces[claim.account_id]) for claim in claims],
        next_cursor=cursors.written(cursors.Cursor(following.part, following.at, following.id)) if following else None,
    )


def _wanted(filters: ClaimQuery) -> listing.ClaimFilters:
    """Raises ProblemError for an unknown marketplace."""
    if filters.marketplace is not None and filters.marketplace not in connectors():
        raise wrong_field("marketplace", f"not one of {', '.join(connectors())}")
    return listing.ClaimFilters(
        marketplace=filters.marketplace or "",
        account=filters.account,
        kind=filters.kind or "",
        state=filters.state or "",
        part={None: None, True: Part.OPEN, False: Part.ENDED}[filters.open],
    )


def _place(cursor: str | None) -> Place | None:
    if not cursor:
        return None
    last = cursors.read(cursor, orders=list(Part))
    return Place(Part(last.order), last.at, last.id)


def _listed(claim: Claim, marketplace: str) -> ListedClaim:
    return ListedClaim(
        id=claim.pk,
        ticket_id=claim.ticket_id,
        account=claim.account_id,
        marketplace=marketplace,
        kind=ClaimKind(claim.kind),
        state=ClaimState(claim.state),
        state_there=claim.state_there or None,
        reason=claim.reason or None,
        order_id=listing.order_of(claim) or None,
        item_id=claim.item_id or None,
        respond_by=claim.respond_by,
        amount=None if claim.amount is None else str(claim.amount),
        currency=claim.currency or None,
        opened_at=claim.opened_at,
        changed_at=claim.changed_at,
        ended_at=claim.ended_at,
    )
