"""Figures about what it takes to solve a ticket."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

SOLUTIONS: Sequence[Figure] = (
    Figure(
        slug="solved_at_first_contact",
        title=_("Solved at first contact"),
        definition=_(
            "The share of solved tickets on which one answer was all that the buyer got, and after which he did not "
            "come back to reopen the ticket. A ticket counts once, when it was first solved; what the shop took back "
            "by hand was no solution. Tickets that needed no answer are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(Source.SOLUTION,),
        crossed="agent",
    ),
    Figure(
        slug="exchanges_per_ticket",
        title=_("Exchanges per solved ticket"),
        definition=_(
            "How often buyers asked and were answered until their ticket was solved. Two questions before one answer "
            "are one exchange; a thank-you and what needed no answer are none. A ticket counts once, when it was "
            "first solved; what the shop took back by hand was no solution. Tickets that needed no answer are left "
            "out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.MEAN,
        better=Better.LOWER,
        sources=(Source.SOLUTION,),
        target=5.0,
        crossed="topic",
    ),
    Figure(
        slug="reopened_share",
        title=_("Reopened"),
        definition=_(
            "The share of solved tickets that the buyer reopened by writing again. A ticket counts once, when it was "
            "first solved; what the shop took back by hand was no solution."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.LOWER,
        sources=(Source.SOLUTION,),
    ),
    Figure(
        slug="time_to_solve",
        title=_("Time to solve"),
        definition=_(
            "From when the buyer first waited to the first solution, by the wall clock. A later return of the buyer "
            "changes nothing. A ticket counts once, when it was first solved; what the shop took back by hand was no "
            "solution. Tickets on which no buyer ever waited are left out. Median and 90th percentile are exact to 1 "
            "%."
        ),
        unit=Unit.SECONDS,
        aggregation=Aggregation.MEAN,
        better=Better.LOWER,
        sources=(Source.SOLUTION,),
    ),
)
