"""Over a generated year, every figure has the cases that its definition says; rolled up or not, corrected or not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
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
from tests.kpis.make import make_wait
from tests.kpis.reference.figures import AT_MOMENTS, REFERENCE
from tests.kpis.reference.history import History, RefCase
from tests.kpis.reference.year import CLOCKS_CHANGE, EDGES, ENDS, NOW, Year
from tests.make import HOUR, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TICKETS = 150
WHOLE = Question(date(2025, 12, 1), date(2027, 1, 3), PARIS)
UNDECIDED = day_begins(EDGES[3], PARIS)
"""When half of the year is still to come, at the very moment at which some of it is decided."""


@pytest.fixture
def year() -> Year:
    made = Year(seed=7)
    made.make(tickets=TICKETS)
    return made


def test_the_year_holds_whatever_figures_tell_apart(year: Year) -> None:
    """Else it could not show that they do: each part of each figure at each of three marketplaces, both sides of each
    share, and what is named below; each of them in the cases of the reference, so that some figure depends on it.
    """
    log = History()
    found = {slug: list(cases(log, NOW)) for slug, cases in REFERENCE.items()}
    moments = [day_begins(NOW.date() - number * DAY, PARIS) for number in range(0, 365, 5)]
    found |= {slug: [case for at in moments for case in cases(log, at)] for slug, cases in AT_MOMENTS.items()}
    for figure in FIGURES:
        its = found[figure.slug]
        assert {case.account for case in its} == {account.pk for account in year.accounts}, figure.slug
        assert {case.part for case in its} >= {part for part, _title in figure.parts}, figure.slug
        if figure.aggregation == Aggregation.SHARE:
            assert {int(case.value) for case in its} == {0, 1}, figure.slug
    assert len({account.marketplace for account in year.accounts}) == 3
    ends_of_waits = Counter(wait.end_reason for wait in log.waits)
    assert min(ends_of_waits[reason] for reason in ("", *ENDS)) > 0
    refused = [one for one in log.messages.values() if one.delivery == "refused"]
    typed_there = [one for one in log.messages.values() if one.direction == "out" and one.attempted_at is None]
    reopened = [case for case in found["reopened_share"] if case.value]
    merged = [ticket for ticket in log.tickets.values() if ticket.status == "merged"]
    edges, near = [day_begins(day, PARIS) for day in EDGES], timedelta(hours=8)
    at_night = [wait for wait in log.waits if any(at <= wait.opened_at < at + near for at in CLOCKS_CHANGE)]
    on_edges = [case for case in found["messages"] if case.at in edges]
    least = {"refused": 5, "typed there": 3, "reopened": 5, "merged": 5, "at night": 10, "on edges": 10, "claims": 10}
    there = {"refused": refused, "typed there": typed_there, "reopened": reopened, "merged": merged}
    there |= {"at night": at_night, "on edges": on_edges, "claims": log.claims}
    assert {name: len(there[name]) for name, number in least.items() if len(there[name]) < number} == {}


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
    for day in [*_days(year.random, 6), *(edge - DAY for edge in EDGES)]:
        question = Question(day - 3 * DAY, day + DAY, PARIS)
        moment = day_begins(day + DAY, PARIS)
        for slug, reference in AT_MOMENTS.items():
            wanted = Counter(reference(log, moment))
            assert _asked(BY_SLUG[slug], question) == wanted, (slug, day)
            for account in year.accounts:
                its = Counter(case for case in wanted.elements() if case.account == account.pk)
                assert _asked(BY_SLUG[slug], replace(question, accounts=(account.pk,))) == its, (slug, day)


def test_of_one_account_only_what_is_its_own_counts(year: Year) -> None:
    log = History()
    for account in year.accounts:
        question = replace(WHOLE, accounts=(account.pk,))
        for slug in REFERENCE:
            wanted = Counter(case for case in REFERENCE[slug](log, NOW) if case.account == account.pk)
            assert _asked(BY_SLUG[slug], question) == wanted, slug


def test_what_is_not_decided_yet_is_counted_neither_way(year: Year) -> None:
    """Of figures that wait for a deadline: the others count what marketplaces told, whatever our clock says."""
    for hours in (8, 24):
        ticket, opened = make_ticket(account=year.accounts[0]), UNDECIDED - hours * HOUR
        make_wait(ticket, opened, due_at=UNDECIDED, company_due_at=UNDECIDED)
    log = History()
    for slug in ("answered_within_8h", "answered_within_24h", "in_time_marketplace", "in_time_company"):
        wanted = Counter(REFERENCE[slug](log, UNDECIDED))
        found = Counter(_as_reference(case) for case in cases(BY_SLUG[slug], WHOLE, known=Known(UNDECIDED)))
        assert any(case.at == UNDECIDED for case in wanted), slug
        assert found == wanted, slug


def test_each_case_counts_once_at_the_edges_of_periods(year: Year) -> None:
    days = sorted({WHOLE.since, WHOLE.until, *EDGES, *_days(year.random, 5)})
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
    for day in EDGES:
        for slug, reference in AT_MOMENTS.items():
            found = ask(BY_SLUG[slug], Question(day - 3 * DAY, day, PARIS), known=Known(NOW))
            parts = Counter(case.part for case in reference(log, day_begins(day, PARIS)))
            assert {part: one.cases for part, one in found.parts.items()} == parts, (slug, day)
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
        assert ResponseCycle.objects.filter(ticket__buyer=buyer).count() >= 10
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
