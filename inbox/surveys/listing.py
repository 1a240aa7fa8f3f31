"""The list of what buyers answered when they were asked, by us or elsewhere: filters, and where a page of it ends."""

from dataclasses import dataclass

from connectors.models import Account
from inbox.keyset import Place, newest
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
    filters: AnswerFilters, user: User, *, after: Place | None, limit: int
) -> tuple[list[SurveyAnswer], Place | None]:
    """One page with accounts and tickets, and where it ends if there are more.

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
    return newest(rows, "answered_at", after=after, limit=limit)
