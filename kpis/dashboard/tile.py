"""A tile: one number large, its target, its trend in little, and how it was before."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.charts import sparkline
from kpis.charts.drawing import Drawing
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.links import figure_link
from kpis.figures.figure import Better, Figure
from kpis.words.answers import basis_of, value_of
from kpis.words.changes import Change, change
from kpis.words.values import DASH, target_words, written


@dataclass(frozen=True)
class Tile:
    """aim: the target's value, or a dash. state: good, bad or "" without a target. verdict: that in words.

    trend_words: what the little line says.
    """

    slug: str
    title: str
    definition: str
    value: str
    basis: str
    target: str
    aim: str
    verdict: str
    state: str
    since_before: Change | None
    since_last_year: Change | None
    spark: Drawing
    trend_words: str
    href: str


def tile_of(figure: Figure, asked: Asked) -> Tile:
    found = asked.compared(figure)
    now, target = shown(found.now, figure), asked.targets.get(figure.slug)
    state = state_of(now, target, figure)
    course = [shown(row.answer, figure) for row in asked.course(figure)]
    return Tile(
        slug=figure.slug,
        title=str(figure.title),
        definition=str(figure.definition),
        value=value_of(found.now, figure, aim=target),
        basis=basis_of(found.now, figure),
        target=_("target %(value)s") % {"value": target_words(target, figure.unit)} if target is not None else "",
        aim=target_words(target, figure.unit) if target is not None else DASH,
        verdict={"good": _("reached"), "bad": _("missed")}.get(state, ""),
        state=state,
        since_before=change(now, shown(found.before, figure), figure=figure),
        since_last_year=change(now, shown(found.last_year, figure), figure=figure),
        spark=sparkline.drawn(course, target=target),
        trend_words=_trend(course, figure),
        href=figure_link(figure.slug, asked.question) if found.now.cases else "",
    )


def state_of(value: float | None, target: float | None, figure: Figure) -> str:
    """good or bad against the target; empty where one of the two is missing."""
    if value is None or target is None or figure.better == Better.NEITHER:
        return ""
    is_reached = value >= target if figure.better == Better.HIGHER else value <= target
    return "good" if is_reached else "bad"


def _trend(course: list[float | None], figure: Figure) -> str:
    known = [value for value in course if value is not None]
    if len(known) < sparkline.LEAST:
        return ""
    ends = {"first": written(known[0], figure.unit), "last": written(known[-1], figure.unit)}
    return _("Trend: from %(first)s to %(last)s") % ends
