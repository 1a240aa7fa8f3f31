"""Ask a figure: one number, rows by group, or compared with the past."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpis.figures.answer import Answer, answer_of, part_of
from kpis.figures.figure import Aggregation, Figure
from kpis.figures.from_either import TIMES, by_time, is_rolled, tallies
from kpis.figures.from_log import Case, cases_from_log
from kpis.figures.from_rollup import most_frequent_from_rollup, rolled_days
from kpis.figures.known import Known
from kpis.figures.labels import label_of
from kpis.figures.question import DAY, Question
from kpis.figures.tally import Tallies

GROUPS = (
    *("day", "week", "month", "marketplace", "account", "channel", "agent", "team"),
    *("language", "topic", "level", "kind", "part"),
)


@dataclass(frozen=True)
class Row:
    """One group. group: for programs, empty = nothing is known of it; label: for a reader, in his language."""

    group: str
    label: str
    value: float | None
    cases: int
    answer: Answer


@dataclass(frozen=True)
class Compared:
    """A figure now, in the period before and in the same days of last year; the past is asked when it is looked at."""

    now: Answer
    _ask: Callable[[Callable[[Question], Question]], Answer]

    @cached_property
    def before(self) -> Answer:
        return self._ask(Question.before)

    @cached_property
    def last_year(self) -> Answer:
        return self._ask(Question.a_year_before)


def ask(figure: Figure, question: Question, *, known: Known) -> Answer:
    """What the figure is over the whole period."""
    return _whole(figure, question, _all_parts(figure), known)


def compared(figure: Figure, question: Question, *, known: Known) -> Compared:
    """The same three times, without the parts where there are many."""
    return Compared(
        _whole(figure, question, "all", known),
        lambda earlier: _whole(figure, earlier(question), "all", known),
    )


def most_frequent(figure: Figure, question: Question, *, known: Known, most: int) -> tuple[list[Row], int]:
    """Of a figure with many parts (which counts): those with most cases as rows() has them, and how many there are."""
    asked = known.asked_people(question)
    if not is_rolled(figure, asked, "part", known):
        found = rows(figure, question, "part", known=known)
        return found[:most], len(found)
    parts, number = most_frequent_from_rollup(figure, asked, known=known, most=most)
    labels = label_of(figure, "part", list(parts))
    answers = {part: Answer(float(cases), cases) for part, cases in parts.items()}
    return [Row(part, labels[part], one.value, one.cases, one) for part, one in answers.items()], number


def rows(figure: Figure, question: Question, group_by: str, *, known: Known) -> list[Row]:
    """By group: times in their order and none left out, all others with most cases first.

    group_by: one of GROUPS; a team is that of today's members.
    """
    grouped = _grouped(figure, question, group_by, known)
    people = known.names_of_people if group_by == "agent" else None
    labels = label_of(figure, group_by, list(grouped), people=people)
    of_group = part_of if group_by == "part" else answer_of
    found = [
        Row(group, labels[group], answer.value, answer.cases, answer)
        for group, answer in ((group, of_group(figure, tallies)) for group, tallies in grouped.items())
    ]
    return found if group_by in TIMES else sorted(found, key=lambda row: (-row.cases, row.label))


def cases(
    figure: Figure,
    question: Question,
    *,
    known: Known,
    parts: Sequence[str] = (),
    group: tuple[str, str] | None = None,
    longer: float | None = None,
    most: float | None = None,
) -> Iterator[Case]:
    """What the number is made of, the newest first, read as they are asked for. Of an at_end figure: at the end.

    parts: of these only; empty = of all. group: of this row only, as in ("topic", "delivery") or ("day", "2026-11-16").
    longer, most: of a value above the one, and not above the other.
    """
    question = known.asked_people(question)
    days = rolled_days(question, known.now)
    if figure.at_end and days:
        question = replace(question, since=days[-1], until=days[-1] + DAY)
    accounts = known.accounts_of(question)
    return cases_from_log(
        figure, question, accounts=accounts, now=known.now, parts=parts, group=group, longer=longer, most=most
    )


def _grouped(figure: Figure, question: Question, group_by: str, known: Known) -> dict[str, Tallies]:
    if group_by in TIMES:
        return by_time(figure, question, group_by, known)
    by = _all_parts(figure) if group_by == "part" else group_by
    grouped: dict[str, Tallies] = {}
    for key, tally in tallies(figure, question, by, known).items():
        grouped.setdefault(key.part if group_by == "part" else key.label, {})[key] = tally
    return grouped


def _all_parts(figure: Figure) -> str:
    """By what the whole is asked so that the parts are told apart."""
    return "part" if figure.has_many_parts else "all"


def _whole(figure: Figure, question: Question, by: str, known: Known) -> Answer:
    found = answer_of(figure, tallies(figure, question, by, known))
    if found.value is None and figure.aggregation == Aggregation.COUNT and known.anything_in(question):
        return replace(found, value=0.0)
    return found
