"""A figure asked for the page: the same question once, however many tiles and panels show its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from kpis.dashboard.periods import step_for
from kpis.figures.answer import Answer
from kpis.figures.ask import Compared, Row, compared, most_frequent, rows
from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Figure
from kpis.figures.known import Known
from kpis.figures.question import Question


@dataclass
class Asked:
    """What one page has asked so far. targets: by figure, in its unit; None where none is wanted.

    longest_log, together, apart: see Known.
    """

    question: Question
    now: datetime
    targets: Mapping[str, float | None]
    longest_log: int | None = None
    together: Sequence[Figure] = FIGURES
    apart: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    _compared: dict[str, Compared] = field(default_factory=dict)
    _rows: dict[tuple[str, str, Question], list[Row]] = field(default_factory=dict)

    @cached_property
    def known(self) -> Known:
        return Known(self.now, together=self.together, apart=self.apart, longest_log=self.longest_log)

    @property
    def step(self) -> str:
        return step_for(self.question.days)

    def compared(self, figure: Figure) -> Compared:
        if figure.slug not in self._compared:
            self._compared[figure.slug] = compared(figure, self.question, known=self.known)
        return self._compared[figure.slug]

    def course(self, figure: Figure) -> list[Row]:
        """Step by step over the period."""
        return self.rows(figure, self.step)

    def course_before(self, figure: Figure) -> list[Row]:
        """The same of the period before."""
        return self._ask(figure, self.step, self.question.before())

    def rows(self, figure: Figure, by: str) -> list[Row]:
        return self._ask(figure, by, self.question)

    def ranked(self, figure: Figure, by: str, *, most: int) -> tuple[list[Row], int]:
        """The groups with most cases, and how many groups there are."""
        if by == "part" and figure.has_many_parts:
            return most_frequent(figure, self.question, known=self.known, most=most)
        found = self.rows(figure, by)
        return found[:most], len(found)

    def _ask(self, figure: Figure, by: str, question: Question) -> list[Row]:
        key = (figure.slug, by, question)
        if key not in self._rows:
            self._rows[key] = rows(figure, question, by, known=self.known)
        return self._rows[key]


def shown(answer: Answer, figure: Figure) -> float | None:
    """The number that stands for an answer: of lengths the median, which no single forgotten ticket moves."""
    return answer.median if figure.has_lengths else answer.value
