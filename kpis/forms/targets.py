"""Targets as the owner types them, in the unit that he reads them in."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Better, Figure, Unit

FACTOR: Mapping[Unit, float] = {Unit.SHARE: 0.01, Unit.SECONDS: 3600}
"""What is typed times this is the value: per cents, hours."""
_HELP = {
    Unit.SHARE: _("in per cent"),
    Unit.SECONDS: _("in hours"),
    Unit.RATING: _("of 5"),
    Unit.MONEY: _("in the currency of your sales"),
}


class TargetsForm(forms.Form):
    """One field for each figure of which more or less is better; empty = no target."""

    def __init__(self, data: Mapping[str, object] | None = None, *, targets: Mapping[str, float | None]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for figure in aimed():
            value = targets.get(figure.slug)
            self.fields[figure.slug] = forms.FloatField(
                label=str(figure.title),
                required=False,
                min_value=0,
                max_value=100 if figure.unit == Unit.SHARE else 1_000_000,
                initial=None if value is None else _typed(value / FACTOR.get(figure.unit, 1)),
                help_text=_HELP.get(figure.unit, ""),
                localize=True,
            )

    def values(self) -> dict[str, float | None]:
        """By figure, in its unit."""
        return {
            figure.slug: None
            if self.cleaned_data[figure.slug] is None
            else self.cleaned_data[figure.slug] * FACTOR.get(figure.unit, 1)
            for figure in aimed()
        }


def _typed(value: float) -> float:
    """As one would type it: 100, not 100.0."""
    rounded = round(value, 2)
    return int(rounded) if rounded.is_integer() else rounded


def aimed() -> list[Figure]:
    return [figure for figure in FIGURES if figure.better != Better.NEITHER]
