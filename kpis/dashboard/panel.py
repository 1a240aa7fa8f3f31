"""A panel: one figure with a chart, its numbers as a table, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.charts.drawing import Drawing
from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.drawings import columns_of, distribution_of, heat_of, key_of, line_of
from kpis.dashboard.layout import PanelPlan, Shape
from kpis.dashboard.links import figure_link, page_table_links, table_links
from kpis.dashboard.notes import marks_on
from kpis.dashboard.numbers import Numbers, numbers, ranked_numbers
from kpis.dashboard.spread import BY_LENGTH, spread_numbers
from kpis.dashboard.staffing import staffing_numbers, staffing_words
from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Figure
from kpis.models import Annotation
from kpis.words.answers import basis_of, value_of
from kpis.words.changes import Change, change
from kpis.words.labels import heading_of

MOST_GROUPS = 8


@dataclass(frozen=True)
class Panel:
    """drawing: None for a ranked one, whose table is its chart. key: what it is painted as, and what that means.

    has_before: whether the grey line of the period before is in it. told: a sentence on what the drawing shows.
    """

    id: str
    shape: str
    width: str
    title: str
    definition: str
    value: str
    basis: str
    since_before: Change | None
    since_last_year: Change | None
    is_empty: bool
    href: str
    numbers: Numbers
    drawing: Drawing | None
    drawing_words: str
    key: Sequence[tuple[str, str]]
    has_before: bool
    told: str
    files: Mapping[str, str]


def panel_of(plan: PanelPlan, asked: Asked, annotations: Sequence[Annotation]) -> Panel:
    figure = BY_SLUG[plan.slug]
    found = asked.compared(figure)
    now = shown(found.now, figure)
    by = BY_LENGTH if plan.shape == Shape.DISTRIBUTION else plan.by or asked.step
    beside = BY_SLUG[plan.beside] if plan.beside else None
    return Panel(
        id=f"{plan.slug}-{plan.shape}-{plan.by}".strip("-"),
        shape=plan.shape,
        width=plan.width,
        title=_title(plan, figure),
        definition=str(figure.definition),
        value=value_of(found.now, figure),
        basis=basis_of(found.now, figure),
        since_before=change(now, shown(found.before, figure), figure=figure),
        since_last_year=change(now, shown(found.last_year, figure), figure=figure),
        is_empty=found.now.value is None and not found.now.amounts,
        href=figure_link(figure.slug, asked.question) if found.now.cases else "",
        numbers=_numbers(plan, figure, asked, by),
        drawing=_drawing(plan, figure, asked, annotations),
        drawing_words=_("%(title)s: %(value)s. The table below has the numbers.")
        % {"title": _title(plan, figure), "value": value_of(found.now, figure)},
        key=_key(plan, figure),
        has_before=plan.shape == Shape.LINE and found.before.cases > 0,
        told=staffing_words(figure, beside, asked) if beside else "",
        files=page_table_links("hours", asked.question) if beside else table_links(figure.slug, asked.question, by=by),
    )


def _numbers(plan: PanelPlan, figure: Figure, asked: Asked, by: str) -> Numbers:
    if plan.shape == Shape.DISTRIBUTION:
        return spread_numbers(figure, asked)
    if plan.beside:
        return staffing_numbers(figure, BY_SLUG[plan.beside], asked)
    is_ranked = plan.shape == Shape.RANKED
    return ranked_numbers(figure, asked, by, most=MOST_GROUPS) if is_ranked else numbers(figure, asked, by)


def _key(plan: PanelPlan, figure: Figure) -> Sequence[tuple[str, str]]:
    if plan.beside:
        return [("heat-4", str(figure.title)), ("heat-bar", str(BY_SLUG[plan.beside].title))]
    return key_of(figure) if plan.shape == Shape.COLUMNS else ()


def _title(plan: PanelPlan, figure: Figure) -> str:
    if plan.beside == "staffing_by_hour":
        return _("Arrivals by hour of the week, against staffing")
    if plan.shape == Shape.RANKED and (plan.by != "part" or figure.parts):
        return _("%(figure)s, by %(group)s") % {"figure": figure.title, "group": heading_of(figure, plan.by).lower()}
    if plan.shape == Shape.DISTRIBUTION:
        return _("%(figure)s: how it is spread") % {"figure": figure.title}
    return str(figure.title)


def _drawing(plan: PanelPlan, figure: Figure, asked: Asked, annotations: Sequence[Annotation]) -> Drawing | None:
    match plan.shape:
        case Shape.LINE:
            return line_of(figure, asked, marks_on(asked.course(figure), annotations, asked))
        case Shape.COLUMNS:
            return columns_of(figure, asked, marks_on(asked.course(figure), annotations, asked))
        case Shape.DISTRIBUTION:
            return distribution_of(figure, asked)
        case Shape.HEAT:
            return heat_of(figure, asked, beside=BY_SLUG[plan.beside] if plan.beside else None)
        case _:
            return None
