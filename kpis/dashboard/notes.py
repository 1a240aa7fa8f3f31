"""Annotations beside the charts: a mark at their step, their words below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpis.charts.axes import Note
from kpis.dashboard.asking import Asked
from kpis.dashboard.periods import DAY, end_of
from kpis.figures.ask import Row
from kpis.models import Annotation
from kpis.words.steps import step_short

MARKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class NoteWords:
    """mark: as in the charts. days: "12 Nov – 14 Nov"."""

    mark: str
    days: str
    kind: str
    text: str


def notes_of(asked: Asked) -> list[Annotation]:
    """Those of the period, the earliest first, at most as many as there are letters."""
    question = asked.question
    return list(Annotation.objects.within(question.since, question.until)[: len(MARKS)])


def marks_on(course: Sequence[Row], annotations: Sequence[Annotation], asked: Asked) -> list[Note]:
    """Each at the step of the chart in which it begins, or at the first one; those of one step as one mark, "AB"."""
    starts = [max(date.fromisoformat(row.group), asked.question.since) for row in course]
    ends = [end_of(asked.step, start, until=asked.question.until) for start in starts]
    found: dict[int, str] = {}
    for mark, annotation in zip(MARKS, annotations, strict=False):
        first = max(annotation.first_day, asked.question.since)
        place = next((n for n, (start, end) in enumerate(zip(starts, ends, strict=True)) if start <= first < end), None)
        if place is not None:
            found[place] = found.get(place, "") + mark
    return [Note(place, marks) for place, marks in found.items()]


def note_words(annotations: Sequence[Annotation]) -> list[NoteWords]:
    return [
        NoteWords(mark, _days(one), one.get_kind_display(), one.text)
        for mark, one in zip(MARKS, annotations, strict=False)
    ]


def _days(one: Annotation) -> str:
    first, last = step_short("day", one.first_day), step_short("day", one.last_day)
    return first if one.last_day - one.first_day < DAY else f"{first} – {last}"
