"""Figures about how soon buyers are answered."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inbox.models import Target
from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

_FIRST_OR_NEXT = tuple((str(value), label) for value, label in zip(Target.values, Target.labels, strict=True))

ANSWERS: Sequence[Figure] = (
    Figure(
        slug="response_time",
        title=_("Response time"),
        definition=_(
            "From when the buyer wrote his oldest unanswered message to the answer, by the wall clock, day and night."
            " A wait counts at the moment of its answer. Automatic, refused and unsure replies, acknowledgements and "
            "waits that ended without an answer are left out. Median and 90th percentile are exact to 1 %."
        ),
        unit=Unit.SECONDS,
        aggregation=Aggregation.MEAN,
        better=Better.LOWER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
    ),
    Figure(
        slug="response_time_company",
        title=_("Response time in your working hours"),
        definition=_(
            "The same in the shop's open hours, by the calendar of the deadline that it has set itself: public holidays"
            " and closed days are taken out; around the clock without a calendar. A wait counts at the moment of its "
            "answer. Waits without such a deadline are left out, as is what Response time leaves out. Median and 90th "
            "percentile are exact to 1 %."
        ),
        unit=Unit.SECONDS,
        aggregation=Aggregation.MEAN,
        better=Better.LOWER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
    ),
    Figure(
        slug="answered_within_8h",
        title=_("Answered within 8 hours"),
        definition=_(
            "The share of waits that were answered within 8 hours by the wall clock; after that buyers lose patience."
            " A wait counts at the moment that decides it: its answer, or 8 hours after the buyer wrote. Waits that "
            "ended before without an answer (thank-you, no answer needed) are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
    ),
    Figure(
        slug="answered_within_24h",
        title=_("Answered within 24 hours"),
        definition=_(
            "The share of waits that were answered within 24 hours by the wall clock. A wait counts at the moment "
            "that decides it: its answer, or 24 hours after the buyer wrote. What nobody has answered by then is "
            "late. Waits that ended before without an answer (thank-you, no answer needed) are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(Source.WAIT,),
        parts=_FIRST_OR_NEXT,
        target=1.0,
        crossed="agent",
    ),
    Figure(
        slug="no_answer_needed",
        title=_("No answer needed"),
        definition=_(
            "The share of waits that ended without an answer because a person said that none was needed, or the buyer"
            " only said thank you. A wait counts at its end. Merged tickets, spam and claims that ended are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.NEITHER,
        sources=(Source.WAIT,),
    ),
)
