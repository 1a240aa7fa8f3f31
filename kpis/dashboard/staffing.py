"""Arrivals by hour of the week against who was there: what the map says, as a sentence and as a table."""

from django.utils.translation import gettext as _

from kpis.dashboard.asking import Asked
from kpis.dashboard.drawings import by_hour
from kpis.dashboard.links import group_link
from kpis.dashboard.numbers import Line, Numbers
from kpis.figures.figure import Figure
from kpis.words.labels import heading_of
from kpis.words.steps import hour_words
from kpis.words.values import count, share


def staffing_words(arrivals: Figure, staffing: Figure, asked: Asked) -> str:
    """The busiest hour, and how much comes in while nobody answers; empty without arrivals."""
    came, there = by_hour(arrivals, asked), by_hour(staffing, asked)
    whole = sum(came)
    if not whole:
        return ""
    busiest = max(range(len(came)), key=lambda hour: came[hour])
    alone = sum(number for number, people in zip(came, there, strict=True) if not people)
    told = {
        "hour": hour_words(busiest),
        "n": count(came[busiest]),
        "share": share(alone / whole),
        "alone": count(alone),
    }
    return (
        _("Busiest: %(hour)s (%(n)s). %(share)s (%(alone)s) came in hours of the week in which nobody answered.") % told
    )


def staffing_numbers(arrivals: Figure, staffing: Figure, asked: Asked) -> Numbers:
    """Both, hour by hour, without those in which nothing was."""
    came, there = by_hour(arrivals, asked), by_hour(staffing, asked)
    lines = [
        Line(
            label=hour_words(hour),
            value=count(came[hour]),
            cases=count(there[hour]),
            href=group_link(arrivals.slug, asked.question, by="part", group=str(hour)) if came[hour] else "",
        )
        for hour in range(len(came))
        if came[hour] or there[hour]
    ]
    return Numbers(heading_of(arrivals, "part"), lines, has_cases=True, cases=str(staffing.title))
