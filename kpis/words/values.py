"""Values of figures as people read them: "92 %", "3 h 10", "4.6", "€1,234.50"; a dash where there is none."""

from datetime import timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inbox.words.money import money
from inbox.words.times import length
from kpis.figures.figure import Unit

DASH = "–"
SMALL = 10
"""Below that a count that is no whole number has a digit after the point."""


def written(value: float | None, unit: Unit, *, currency: str = "") -> str:
    """In the active language."""
    if value is None:
        return DASH
    match unit:
        case Unit.SECONDS:
            return length(timedelta(seconds=value)) if value >= 0 else DASH
        case Unit.SHARE:
            return share(value)
        case Unit.MONEY:
            return money(Decimal(f"{value:.2f}"), currency)
        case Unit.RATING:
            return str(number_format(value, decimal_pos=1))
        case _:
            return count(value)


def share(value: float) -> str:
    """A digit after the point only where whole per cents would hide that it is not all or not nothing."""
    percents = value * 100
    is_near_an_end = 0 < percents < 1 or 99 < percents < 100
    digits = 1 if is_near_an_end else 0
    return _("%(n)s %%") % {"n": number_format(percents, decimal_pos=digits)}


def count(value: float) -> str:
    is_whole = value == int(value)
    digits = 0 if is_whole or abs(value) >= SMALL * 10 else 1
    return str(number_format(value, decimal_pos=digits, force_grouping=True))


def short(value: float, unit: Unit) -> str:
    """For an axis, where the largest unit is enough."""
    if unit == Unit.MONEY:
        return str(number_format(value, decimal_pos=0, force_grouping=True))
    return written(value, unit)
