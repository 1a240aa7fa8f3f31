"""The list of what buyers answered when they were asked, by us or elsewhere: filters, and where a page of it ends."""

from dataclasses import dataclass
from datetime import datetime

from connectors.models import Account
from inbox.keyset import behind
from inbox.models import SurveyAnswer, User


@dataclass(frozen=True)
class AnswerFilters:
    """All that are given must hold. ratings: the lowest and the highest wanted, of 1 to 5. source: as rows have it."""

    marketplace: str = ""
    account: int | None = None
    ratings: tuple[int, int] | None = None
    source: str = ""
    with_comment: bool = False


def page_of(
    filters: AnswerFilters, user: User, *, after: tuple[datetime, int] | None, limit: int
) -> tuple[list[SurveyAnswer], tuple[datetime, int] | None]:
    """One page with accounts and tickets, the newest first, and the place of the next one: the last row's time and id.

    What belongs to no account is among all, and of no marketplace.
    """
    rows = SurveyAnswer.objects.visible_to(user).select_related("account", "ticket")
    rows = rows.defer("account__credentials", "account__identity")
    if filters.marketplace:
        accounts = Account.objects.filter(marketplace=filters.marketplace).values_list("id", flat=True)
        rows = rows.filter(account__in=list(accounts))
    if filters.account is not None:
        rows = rows.filter(account_id=filters.account)
    if filters.ratings is not None:
        rows = rows.filter(rating__range=filters.ratings)
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.with_comment:
        rows = rows.exclude(comment="")
    if after:
        rows = behind(rows, "-answered_at", at=after[0], row_id=after[1])
    found = list(rows.order_by("-answered_at", "-id")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], (last.answered_at, last.pk)
