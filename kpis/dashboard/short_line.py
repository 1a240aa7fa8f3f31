"""A figure in one line: its name, its value, and how it was before."""

from dataclasses import dataclass

from kpis.dashboard.asking import Asked, shown
from kpis.dashboard.links import figure_link
from kpis.figures.figure import Figure
from kpis.words.answers import basis_of, value_of
from kpis.words.changes import Change, change


@dataclass(frozen=True)
class ShortLine:
    slug: str
    title: str
    definition: str
    value: str
    basis: str
    since_before: Change | None
    since_last_year: Change | None
    href: str


def short_line_of(figure: Figure, asked: Asked) -> ShortLine:
    found = asked.compared(figure)
    now = shown(found.now, figure)
    return ShortLine(
        slug=figure.slug,
        title=str(figure.title),
        definition=str(figure.definition),
        value=value_of(found.now, figure),
        basis=basis_of(found.now, figure),
        since_before=change(now, shown(found.before, figure), figure=figure),
        since_last_year=change(now, shown(found.last_year, figure), figure=figure),
        href=figure_link(figure.slug, asked.question),
    )
