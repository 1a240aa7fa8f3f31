"""Units as heads of columns in files say them."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from kpis.figures.figure import Figure, Unit

_WORDS: Mapping[Unit, Callable[[], str]] = {
    Unit.SECONDS: lambda: _("seconds"),
    Unit.SHARE: lambda: _("from 0 to 1"),
    Unit.RATING: lambda: _("from 1 to 5"),
}
"""Others say it with their title."""


def unit_words(unit: Unit) -> str:
    """Empty where the title says it."""
    return _WORDS[unit]() if unit in _WORDS else ""


def titled(figure: Figure) -> str:
    """ "Response time (seconds)"."""
    unit = unit_words(figure.unit)
    return f"{figure.title} ({unit})" if unit else str(figure.title)
