"""The list of what buyers said in public, for pages and API: filters, the newest first, and where a page of it ends."""

from dataclasses import dataclass
from datetime import datetime

from connectors.models import Account
from inbox.keyset import behind
from inbox.models import Delivery, Feedback, User
from inbox.models.feedback import FeedbackQuerySet


@dataclass(frozen=True)
class FeedbackFilters:
    """All that are given must hold. ratings: the lowest and the highest wanted, of 1 to 5."""

    marketplace: str = ""
    account: int | None = None
    ratings: tuple[int, int] | None = None
    word: str = ""
    unanswered: bool = False
    to_answer: bool = False


def matching(filters: FeedbackFilters, user: User) -> FeedbackQuerySet:
    """All feedback the user may see that the filters let through, in no order."""
    found: FeedbackQuerySet = Feedback.objects.visible_to(user)
    if filters.marketplace:
        accounts = Account.objects.filter(marketplace=filters.marketplace).values_list("id", flat=True)
        found = found.filter(account__in=list(accounts))
    if filters.account is not None:
        found = found.filter(account_id=filters.account)
    if filters.ratings is not None:
        found = found.filter(rating__range=filters.ratings)
    if filters.word:
        found = found.filter(word=filters.word)
    if filters.unanswered:
        found = found.filter(answer="").exclude(delivery__in=[Delivery.QUEUED, Delivery.SENDING, Delivery.ACCEPTED])
    return found.to_answer() if filters.to_answer else found


def page_of(
    filters: FeedbackFilters, user: User, *, after: tuple[datetime, int] | None, limit: int
) -> tuple[list[Feedback], tuple[datetime, int] | None]:
    """One page with the accounts, the newest first, and the place of the next one: the last row's time and id."""
    rows = matching(filters, user).select_related("account").defer("account__credentials", "account__identity")
    if after:
        rows = behind(rows, "-written_at", at=after[0], row_id=after[1])
    found = list(rows.order_by("-written_at", "-id")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], (last.written_at, last.pk)
