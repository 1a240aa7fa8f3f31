"""What the shop wants to reach: the owner's word, else what the figure proposes."""

from collections.abc import Mapping

from kpis.figures.catalogue import FIGURES
from kpis.models import FigureTarget


def targets() -> Mapping[str, float | None]:
    """By figure, in its unit; None: no target. One query."""
    own = dict(FigureTarget.objects.values_list("figure", "value"))
    return {figure.slug: own.get(figure.slug, figure.target) for figure in FIGURES}


def keep_targets(values: Mapping[str, float | None]) -> None:
    """Keep the owner's. What is as the figure proposes is not kept, so that a better proposal arrives."""
    proposed = {figure.slug: figure.target for figure in FIGURES}
    for slug, value in values.items():
        if value == proposed.get(slug):
            FigureTarget.objects.filter(figure=slug).delete()
        else:
            FigureTarget.objects.update_or_create(figure=slug, defaults={"value": value})
