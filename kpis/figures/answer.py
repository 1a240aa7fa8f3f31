"""What tallies come to: the value of a figure, with what stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kpis.figures.figure import Aggregation, Figure
from kpis.figures.histogram import percentile
from kpis.figures.tally import Tallies, Tally


@dataclass(frozen=True)
class Answer:
    """What a figure says. value: in its unit, a share from 0 to 1; None = there is no data, or no one currency.

    cases: how many are behind it. median, p90: of lengths, exact to 1 %. amounts: of money, by currency.
    buckets: of lengths, how many in which (histogram.py). parts: the same of each part of the figure.
    """

    value: float | None
    cases: int
    median: float | None = None
    p90: float | None = None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    buckets: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[str, "Answer"] = field(default_factory=dict)


def answer_of(figure: Figure, tallies: Tallies) -> Answer:
    of_parts: dict[str, Tallies] = {}
    for key, tally in tallies.items():
        of_parts.setdefault(key.part, {})[key] = tally
    parts = {part: part_of(figure, its) for part, its in of_parts.items()} if {*of_parts} - {""} else {}
    return replace(_number(figure, tallies), parts=parts)


def part_of(figure: Figure, tallies: Tallies) -> Answer:
    """A part of a ratio is a number of cases."""
    cases = Tally.of(tallies.values()).cases
    return Answer(float(cases), cases) if figure.ratio else _number(figure, tallies)


def _number(figure: Figure, tallies: Tallies) -> Answer:
    whole = Tally.of(tallies.values())
    if not whole.cases:
        return Answer(None, 0)
    if figure.aggregation == Aggregation.COUNT:
        return Answer(float(whole.cases), whole.cases)
    if figure.ratio:
        return _per_hundred(figure.ratio, tallies)
    if figure.aggregation == Aggregation.SUM:
        return _money(tallies, whole.cases)
    mean = float(whole.total / whole.cases)
    if not figure.has_lengths:
        return Answer(mean, whole.cases)
    middle, most = percentile(whole.buckets, 0.5), percentile(whole.buckets, 0.9)
    return Answer(mean, whole.cases, median=middle, p90=most, buckets=dict(whole.buckets))


def _per_hundred(ratio: tuple[str, str], tallies: Tallies) -> Answer:
    counted, counted_on = (sum(tally.cases for key, tally in tallies.items() if key.part == part) for part in ratio)
    return Answer(100 * counted / counted_on if counted_on else None, counted)


def _money(tallies: Tallies, cases: int) -> Answer:
    amounts: dict[str, Decimal] = {}
    for key, tally in tallies.items():
        if key.currency:
            amounts[key.currency] = amounts.get(key.currency, Decimal(0)) + tally.total
    value = float(next(iter(amounts.values()))) if len(amounts) == 1 else None
    return Answer(value, cases, amounts=amounts)
