"""Roll up figures that are new or whose definition or zone has changed: their past is marked, the tick goes on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from connectors.locks import advisory_lock_to_commit
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Figure
from kpis.models import FigureProgress, FigureRow, Mark
from kpis.rollup.marks import OF_ONE_FIGURE, mark
from kpis.rollup.past import past_months


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
    mark(past_months(now), f"{OF_ONE_FIGURE}{figure.slug}")


def note_ready() -> None:
    """Figures of which no mark is left are answered from the rollup."""
    FigureProgress.objects.exclude(figure__in=BY_SLUG).delete()
    for progress in FigureProgress.objects.filter(ready=False):
        left = Mark.objects.filter(about=f"{OF_ONE_FIGURE}{progress.figure}")
        if not left.exists():
            FigureProgress.objects.filter(pk=progress.pk, digest=progress.digest, zone=progress.zone).update(ready=True)


def _stale() -> list[Figure]:
    known = set(FigureProgress.objects.filter(zone=settings.SHOP_ZONE).values_list("figure", "digest"))
    return [figure for figure in FIGURES if (figure.slug, figure.digest) not in known]
