"""How lengths are spread: how many cases took up to how many hours, as a table with the way to the tickets of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from kpis.dashboard.asking import Asked
from kpis.dashboard.links import figure_link
from kpis.dashboard.numbers import Line, Numbers
from kpis.figures.figure import Figure
from kpis.figures.histogram import up_to
from kpis.words.values import count, share

HOUR = 3600.0
BY_LENGTH = "length"
ENDS = (1, 2, 4, 8, 12, 24, 48, 72)
"""Hours at which a class ends; the last one is open."""


@dataclass(frozen=True)
class Hours:
    """Longer than `over`, at most `most`; 0 and None = no such limit."""

    over: int
    most: int | None

    def __str__(self) -> str:
        """As in an address: "4-8", "72-"."""
        return f"{self.over}-{self.most or ''}"

    @property
    def words(self) -> str:
        if self.most is None:
            return _("longer than %(hours)d h") % {"hours": self.over}
        told = {"over": self.over, "most": self.most}
        return _("%(over)d to %(most)d h") % told if self.over else _("up to %(most)d h") % told


CLASSES: Sequence[Hours] = (*(Hours(*ends) for ends in pairwise((0, *ENDS))), Hours(ENDS[-1], None))


def hours_in(text: str) -> Hours | None:
    """The class that an address names; None for anything else."""
    return next((one for one in CLASSES if str(one) == text), None)


def counts_of(buckets: Mapping[int, int]) -> list[int]:
    """Of each class, how many are in it, as far as the histogram tells."""
    ends = [up_to(buckets, hours * HOUR) for hours in ENDS]
    return [end - start for start, end in zip([0, *ends], [*ends, sum(buckets.values())], strict=False)]


def spread_numbers(figure: Figure, asked: Asked) -> Numbers:
    """Each class with its share of all."""
    counts = counts_of(asked.compared(figure).now.buckets)
    whole = sum(counts) or 1
    lines = [
        Line(
            label=one.words,
            value=share(number / whole),
            cases=count(number),
            href=figure_link(figure.slug, asked.question, hours=str(one)) if number else "",
        )
        for one, number in zip(CLASSES, counts, strict=True)
    ]
    return Numbers(_("Length"), lines, has_cases=True)
