"""An answer of a figure in words: its value, and the basis that it stands on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.words.money import money
from kpis.figures.answer import Answer
from kpis.figures.figure import Aggregation, Figure, Unit
from kpis.words.values import DASH, count, written


def value_of(answer: Answer, figure: Figure, *, aim: float | None = None) -> str:
    """Lengths by their median; money in each of its currencies. aim: the target that stands beside it."""
    if figure.unit == Unit.MONEY and answer.amounts:
        return ", ".join(money(amount, currency) for currency, amount in sorted(answer.amounts.items()))
    return written(answer.median if figure.has_lengths else answer.value, figure.unit, aim=aim)


def basis_of(answer: Answer, figure: Figure) -> str:
    """What stands behind the value: "412 of 448", "median; mean 3 h 10, nine in ten within 9 h"."""
    if not answer.cases or answer.value is None:
        return _("Nothing of the kind in this period.")
    if figure.aggregation == Aggregation.SHARE:
        part = round(answer.value * answer.cases)
        return _("%(part)s of %(whole)s") % {"part": count(part), "whole": count(answer.cases)}
    if figure.has_lengths:
        return _("median; mean %(mean)s, nine in ten within %(most)s (%(cases)s)") % {
            "mean": written(answer.value, figure.unit),
            "most": written(answer.p90, figure.unit) if answer.p90 is not None else DASH,
            "cases": count(answer.cases),
        }
    if figure.aggregation == Aggregation.COUNT:
        return ""
    return ngettext("of %(n)s case", "of %(n)s cases", answer.cases) % {"n": count(answer.cases)}
