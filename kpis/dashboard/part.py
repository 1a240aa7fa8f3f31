"""A part of the page: a question the owner asks, and the panels that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.dashboard.asking import Asked
from kpis.dashboard.layout import PARTS
from kpis.dashboard.notes import marks_on
from kpis.dashboard.panel import Panel, panel_of
from kpis.figures.catalogue import BY_SLUG
from kpis.models import Annotation


@dataclass(frozen=True)
class Part:
    title: str
    panels: Sequence[Panel]

    @property
    def is_empty(self) -> bool:
        """One sentence says so, instead of one in each panel."""
        return all(panel.is_empty for panel in self.panels)


def parts_of(asked: Asked, annotations: Sequence[Annotation]) -> Iterator[Part]:
    for plan in PARTS:
        panels = [
            panel_of(one, asked, marks_on(asked.course(BY_SLUG[one.slug]), annotations, asked)) for one in plan.panels
        ]
        yield Part(str(plan.title), panels)
