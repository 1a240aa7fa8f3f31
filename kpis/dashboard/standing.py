"""How the shop stands right now, for everybody in the room: numbers only, nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from connectors.registry import connectors
from inbox.models import Claim, Ticket
from inbox.views.marks import Mark, mark_of
from inbox.words.times import length
from kpis.dashboard.asking import shown
from kpis.figures.answer import ask
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
    waiting = Ticket.objects.needing_reply()
    late, soon = Q(reply_due_at__lt=now), Q(reply_due_at__gte=now, reply_due_at__lt=now + HOUR)
    counts = waiting.aggregate(
        all=Count("pk"),
        late=Count("pk", filter=late),
        soon=Count("pk", filter=soon),
        oldest=Min("waits_since"),
    )
    return Standing(
        waiting=counts["all"],
        late=counts["late"],
        soon=counts["soon"],
        claims=Claim.objects.awaited().count(),
        oldest=length(now - counts["oldest"]) if counts["oldest"] else DASH,
        marketplaces=_by_marketplace(
            {
                slug: (all_of, late_of)
                for slug, all_of, late_of in waiting.order_by("account__marketplace")
                .values_list("account__marketplace")
                .annotate(all=Count("pk"), late=Count("pk", filter=late))
            }
        ),
        **_today(now, zone),
    )


def _by_marketplace(counts: Mapping[str, tuple[int, int]]) -> list[MarketplaceNow]:
    known = connectors()
    return [
        MarketplaceNow(mark_of(slug), known[slug].label, waiting, late)
        for slug, (waiting, late) in sorted(counts.items(), key=lambda pair: -pair[1][0])
        if slug in known
    ]


def _today(now: datetime, zone: str) -> dict[str, str]:
    today = day_of(now, zone)
    question, known = Question(today, today + DAY, zone), Known(now)
    found = {}
    for name, slug in (("in_time", "answered_within_24h"), ("pace", "response_time")):
        answer = ask(BY_SLUG[slug], question, known=known)
        found[name] = value_of(answer, BY_SLUG[slug]) if shown(answer, BY_SLUG[slug]) is not None else DASH
    return found
