"""Values of figures as people read them: "92 %", "3 h 10", "4.6", "€1,234.50"; a dash where there is none."""

import math
from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from inbox.words.money import money
from inbox.words.numbers import rounded
from inbox.words.times import length
from kpis.figures.figure import Unit

DASH = "–"
SMALL = 10
"""Below that a count that is no whole number has a digit after the point."""
MOST_DIGITS = 4


def written(value: float | None, unit: Unit, *, currency: str = "", aim: float | None = None) -> str:
    """In the active language. aim: the target that stands beside it; a value that misses it never reads like it."""
    if value is None:
        return DASH
    match unit:
        case Unit.SECONDS:
            return length(timedelta(seconds=value)) if value >= 0 else DASH
        case Unit.SHARE:
            return share(value, aim=aim)
        case Unit.MONEY:
            return money(Decimal(f"{value:.2f}"), currency)
        case Unit.RATING:
            return rounded(value, _digits(value, least=1, unlike=_known(aim)))
        case _:
            return count(value, aim=aim)


def target_words(target: float, unit: Unit) -> str:
    """A target as it was set, "92.5 %"."""
    if unit == Unit.SHARE:
        return _("%(n)s %%") % {"n": _as_typed(target * 100)}
    return _as_typed(target) if unit in (Unit.RATING, Unit.COUNT, Unit.PER_HUNDRED) else written(target, unit)


def share(value: float, *, aim: float | None = None) -> str:
    """Whole per cents, unless these would hide that it is not all, or not nothing: 99.96 % is not "100 %"."""
    percents = value * 100
    is_near_an_end = 0 < percents < 1 or 99 < percents < 100
    unlike = [*_known(aim, factor=100), *((math.floor(percents), math.ceil(percents)) if is_near_an_end else ())]
    return _("%(n)s %%") % {"n": rounded(percents, _digits(percents, least=0, unlike=unlike))}


def count(value: float, *, aim: float | None = None) -> str:
    is_whole = value == int(value)
    least = 0 if is_whole or abs(value) >= SMALL * 10 else 1
    return rounded(value, _digits(value, least=least, unlike=_known(aim)))


def _digits(value: float, *, least: int, unlike: Collection[float]) -> int:
    """So many after the point that it does not read like one of these, unless it is that one."""
    others = [other for other in unlike if not math.isclose(other, value)]
    told_apart = (
        digits
        for digits in range(least, MOST_DIGITS)
        if all(round(value, digits) != round(other, digits) for other in others)
    )
    return next(told_apart, MOST_DIGITS)


def _known(aim: float | None, *, factor: float = 1) -> tuple[float, ...]:
    return () if aim is None else (aim * factor,)


def _as_typed(value: float) -> str:
    return rounded(value, next((digits for digits in (0, 1) if math.isclose(value, round(value, digits))), 2))


def short(value: float, unit: Unit) -> str:
    """For an axis, where the largest unit is enough."""
    if unit == Unit.MONEY:
        return rounded(value, 0)
    return written(value, unit)
