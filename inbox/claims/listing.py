"""The list of claims, for pages and API: filters, the order by time left, and where a page of it ends.

It has two parts. Open claims come first: those that wait for the shop by their deadline, then those without one, then
those that somebody else examines (Claim.queue_at). Ended ones follow, the last to end on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors.models import Account
from inbox.claims.deadlines import ENDED
from inbox.keyset import behind
from inbox.models import Claim, ClaimState, OrderMatch, User
from inbox.models.claim import ClaimQuerySet


class Part(StrEnum):
    """The parts of the list, in their order."""

    OPEN = "open"
    ENDED = "ended"


_ORDERS = {Part.OPEN: ("queue_at", "id"), Part.ENDED: ("-ended_at", "-id")}


@dataclass(frozen=True)
class ClaimFilters:
    """All that are given must hold. state: one of ClaimState; part: only open, or only ended ones."""

    marketplace: str = ""
    account: int | None = None
    kind: str = ""
    state: str = ""
    part: Part | None = None

    @property
    def parts(self) -> Sequence[Part]:
        """Those that may hold any."""
        wanted = set(Part) if self.part is None else {self.part}
        if self.state:
            wanted &= {Part.ENDED if self.state in ENDED else Part.OPEN}
        return [part for part in Part if part in wanted]


@dataclass(frozen=True)
class Place:
    """The last claim of a page: the part it is in, its moment in the order of that part, and its id."""

    part: Part
    at: datetime
    id: int


def matching(filters: ClaimFilters, user: User) -> ClaimQuerySet:
    """All claims the user may see that the filters let through, in no order."""
    claims: ClaimQuerySet = Claim.objects.visible_to(user)
    if filters.part is not None:
        claims = claims.filter(ended_at__isnull=filters.part == Part.OPEN)
    if filters.state == ClaimState.SELLER:
        claims = claims.awaited()
    elif filters.state:
        claims = claims.filter(state=filters.state)
    if filters.kind:
        claims = claims.filter(kind=filters.kind)
    if filters.account is not None:
        claims = claims.filter(account_id=filters.account)
    if filters.marketplace:
        claims = claims.filter(account__in=_accounts_at(filters.marketplace))
    return claims


def page_of(filters: ClaimFilters, user: User, *, after: Place | None, limit: int) -> tuple[list[Claim], Place | None]:
    """One page of claims with their tickets, and where the next one begins; None at the end."""
    claims = matching(filters, user).select_related("ticket")
    found: list[Claim] = []
    for part in filters.parts:
        if after and list(Part).index(part) < list(Part).index(after.part):
            continue
        rows = claims.filter(ended_at__isnull=part == Part.OPEN).order_by(*_ORDERS[part])
        if after and after.part == part:
            rows = behind(rows, _ORDERS[part][0], at=after.at, row_id=after.id)
        found += rows[: limit + 1 - len(found)]
        if len(found) > limit:
            return found[:limit], _place(found[limit - 1])
    return found, None


def order_of(claim: Claim) -> str:
    """The number of its order: as the marketplace says, else the ticket's, if that is more than possible; else "".

    claim: with its ticket.
    """
    ticket = claim.ticket
    return claim.order_id or ("" if ticket.order_match == OrderMatch.POSSIBLE else ticket.order_id)


def _place(claim: Claim) -> Place:
    if claim.ended_at is not None:
        return Place(Part.ENDED, claim.ended_at, claim.pk)
    return Place(Part.OPEN, claim.queue_at, claim.pk)


def _accounts_at(marketplace: str) -> Sequence[int]:
    return list(Account.objects.filter(marketplace=marketplace).values_list("id", flat=True))
