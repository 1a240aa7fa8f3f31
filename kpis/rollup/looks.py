"""Looks that somebody asked for: kept beside a figure's own, rolled up and followed like them, forgotten in time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from connectors.locks import advisory_lock_to_commit
from connectors.models import Account
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Look
from kpis.figures.from_rollup import dimension_of, look_of
from kpis.figures.known import Known
from kpis.figures.question import day_of
from kpis.models import AskedLook, FigureProgress, FigureRow, Mark
from kpis.rollup.marks import OF_ONE_LOOK, mark
from kpis.rollup.past import past_months

MOST = 400
"""So many looks are kept at once, of all figures together; a page narrowed by two filters asks for some forty."""
FORGOTTEN_AFTER = timedelta(days=30)


def note_asked(known: Known) -> None:
    """Keep in mind what was asked for; the worker's next tick begins with what is new."""
    today = day_of(known.now, settings.SHOP_ZONE)
    told = {key for key, look in known.looks.items() if look.asked_on == today}
    AskedLook.objects.bulk_create(
        (AskedLook(figure=slug, dimensions=dimensions, asked_on=today) for slug, dimensions in known.asked - told),
        update_conflicts=True,
        unique_fields=["figure", "dimensions"],
        update_fields=["asked_on"],
    )


def percent_counted(known: Known) -> int:
    """Of all that was asked for, so much is rolled up."""
    return 100 * (len(known.asked) - len(known.missing)) // max(1, len(known.asked))


def begin_asked(now: datetime) -> None:
    """Mark the past of what was asked for since the last time. Of figures that are rolled up: the others come first."""
    forget(now)
    ready = FigureProgress.objects.filter(ready=True, figure__in=BY_SLUG).values("figure")
    if not AskedLook.objects.filter(begun_at=None, figure__in=ready).exists():
        return
    with transaction.atomic():
        advisory_lock_to_commit("figures are built")
        months = list(past_months(now))
        for look in AskedLook.objects.filter(begun_at=None, figure__in=ready).order_by("pk"):
            mark(months, f"{OF_ONE_LOOK}{look.pk}")
            AskedLook.objects.filter(pk=look.pk).update(begun_at=now)


def note_looks_ready(now: datetime) -> None:
    """Those of which no mark is left are answered from the rollup."""
    about = Concat(Value(OF_ONE_LOOK), Cast(OuterRef("pk"), TextField()))
    counted = AskedLook.objects.filter(~Exists(Mark.objects.filter(about=about)), begun_at__isnull=False)
    counted.filter(ready_at=None).update(ready_at=now)


def kept_looks() -> Mapping[str, Mapping[int, Look]]:
    """Of each figure, those that are followed: rolled up or about to be. By their ids."""
    found: dict[str, dict[int, Look]] = {}
    for look in AskedLook.objects.filter(begun_at__isnull=False):
        found.setdefault(look.figure, {})[look.pk] = look_of(look.dimensions)
    return found


def ready_looks(slug: str) -> Sequence[Look]:
    """Those of one figure that are answered from the rollup."""
    ready = AskedLook.objects.filter(figure=slug, ready_at__isnull=False).order_by("pk")
    return [look_of(dimensions) for dimensions in ready.values_list("dimensions", flat=True)]


def forget(now: datetime) -> None:
    """Drop what nobody asked for lately, and beyond MOST what was asked for longest ago."""
    lately = day_of(now - FORGOTTEN_AFTER, settings.SHOP_ZONE)
    kept = AskedLook.objects.filter(figure__in=BY_SLUG, asked_on__gt=lately).order_by("-asked_on", "-pk")[:MOST]
    gone = AskedLook.objects.exclude(pk__in=[*kept.values_list("pk", flat=True)])
    if not gone.exists():
        return
    with transaction.atomic():
        for account in Account.objects.order_by("pk").values_list("pk", flat=True):
            advisory_lock_to_commit(f"figures of account {account}")
        for look in gone:
            Mark.objects.filter(about=f"{OF_ONE_LOOK}{look.pk}").delete()
            FigureRow.objects.filter(figure=look.figure, dimension=dimension_of(look_of(look.dimensions))).delete()
            look.delete()
