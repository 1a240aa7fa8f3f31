"""Figures about who writes replies, and from what."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

WRITING: Sequence[Figure] = (
    Figure(
        slug="answers",
        title=_("Replies"),
        definition=_(
            "Replies that a person wrote and their marketplace accepted, also on its own site. The person is who sent"
            " it here; nobody for what was typed there. Automatic replies and spam are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        crossed="agent",
    ),
    Figure(
        slug="automatic_share",
        title=_("Automatic replies"),
        definition=_(
            "The share of replies sent from here and accepted by their marketplace that no person wrote. Replies "
            "typed on the marketplace's own site and spam are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
    ),
    Figure(
        slug="template_share",
        title=_("From a reply template"),
        definition=_(
            "The share of replies sent by a person from here and accepted by their marketplace that were made from a "
            "reply template. Automatic replies, those typed on the marketplace's own site and spam are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
    ),
    Figure(
        slug="template_edited",
        title=_("Reply templates changed before sending"),
        definition=_(
            "The share of replies made from a reply template, and accepted by their marketplace, whose words a person"
            " changed before sending. Automatic replies and spam are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.LOWER,
        sources=(Source.MESSAGE,),
    ),
    Figure(
        slug="hard_topics",
        title=_("Replies on hard topics"),
        definition=_(
            "The share of replies written by a person here that are on tickets of level 2: whoever has many of them "
            "needs longer. Automatic replies and those typed on the marketplace's own site are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        crossed="agent",
    ),
    Figure(
        slug="night_share",
        title=_("Replies at night or at the weekend"),
        definition=_(
            "The share of replies written by a person here between eight in the evening and eight in the morning, or "
            "on a Saturday or Sunday, on the clock of the figures' zone. Automatic replies and those typed on the "
            "marketplace's own site are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        crossed="agent",
    ),
)
