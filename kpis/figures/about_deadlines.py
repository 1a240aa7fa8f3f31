"""Figures about deadlines on both clocks: kept, or missed and why."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inbox.models import Target
from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

_FIRST_OR_NEXT = tuple((str(value), label) for value, label in zip(Target.values, Target.labels, strict=True))
_CAUSES = (
    ("arrived_late", _("came in late")),
    ("refused", _("refused by the marketplace")),
    ("colleague", _("waiting on a colleague or somebody outside")),
    ("out_of_hours", _("out of hours")),
    ("unassigned", _("nobody had the ticket")),
    ("not_answered", _("not answered by whoever had it")),
)

DEADLINES: Sequence[Figure] = (
    Figure(
        slug="in_time_marketplace",
        title=_("In time by the marketplace's clock"),
        definition=_(
            "The share of waits with a deadline of the marketplace that ended at it or before. A wait counts at the "
            "moment that decides it: its end, or the deadline. Waits that were merged into another ticket or were "
            "spam are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
        target=1.0,
    ),
    Figure(
        slug="in_time_company",
        title=_("In time by your own clock"),
        definition=_(
            "The share of waits with a deadline of the shop itself, counted in its working time, that ended at it or "
            "before. A wait counts at the moment that decides it: its end, or the deadline. Waits that were merged "
            "into another ticket or were spam, and deadlines that stand still, are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
        target=1.0,
    ),
    Figure(
        slug="late_marketplace",
        title=_("Late by the marketplace's clock"),
        definition=_(
            "Waits that missed the deadline of the marketplace, at the deadline, by the first reason that is so: the "
            "message came in after the deadline; a reply was refused before it; a colleague or somebody outside had "
            "been asked; the shop was closed all the time, by its calendar; "
            "nobody had the ticket; else somebody had it and did not answer."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.WAIT,),
        parts=_CAUSES,
    ),
    Figure(
        slug="late_company",
        title=_("Late by your own clock"),
        definition=_(
            "Waits that missed the deadline of the shop itself, at the deadline, by the first reason that is so: the "
            "message came in after the deadline; a reply was refused before it; a colleague or somebody outside had "
            "been asked; the shop was closed all the time, by its calendar; "
            "nobody had the ticket; else somebody had it and did not answer."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.WAIT,),
        parts=_CAUSES,
    ),
)
