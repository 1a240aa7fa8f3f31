"""How the shop stands right now, for everybody in the room: numbers only, nobody's name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.models import Account
from connectors.registry import connectors
from inbox.lists.waiting import Waiting, longest_wait, waiting_by_account
from inbox.models import Claim
from inbox.views.marks import Mark, mark_of
from inbox.words.times import length
from kpis.dashboard.asking import shown
from kpis.figures.ask import ask
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.known import Known
from kpis.figures.question import DAY, Question, day_of
from kpis.words.answers import value_of
from kpis.words.values import DASH

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class MarketplaceNow:
    mark: Mark
    name: str
    waiting: int
    late: int


@dataclass(frozen=True)
class Standing:
    """oldest: how long the buyer who has waited longest has waited, in words. in_time, pace: of today's answers."""

    waiting: int
    late: int
    soon: int
    claims: int
    oldest: str
    in_time: str
    pace: str
    marketplaces: Sequence[MarketplaceNow]


def standing(now: datetime, *, zone: str) -> Standing:
    waiting = waiting_by_account(now, until=now + HOUR)
    oldest = longest_wait(now)
    return Standing(
        waiting=sum(each.all for each in waiting.values()),
        late=sum(each.late for each in waiting.values()),
        soon=sum(each.due - each.late for each in waiting.values()),
        claims=Claim.objects.awaited().count(),
        oldest=length(oldest) if oldest is not None else DASH,
        marketplaces=_by_marketplace(waiting),
        **_today(now, zone),
    )


def _by_marketplace(waiting: Mapping[int, Waiting]) -> list[MarketplaceNow]:
    """The one with the most first; none where nobody waits."""
    known = connectors()
    all_of: Counter[str] = Counter()
    late_of: Counter[str] = Counter()
    for account, slug in Account.objects.filter(pk__in=waiting).values_list("pk", "marketplace"):
        all_of[slug] += waiting[account].all
        late_of[slug] += waiting[account].late
    most = [(slug, number) for slug, number in all_of.most_common() if number and slug in known]
    return [MarketplaceNow(mark_of(slug), known[slug].label, number, late_of[slug]) for slug, number in most]


def _today(now: datetime, zone: str) -> dict[str, str]:
    today = day_of(now, zone)
    question, known = Question(today, today + DAY, zone), Known(now)
    found = {}
    for name, slug in (("in_time", "answered_within_24h"), ("pace", "response_time")):
        answer = ask(BY_SLUG[slug], question, known=known)
        found[name] = value_of(answer, BY_SLUG[slug]) if shown(answer, BY_SLUG[slug]) is not None else DASH
    return found
