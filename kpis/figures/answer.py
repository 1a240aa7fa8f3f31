"""Ask a figure: one number, rows by group, or compared with the past. Where the numbers come from is decided here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from kpis.figures.figure import Aggregation, Figure
from kpis.figures.from_log import Case, cases_from_log, tallies_from_log
from kpis.figures.from_rollup import (
    asked_look,
    can_answer,
    dimension_of,
    most_frequent_from_rollup,
    open_from_rollup,
    rolled_days,
    tallies_from_rollup,
)
from kpis.figures.histogram import percentile
from kpis.figures.known import Known
from kpis.figures.labels import label_of
from kpis.figures.question import DAY, Question
from kpis.figures.tally import Key, Tallies, Tally

GROUPS = (
    *("day", "week", "month", "marketplace", "account", "channel", "agent", "team"),
    *("language", "topic", "level", "kind", "part"),
)

MOST_TOGETHER = 4
"""Dimensions that the rollup may keep together if somebody asks for them."""


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
    if not _is_rolled(figure, asked, "part", known):
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
    of_group = _of_part if group_by == "part" else _answer
    found = [
        Row(group, labels[group], answer.value, answer.cases, answer)
        for group, answer in ((group, of_group(figure, tallies)) for group, tallies in grouped.items())
    ]
    return found if group_by in _TIMES else sorted(found, key=lambda row: (-row.cases, row.label))


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
    if group_by in _TIMES:
        return _by_time(figure, question, group_by, known)
    by = {"part": _all_parts(figure), "team": "agent"}.get(group_by, group_by)
    grouped: dict[str, Tallies] = {}
    for key, tally in _tallies(figure, question, by, known).items():
        grouped.setdefault(_group_of(key, group_by, known), {}).setdefault(key, Tally()).add(tally)
    return grouped


def _all_parts(figure: Figure) -> str:
    """By what the whole is asked so that the parts are told apart."""
    return "part" if figure.has_many_parts else "all"


def _whole(figure: Figure, question: Question, by: str, known: Known) -> Answer:
    found = _answer(figure, _tallies(figure, question, by, known))
    if found.value is None and figure.aggregation == Aggregation.COUNT and known.anything_in(question):
        return replace(found, value=0.0)
    return found


def _group_of(key: Key, group_by: str, known: Known) -> str:
    if group_by == "part":
        return key.part
    return known.teams_of_people.get(key.label, "") if group_by == "team" else key.label


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_TIMES: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": _monday,
    "month": lambda day: day.replace(day=1),
}


def _by_time(figure: Figure, question: Question, group_by: str, known: Known) -> dict[str, Tallies]:
    """All steps of the period that have begun, by their first day, also those without a case."""
    days = rolled_days(question, known.now)
    its_last = _last_days(days[0], len(days), group_by) if days else {}
    if figure.at_end:
        return _open_by_time(figure, known.asked_people(question), group_by, its_last, known)
    return _by_label(_tallies(figure, question, group_by, known), its_last)


@lru_cache(maxsize=64)
def _last_days(since: date, days: int, group_by: str) -> Mapping[str, str]:
    """Of so many days from that one on, by the first day of each step, its last one; a page asks often for the same."""
    start_of = _TIMES[group_by]
    found = (since + timedelta(days=number) for number in range(days))
    return {start_of(day).isoformat(): day.isoformat() for day in found}


def _open_by_time(
    figure: Figure, question: Question, group_by: str, its_last: Mapping[str, str], known: Known
) -> dict[str, Tallies]:
    """What is open at the end of each step. its_last: by the first day of a step, its last."""
    if not _is_rolled(figure, question, group_by, known):
        by_day = _by_label(_from_log(figure, question, "day", known), its_last.values())
        return {start: by_day[last] for start, last in its_last.items()}
    days = rolled_days(question, known.now)
    changes = _by_label(tallies_from_rollup(figure, question, group_by, known=known), its_last)
    still = open_from_rollup(figure, question, "all", last=days[0] - DAY, known=known) if days else {}
    grouped: dict[str, Tallies] = {}
    for start, joined in changes.items():
        still = {key: Tally.of(it[key] for it in (still, joined) if key in it) for key in {**still, **joined}}
        grouped[start] = {key: tally for key, tally in still.items() if tally.cases}
    return grouped


def _by_label(tallies: Tallies, labels: Iterable[str]) -> dict[str, Tallies]:
    """Of each of these, in their order; of others nothing."""
    grouped: dict[str, Tallies] = {label: {} for label in labels}
    for key, tally in tallies.items():
        if key.label in grouped:
            grouped[key.label][replace(key, label="")] = tally
    return grouped


def _tallies(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    question = known.asked_people(question)
    if figure.ratio and not ({*question.filters(), by} <= _OF_ORDERS):
        return _on_all_orders(figure, question, by, known)
    return _found(figure, question, by, known)


_OF_ORDERS = {"all", "part", *_TIMES, "account", "marketplace", "channel"}
"""What is known of an order."""


def _on_all_orders(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    """A ratio that is narrowed, or grouped, by what orders do not have: what is counted so, on all of the orders."""
    counted, counted_on = figure.ratio or ("", "")
    found = {key: tally for key, tally in _found(figure, question, by, known).items() if key.part == counted}
    unnarrowed = replace(question, agents=(), languages=(), topics=(), levels=(), kinds=())
    orders = _found(figure, unnarrowed, by if by in _OF_ORDERS else "all", known)
    for key, tally in orders.items():
        labels = [key.label] if by in _OF_ORDERS else list(dict.fromkeys(one.label for one in found))
        if key.part == counted_on:
            found |= {replace(key, label=label): tally for label in labels}
    return found


def _found(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    days = rolled_days(question, known.now)
    if not days or not known.accounts_of(question):
        return {}
    is_rolled = _is_rolled(figure, question, by, known)
    if figure.at_end:
        if is_rolled:
            return open_from_rollup(figure, question, by, last=days[-1], known=known)
        return _from_log(figure, replace(question, since=days[-1], until=days[-1] + DAY), by, known)
    if is_rolled:
        return tallies_from_rollup(figure, question, by, known=known)
    return _from_log(figure, question, by, known)


def _is_rolled(figure: Figure, question: Question, by: str, known: Known) -> bool:
    """Whether the rollup answers. What it could keep, and does not yet, is asked for herewith."""
    look = asked_look(question, by)
    if look not in figure.looks and len(look) <= MOST_TOGETHER and known.is_in_rollup(figure, zone=question.zone):
        known.asked.add((figure.slug, dimension_of(look)))
    return can_answer(figure, question, by, known=known)


def _from_log(figure: Figure, question: Question, by: str, known: Known) -> Tallies:
    asked = figure.slug, dimension_of(asked_look(question, by))
    if asked in known.asked and known.is_log_long:
        known.missing.add(asked)
        return {}
    return tallies_from_log(figure, question, by, accounts=known.accounts_of(question), now=known.now)


def _answer(figure: Figure, tallies: Tallies) -> Answer:
    of_parts: dict[str, Tallies] = {}
    for key, tally in tallies.items():
        of_parts.setdefault(key.part, {})[key] = tally
    parts = {part: _of_part(figure, its) for part, its in of_parts.items()} if {*of_parts} - {""} else {}
    return replace(_number(figure, tallies), parts=parts)


def _of_part(figure: Figure, tallies: Tallies) -> Answer:
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
