"""A part of the page: a question the owner asks, and the panels that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.dashboard.asking import Asked
from kpis.dashboard.layout import PARTS
from kpis.dashboard.panel import Panel, panel_of
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
        yield Part(str(plan.title), [panel_of(one, asked, annotations) for one in plan.panels])
