"""Forget a person because the marketplace says so: it tells of anybody, nearly always of somebody nobody here knows."""

from collections.abc import Collection
from datetime import datetime

from inbox.erasure.erase import erase_people, receipt_of
from inbox.erasure.person import people_called
from inbox.models import ErasureReason, ErasureReceipt


def forget_person(marketplace: str, names: Collection[str], *, reference: str, now: datetime) -> ErasureReceipt | None:
    """Forget whoever has one of these names, at every account of the marketplace; None if nobody does.

    names: user name, user id and the like; case does not matter. A reference carried out already gives its proof again.
    Raises ReplyUnderway or AccountBusy: to be tried again later, nothing was erased.
    """
    if receipt := receipt_of(marketplace, reference):
        return receipt
    people = people_called(marketplace, names)
    if not people:
        return None
    reason = ErasureReason.ACCOUNT_DELETED
    return erase_people(marketplace, people, by=None, reason=reason, reference=reference, now=now)
