"""What is true of every figure whatever is asked: nothing counts twice, groups add up, the rollup is the log."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as some

from kpis.figures.answer import Answer
from kpis.figures.ask import GROUPS, ask, compared, most_frequent, rows
from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Aggregation, Figure
from kpis.figures.from_rollup import can_answer
from kpis.figures.known import Known
from kpis.figures.question import NOBODY, Question
from kpis.rollup.looks import note_asked
from kpis.rollup.ticking import follow
from tests.kpis.conftest import PARIS
from tests.kpis.reference.year import NOW, Year

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(900)]
FIRST = date(2025, 12, 20)
CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 11, 1))
"""Of the clocks in Paris, Sydney and New York."""
ADDITIVE = [figure for figure in FIGURES if not figure.at_end]
OF_MANY_PARTS = [figure for figure in FIGURES if figure.has_many_parts]
ZONES = (PARIS, PARIS, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")

days = some.one_of(
    some.integers(0, 385).map(lambda number: FIRST + timedelta(days=number)),
    some.sampled_from([day + timedelta(days=more) for day in CHANGES for more in (0, 1)]),
)
filters = some.sampled_from(
    [{}, {}, {"topics": ("refund",)}, {"levels": (2,)}, {"topics": ("",), "levels": (1,)}, {"channels": ("fr",)}]
)


class FromLog(Known):
    """As if nothing were rolled up."""

    def is_in_rollup(self, figure: Figure, *, zone: str) -> bool:
        return False


def test_whatever_is_asked_of_a_year() -> None:
    """One year for all, since making it takes longest."""
    Year(seed=23).make(tickets=30)
    follow(lambda: NOW)
    adjacent_periods_add_up_to_the_whole()
    groups_add_up_to_the_total()
    the_rollup_says_what_the_log_says()
    the_most_frequent_parts_come_first()
    the_rollup_says_it_of_pairs()
    ask_for_more()
    the_rollup_says_it_of_what_was_asked_for()


@settings(max_examples=50)
@given(some.sampled_from(ADDITIVE), some.lists(days, min_size=3, max_size=3, unique=True), some.sampled_from(ZONES))
def adjacent_periods_add_up_to_the_whole(figure: Figure, edges: list[date], zone: str) -> None:
    since, middle, until = sorted(edges)
    whole = Question(since, until, zone)
    halves = [replace(whole, until=middle), replace(whole, since=middle)]
    added = sum((_added(figure, ask(figure, half, known=Known(NOW))) for half in halves), Counter())
    assert added == pytest.approx(_added(figure, ask(figure, whole, known=Known(NOW))))


@settings(max_examples=50)
@given(some.sampled_from(FIGURES), some.sampled_from(GROUPS), days, some.sampled_from(ZONES), filters)
def groups_add_up_to_the_total(
    figure: Figure, by: str, since: date, zone: str, narrowed: dict[str, tuple[object, ...]]
) -> None:
    if figure.at_end and by in ("day", "week", "month"):
        return
    question = Question(since, since + timedelta(days=75), zone, **narrowed)  # type: ignore[arg-type]
    total = ask(figure, question, known=Known(NOW)).cases
    found = rows(figure, question, by, known=Known(NOW))
    counted = [row for row in found if not figure.ratio or by != "part" or row.group == figure.ratio[0]]
    assert sum(row.cases for row in counted) == total


@settings(max_examples=50)
@given(some.sampled_from(FIGURES), some.sampled_from(GROUPS), days, some.integers(1, 200), filters)
def the_rollup_says_what_the_log_says(
    figure: Figure, by: str, since: date, length: int, narrowed: dict[str, tuple[object, ...]]
) -> None:
    question = Question(since, since + timedelta(days=length), PARIS, **narrowed)  # type: ignore[arg-type]
    together, alone = Known(NOW, together=FIGURES), FromLog(NOW)
    assert ask(figure, question, known=together) == ask(figure, question, known=alone)
    assert rows(figure, question, by, known=together) == rows(figure, question, by, known=alone)
    assert compared(figure, question, known=together).now == compared(figure, question, known=alone).now


@settings(max_examples=30)
@given(some.sampled_from(OF_MANY_PARTS), days, some.integers(1, 400), filters)
def the_most_frequent_parts_come_first(
    figure: Figure, since: date, length: int, narrowed: dict[str, tuple[object, ...]]
) -> None:
    question = Question(since, since + timedelta(days=length), PARIS, **narrowed)  # type: ignore[arg-type]
    every = rows(figure, question, "part", known=FromLog(NOW))
    found, number = most_frequent(figure, question, known=Known(NOW), most=3)
    assert [row.cases for row in found] == [row.cases for row in every[:3]]
    assert all(row in every for row in found)
    assert number == len(every)
    assert most_frequent(figure, question, known=FromLog(NOW), most=3) == (every[:3], number)


@settings(max_examples=50)
@given(
    some.sampled_from([figure for figure in FIGURES if figure.crossed]),
    days,
    some.integers(1, 200),
    filters,
    some.data(),
)
def the_rollup_says_it_of_pairs(
    figure: Figure, since: date, length: int, narrowed: dict[str, tuple[object, ...]], data: some.DataObject
) -> None:
    """What stands in the rollup by two at once."""
    by = data.draw(some.sampled_from([figure.crossed, *figure.dimensions]))
    question = Question(since, since + timedelta(days=length), PARIS, **narrowed)  # type: ignore[arg-type]
    assert rows(figure, question, by, known=Known(NOW, together=FIGURES)) == rows(
        figure, question, by, known=FromLog(NOW)
    )


TOGETHER = ("channel", "topic"), ("agent", "level", "topic"), ("kind", "language", "level", "topic")


def ask_for_more() -> None:
    known = Known(NOW, asked={(figure.slug, "+".join(look)) for figure in FIGURES for look in TOGETHER})
    note_asked(known)
    follow(lambda: NOW + timedelta(seconds=1))
    call_command("recompute_figures", "--check", stdout=StringIO())


@settings(max_examples=60)
@given(some.sampled_from(FIGURES), some.sampled_from(TOGETHER), days, some.integers(1, 200), some.data())
def the_rollup_says_it_of_what_was_asked_for(
    figure: Figure, look: tuple[str, ...], since: date, length: int, data: some.DataObject
) -> None:
    by = data.draw(some.sampled_from([*look, "all", "month", "account"]))
    values = {"topic": ("refund", ""), "level": (2, 1), "kind": ("message",), "channel": ("fr", "")}
    values |= {"agent": (NOBODY,), "language": ("fr", "de", "")}
    narrowed = {f"{name}s": values[name] for name in look if name != by}
    question = Question(since, since + timedelta(days=length), PARIS, **narrowed)  # type: ignore[arg-type]
    known = Known(NOW, together=FIGURES)
    assert can_answer(figure, question, by, known=known)
    assert ask(figure, question, known=known) == ask(figure, question, known=FromLog(NOW))
    if by != "all":
        assert rows(figure, question, by, known=known) == rows(figure, question, by, known=FromLog(NOW))


def _added(figure: Figure, answer: Answer) -> Counter[str]:
    """What can be added up of an answer: cases, those of each part, the sum of all values, amounts, buckets.

    Cases of no part are told apart only beside such that have one.
    """
    found = Counter({"cases": answer.cases}) + Counter(
        {f"part {part}": one.cases for part, one in answer.parts.items() if part}
    )
    if figure.aggregation in (Aggregation.MEAN, Aggregation.SHARE) and answer.value is not None:
        found["total"] = answer.value * answer.cases  # type: ignore[assignment]
    for currency, amount in answer.amounts.items():
        found[currency] = float(amount)  # type: ignore[assignment]
    return found + Counter({f"bucket {number}": count for number, count in answer.buckets.items()})
