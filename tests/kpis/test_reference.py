"""Over a generated year, every figure has the cases that its definition says; rolled up or not, corrected or not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from random import Random

import pytest
from django.core.management import call_command

from inbox.erasure.erase import erase_buyer
from inbox.errors import InboxError
from inbox.models import ResponseCycle, Ticket
from inbox.tickets.merge import merge
from kpis.figures.ask import ask, cases
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Aggregation, Figure
from kpis.figures.from_log import Case
from kpis.figures.known import Known
from kpis.figures.question import DAY, Question, day_begins
from kpis.models import FigureProgress
from kpis.rollup.ticking import follow
from tests.kpis.conftest import PARIS
from tests.kpis.reference.figures import AT_MOMENTS, REFERENCE
from tests.kpis.reference.history import History, RefCase
from tests.kpis.reference.year import NOW, Year

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHOLE = Question(date(2025, 12, 1), date(2027, 1, 3), PARIS)


@pytest.fixture
def year() -> Year:
    made = Year(seed=7)
    made.make(tickets=60)
    return made


def test_every_figure_counts_what_its_definition_says(year: Year) -> None:
    log = History()
    assert {figure.slug for figure in FIGURES} == {*REFERENCE, *AT_MOMENTS}
    wrong = {
        slug: (found - wanted, wanted - found)
        for slug in REFERENCE
        if (found := _asked(BY_SLUG[slug], WHOLE)) != (wanted := _wanted(slug, log, WHOLE))
    }
    assert wrong == {}


def test_what_is_open_is_that_at_the_end_of_the_day(year: Year) -> None:
    log = History()
    for day in _days(year.random, 6):
        question = Question(day - 3 * DAY, day + DAY, PARIS)
        moment = day_begins(day + DAY, PARIS)
        for slug, reference in AT_MOMENTS.items():
            assert _asked(BY_SLUG[slug], question) == Counter(reference(log, moment)), (slug, day)


def test_each_case_counts_once_at_the_edges_of_periods(year: Year) -> None:
    days = sorted(
        {WHOLE.since, WHOLE.until, date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), *_days(year.random, 5)}
    )
    for slug in REFERENCE:
        pieces = Counter[RefCase]()
        for since, until in pairwise(days):
            pieces += _asked(BY_SLUG[slug], Question(since, until, PARIS))
        assert pieces == _asked(BY_SLUG[slug], WHOLE), slug


def test_the_rollup_says_what_the_definition_says_also_after_corrections(year: Year) -> None:
    follow(lambda: NOW)
    _compare_rolled_up(year.random)
    _correct(year)
    follow(lambda: NOW)
    _compare_rolled_up(year.random)
    call_command("recompute_figures", "--check")


def _compare_rolled_up(random: Random) -> None:
    log = History()
    assert not FigureProgress.objects.filter(ready=False).exists()
    for question in _questions(random, 2):
        for slug in REFERENCE:
            wanted = _added_up(BY_SLUG[slug], _wanted(slug, log, question))
            found = ask(BY_SLUG[slug], question, known=Known(NOW))
            assert (found.cases, _rounded(found.value)) == wanted[:2], (slug, question)
            if wanted[2]:
                assert found.median == pytest.approx(_nearest(wanted[2], 0.5), rel=0.0101), slug
                assert found.p90 == pytest.approx(_nearest(wanted[2], 0.9), rel=0.0101), slug


def _correct(year: Year) -> None:
    """Late arrivals, other topics, merges, an erasure, spam, answers that turn out to be none, what is deleted."""
    ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    assert _merge_some(year) >= 3
    for buyer in (year.buyers[0][0], year.buyers[1][1]):
        erase_buyer(buyer, by=year.people[0], reason="asked", now=NOW)
    for _ in range(8):
        year.ticket()
        year.opinion()
    Ticket.objects.filter(pk__in=ids[:5]).update(topic="refund", level=2, assignee=None)
    Ticket.objects.filter(pk__in=ids[8:11]).update(status="spam", solved_at=None)
    Ticket.objects.filter(pk__in=ids[11:14]).update(order_id="o1", item_id="lamp", resolution="refund")
    for wait in ResponseCycle.objects.filter(ticket__in=ids[14:30], answered_at__isnull=False):
        wait.opened_at -= timedelta(hours=30)
        wait.save()
    ResponseCycle.objects.filter(ticket__in=ids[30:36]).delete()
    for ticket in Ticket.objects.filter(pk__in=ids[36:46]):
        ticket.messages.filter(direction="out").update(delivery="refused", user=None)
        ticket.claims.update(ended_at=NOW - 100 * DAY, state="won")


def _merge_some(year: Year) -> int:
    """As people do; how many tickets were let go on another."""
    person = year.people[0]
    assert person
    merged = 0
    for gone, left in pairwise(Ticket.objects.filter(kind="message").order_by("buyer", "channel", "pk")):
        try:
            merge(gone, into=left, by=person, now=NOW)
        except InboxError:
            continue
        merged += 1
    return merged


def _asked(figure: Figure, question: Question) -> Counter[RefCase]:
    return Counter(_as_reference(case) for case in cases(figure, question, known=Known(NOW)))


def _as_reference(case: Case) -> RefCase:
    told = asdict(case)
    ticket, account = told.pop("ticket_id") or 0, told.pop("account_id")
    agent, at = str(told.pop("agent_id") or ""), told.pop("happened_at")
    return RefCase(**told, ticket=ticket, account=account, agent=agent, at=at)


def _wanted(slug: str, log: History, question: Question) -> Counter[RefCase]:
    begins, ends = question.begins_at, question.ends_at
    return Counter(case for case in REFERENCE[slug](log, NOW) if begins <= case.at < ends and _fits(case, question))


def _fits(case: RefCase, question: Question) -> bool:
    chosen = {"account": question.accounts, "topic": question.topics, "level": question.levels}
    if case.part == "order":
        return True
    return all(not values or getattr(case, name) in values for name, values in chosen.items())


def _questions(random: Random, count: int) -> Iterable[Question]:
    yield WHOLE
    yield Question(date(2026, 1, 1), date(2027, 1, 1), PARIS)
    for _ in range(count):
        since, until = sorted({*_days(random, 6)})[::5]
        narrowed: dict[str, tuple[object, ...]] = random.choice([{}, {"topics": ("refund",)}, {"levels": (2,)}])
        yield Question(since, until, PARIS, **narrowed)  # type: ignore[arg-type]


def _days(random: Random, count: int) -> Sequence[date]:
    return random.sample([date(2026, 1, 1) + number * DAY for number in range(365)], count)


def _added_up(figure: Figure, found: Counter[RefCase]) -> tuple[int, float | None, list[float]]:
    """cases, value and, of lengths, all values in order."""
    every = sorted(found.elements(), key=lambda case: case.value)
    if figure.ratio:
        counted, on = (sum(case.part == part for case in every) for part in figure.ratio)
        return counted, _rounded(100 * counted / on if on else None), []
    if not every:
        is_count = figure.aggregation == Aggregation.COUNT
        return 0, 0.0 if is_count else None, []
    if figure.aggregation == Aggregation.COUNT:
        return len(every), float(len(every)), []
    total = sum((case.value for case in every), Decimal(0))
    if figure.aggregation == Aggregation.SUM:
        currencies = {case.currency for case in every}
        return len(every), _rounded(float(total)) if len(currencies) == 1 else None, []
    lengths = [float(case.value) for case in every] if figure.has_lengths else []
    return len(every), _rounded(float(total / len(every))), lengths


def _nearest(lengths: Sequence[float], share: float) -> float:
    return lengths[ceil(share * len(lengths)) - 1]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
