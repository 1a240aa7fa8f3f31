"""How content buyers are at each marketplace lately, in public and when asked: bad marks in a row, the positive share.

Good is 4 or 5 of 5, bad is 1 or 2. What lies between is a mark, and no good one: it counts in the whole of which the
positive share is a part, as in the figure (kpis/figures/about_opinions.py); a run it neither lengthens nor ends.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, takewhile

from django.db.models import Exists, OuterRef, Q

from connectors.models import Account
from inbox.lists.conditions import WAITS_OF_A_PART
from inbox.models import Feedback, Message, Status, SurveyAnswer, Ticket
from inbox.models.feedback import BAD, FeedbackQuerySet
from inbox.models.survey import SurveyAnswerQuerySet

LATELY = timedelta(days=90)
GOOD = 4
AT_RISK = 5
MOST_URGENT = 500
LOOKED_AT = 100


@dataclass(frozen=True)
class Mood:
    """run: how many bad marks came since the last good one. good, rated: within LATELY, and rated is all marks."""

    marketplace: str
    run: int
    good: int
    rated: int

    @property
    def positive_share(self) -> float | None:
        """From 0 to 1; None without a mark."""
        return self.good / self.rated if self.rated else None


def moods(accounts: Sequence[Account], *, now: datetime) -> Mapping[str, Mood]:
    """By marketplace, over these accounts of it; without those where nobody said anything lately. Two queries."""
    since = now - LATELY
    said = chain(
        _said(Feedback.objects.all(), "written_at", accounts, since),
        _said(SurveyAnswer.objects.all(), "answered_at", accounts, since),
    )
    marketplaces = {account.pk: account.marketplace for account in accounts}
    found: dict[str, list[_Said]] = defaultdict(list)
    for one in said:
        found[marketplaces[one.account_id]].append(one)
    return {name: _mood(name, days) for name, days in found.items()}


def run_of(accounts: Collection[Account], *, now: datetime) -> int:
    """Bad marks lately since the last good one, over these accounts; the newest LOOKED_AT of each source are read."""
    since = now - LATELY
    newest = chain(
        _said(Feedback.objects.order_by("-written_at"), "written_at", accounts, since, most=LOOKED_AT),
        _said(SurveyAnswer.objects.order_by("-answered_at"), "answered_at", accounts, since, most=LOOKED_AT),
    )
    return _run(list(newest))


def tickets_at_risk(accounts: Collection[Account], *, now: datetime) -> Sequence[Ticket]:
    """The open tickets of these accounts that may bring the next bad mark: with a claim, late, or of somebody angry.

    Looked for among the first of each account's queue (MOST_URGENT): who is late stands there before all others.
    """
    open_ones = Ticket.objects.unsolved().filter(WAITS_OF_A_PART).order_by("queue_at", "id")
    claimed = open_ones.filter(account__in=accounts, has_open_claim=True)[:AT_RISK]
    queue = Ticket.objects.exclude(status=Status.SOLVED).order_by("queue_at", "id").values("pk")
    first = [queue.filter(account=account)[:MOST_URGENT] for account in accounts]
    angry = Message.objects.filter(ticket=OuterRef("pk"), understanding__anger=True)
    others = open_ones.filter(Q(reply_due_at__lt=now) | Exists(angry), has_open_claim=False)
    among = others.filter(pk__in=Ticket.objects.none().values("pk").union(*first, all=True))
    return [*claimed, *among[:AT_RISK]][:AT_RISK]


@dataclass(frozen=True)
class _Said:
    """One mark."""

    at: datetime
    account_id: int
    rating: int


def _said(
    rows: FeedbackQuerySet | SurveyAnswerQuerySet,
    column: str,
    accounts: Collection[Account],
    since: datetime,
    *,
    most: int | None = None,
) -> Iterator[_Said]:
    """The marks since then. column: says when each was given. most: the first so many of the rows' order."""
    lately = rows.filter(rating__isnull=False, account__in=accounts, **{f"{column}__gt": since})[:most]
    for at, account_id, rating in lately.values_list(column, "account_id", "rating").iterator(5000):
        yield _Said(at, account_id, rating)


def _mood(marketplace: str, said: Sequence[_Said]) -> Mood:
    return Mood(marketplace, _run(said), sum(one.rating >= GOOD for one in said), len(said))


def _run(said: Sequence[_Said]) -> int:
    newest_first = sorted(said, key=lambda one: one.at, reverse=True)
    until_a_good_one = takewhile(lambda one: one.rating < GOOD, newest_first)
    return sum(one.rating <= BAD for one in until_a_good_one)
