"""Which of a figure's cases are looked at: those of some parts, or of some length."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import pgettext

from kpis.dashboard.spread import HOUR, Hours
from kpis.figures.ask import cases
from kpis.figures.figure import Figure
from kpis.figures.from_log import Case
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.words.labels import part_words


@dataclass(frozen=True)
class Behind:
    """parts: empty = all. hours: None = however long."""

    parts: tuple[str, ...]
    hours: Hours | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.parts or self.hours)

    @property
    def address(self) -> str:
        """Of the hours."""
        return str(self.hours) if self.hours else ""

    def words(self, figure: Figure) -> str:
        named = [part_words(figure, part) or pgettext("of a group", "not known") for part in self.parts]
        return ", ".join([*named, *([self.hours.words] if self.hours else [])])

    def cases(self, figure: Figure, question: Question, *, known: Known) -> Iterator[Case]:
        """Of the figure, as ask.cases."""
        longer = self.hours.over * HOUR if self.hours and self.hours.over else None
        most = self.hours.most * HOUR if self.hours and self.hours.most else None
        return cases(figure, question, known=known, parts=self.parts, longer=longer, most=most)
