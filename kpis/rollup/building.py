"""Roll up figures that are new or whose definition or zone has changed: their past is marked, the tick goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from connectors.locks import advisory_lock_to_commit
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Figure
from kpis.models import FigureProgress, FigureRow, Mark
from kpis.rollup.marks import OF_ONE_FIGURE, mark

_PAST = """
SELECT account_id, greatest(min(at), timestamptz '1900-01-01Z') FROM (
    SELECT account_id, min(written_at) AS at FROM inbox_message GROUP BY 1
    UNION ALL SELECT account_id, min(opened_at) FROM inbox_claim GROUP BY 1
    UNION ALL SELECT account_id, min(created_at) FROM inbox_ticket GROUP BY 1
    UNION ALL SELECT account_id, min(written_at) FROM inbox_feedback GROUP BY 1
    UNION ALL SELECT account_id, min(answered_at) FROM inbox_surveyanswer WHERE account_id IS NOT NULL GROUP BY 1
    UNION ALL SELECT account_id, min(placed_at) FROM inbox_order WHERE placed_at IS NOT NULL GROUP BY 1
) firsts GROUP BY 1
"""


_OF_OLD = datetime(2000, 1, 1, tzinfo=UTC)
"""What is told of before is one piece: a marketplace that tells no time may mean the year 1970."""
_AHEAD = timedelta(days=1)
"""What marketplaces with a clock ahead of ours have told."""


def begin_stale(now: datetime) -> None:
    """Forget the rows of figures that are not what they were, and mark all their past."""
    if _stale():
        with transaction.atomic():
            advisory_lock_to_commit("figures are built")
            for figure in _stale():
                begin(figure, now)


def begin(figure: Figure, now: datetime) -> None:
    """Make all rows of a figure anew; until then it is answered from the log. In the caller's transaction."""
    values = {"zone": settings.SHOP_ZONE, "digest": figure.digest, "ready": False}
    FigureProgress.objects.update_or_create(figure=figure.slug, defaults=values)
    FigureRow.objects.filter(figure=figure.slug).delete()
    Mark.objects.filter(about=f"{OF_ONE_FIGURE}{figure.slug}").delete()
    mark(_past_months(now), f"{OF_ONE_FIGURE}{figure.slug}")


def note_ready() -> None:
    """Figures of which no mark is left are answered from the rollup."""
    FigureProgress.objects.exclude(figure__in=BY_SLUG).delete()
    for progress in FigureProgress.objects.filter(ready=False):
        left = Mark.objects.filter(about=f"{OF_ONE_FIGURE}{progress.figure}")
        if not left.exists():
            FigureProgress.objects.filter(pk=progress.pk, digest=progress.digest, zone=progress.zone).update(ready=True)


def first_moments() -> list[tuple[int, datetime]]:
    """Of each account, when the first thing happened that figures count."""
    with connection.cursor() as cursor:
        cursor.execute(_PAST)
        found: list[tuple[int, datetime]] = cursor.fetchall()
        return found


def _stale() -> list[Figure]:
    known = set(FigureProgress.objects.filter(zone=settings.SHOP_ZONE).values_list("figure", "digest"))
    return [figure for figure in FIGURES if (figure.slug, figure.digest) not in known]


def _past_months(now: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """By account, its past in pieces of a month."""
    for account, first in first_moments():
        since = first
        while since <= now + _AHEAD:
            until = max(_month_later(since), _OF_OLD)
            yield account, since, min(until, now + _AHEAD)
            since = until


def _month_later(at: datetime) -> datetime:
    """The beginning of the next month."""
    begins = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begins.replace(year=at.year + 1, month=1) if at.month == 12 else begins.replace(month=at.month + 1)
