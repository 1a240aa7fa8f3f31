"""The list of what buyers said in public, for pages and API: filters, the newest first, and where a page of it ends."""

from dataclasses import dataclass

from connectors.models import Account
from inbox.keyset import Place, newest
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
    filters: FeedbackFilters, user: User, *, after: Place | None, limit: int
) -> tuple[list[Feedback], Place | None]:
    """One page with the accounts, and where it ends if there are more."""
    rows = matching(filters, user).select_related("account").defer("account__credentials", "account__identity")
    return newest(rows, "written_at", after=after, limit=limit)
