"""A dashboard over two years, from the rollup and from the log, and what following a change costs, at several sizes."""

import argparse
import gc
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from bench.fill import LEAD, MESSAGES
from bench.sizes import database_of
from bench.table import show
from inbox.models import Message, ResponseCycle, Ticket, User
from kpis.figures.ask import compared, rows
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.figure import Figure
from kpis.figures.known import Known
from kpis.figures.query_string import query_of
from kpis.figures.question import Question, day_of
from kpis.models import AskedLook, FigureProgress, FigureRow, Mark
from kpis.rollup.ticking import follow

Costly = tuple[Callable[[], object], Callable[[], object]]
"""What comes before it, and what is measured."""
TILES = ("response_time", "answered_within_24h", "solved_at_first_contact", "exchanges_per_ticket", "claims_open")
_WAITS = """
INSERT INTO inbox_responsecycle (ticket_id, number, target, opened_at, opened_by_id, due_at, company_due_at,
    late_at_arrival, answered_at, answered_by_id, ended_at, end_reason)
SELECT ticket_id, row_number() OVER asked, CASE WHEN row_number() OVER asked = 1 THEN 'first' ELSE 'next' END,
    written_at, id, written_at + interval '24 hours', written_at + interval '3 hours', false, answered_at, answer_id,
    coalesce(answered_at, CASE WHEN status <> 'open' THEN written_at + interval '1 hour' END),
    CASE WHEN answered_at IS NOT NULL THEN 'answered' WHEN status <> 'open' THEN 'no_answer_needed' ELSE '' END
FROM (
    SELECT m.ticket_id, m.id, m.direction, m.written_at, t.status,
        m.written_at + (lead(m.written_at) OVER turns - m.written_at) * (1 + mod(m.id, 997)) / 997 AS answered_at,
        lead(m.id) OVER turns AS answer_id
    FROM inbox_message m JOIN inbox_ticket t ON t.id = m.ticket_id
    WINDOW turns AS (PARTITION BY m.ticket_id ORDER BY m.written_at)
) said
WHERE direction = 'in'
WINDOW asked AS (PARTITION BY ticket_id ORDER BY written_at)
"""
"""Buyer and shop write in turn, so the next message is the answer, but sooner: lengths are spread as those of a shop
are, so that histograms have buckets. The last message of an open ticket waits.
"""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench figures")
    parser.add_argument("--messages", type=int, nargs="+", default=[50_000, 500_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    sizes = sorted(options.messages)
    rolled = {size: _rolled_up(size) for size in sizes}
    costs: dict[int, dict[str, list[float]]] = {size: {name: [] for name in _ASKED} for size in sizes}
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for number in range(options.rounds):
            for size in sizes:
                with database_of(size // MESSAGES):
                    _take_turn(costs[size], number)
    show(
        f"bench figures: {len(FIGURES)} figures, two years, median of {options.rounds} rounds; sizes take turns",
        ["what", *(f"{size:,} messages" for size in sizes), f"{sizes[-1]:,} / {sizes[0]:,}"],
        [
            *(
                (name, *(rolled[size][name] for size in sizes), rolled[sizes[-1]][name] / rolled[sizes[0]][name])
                for name in rolled[sizes[0]]
            ),
            *((name, *_medians(name, costs)) for name in _ASKED),
        ],
        write_to=write_to,
        facts=vars(options),
    )


def _rolled_up(messages: int) -> dict[str, float]:
    """What making the rollup for the first time takes."""
    with database_of(messages // MESSAGES):
        _fill()
        seconds, rows = _timed(lambda: follow(timezone.now)), FigureRow.objects.count()
        _ask_for_two(_two_years())
        return {
            "first roll-up, s": seconds,
            "its rows": rows,
            "counting two filters that were asked for, s": _timed(lambda: follow(timezone.now)),
            "rows for that": FigureRow.objects.count() - rows,
            "peak memory of this process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def _take_turn(costs: dict[str, list[float]], number: int) -> None:
    follow(timezone.now)
    question = _two_years()
    for name, ask in _ASKED.items():
        before, ask_again = ask(question, number)
        before()
        gc.collect()
        gc.freeze()  # as the processes do that serve pages (config/gunicorn.py)
        costs[name].append(1000 * _timed(ask_again))


def _two_years() -> Question:
    until = day_of(timezone.now(), settings.SHOP_ZONE) + timedelta(days=1)
    return Question(until - timedelta(days=730), until, settings.SHOP_ZONE)


def _medians(name: str, costs: dict[int, dict[str, list[float]]]) -> list[float]:
    found = [statistics.median(costs[size][name]) for size in sorted(costs)]
    return [*found, found[-1] / found[0]]


def _fill() -> None:
    """The waits of all that was written; statistics are up to date afterwards. Nothing is left to follow but all."""
    with connection.cursor() as cursor:
        if not ResponseCycle.objects.exists():
            cursor.execute("ALTER TABLE inbox_responsecycle DISABLE TRIGGER USER")
            cursor.execute(_WAITS)
            cursor.execute("ALTER TABLE inbox_responsecycle ENABLE TRIGGER USER")
        Mark.objects.all().delete()
        FigureProgress.objects.all().delete()
        AskedLook.objects.all().delete()
        cursor.execute("VACUUM ANALYZE")


def _dashboard(question: Question, _number: int) -> Costly:
    """The whole page, as a lead sees it; once before, so that this process has read its templates."""
    client = Client()
    client.force_login(User.objects.get(email=LEAD), backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask() -> object:
        answer = client.get(f"{reverse('dashboard')}?{query_of(question)}")
        if answer.status_code != 200:
            raise SystemExit(f"the dashboard answered {answer.status_code}")
        return answer

    return ask, ask


def _someone() -> int:
    """One of those who answer."""
    return User.objects.exclude(email=LEAD).order_by("pk").values_list("pk", flat=True)[0]


def _asked_of_tiles(ask: Callable[[Figure, Question, Known], object]) -> Callable[[Question, int], Costly]:
    def begin(question: Question, _number: int) -> Costly:
        known = Known(timezone.now())
        return _nothing, lambda: [ask(BY_SLUG[slug], question, known) for slug in TILES]

    return begin


def _compared(figure: Figure, question: Question, known: Known) -> object:
    found = compared(figure, question, known=known)
    return found.now, found.before, found.last_year


def _narrowed(question: Question) -> Question:
    return replace(question, topics=("delivery",), levels=(1,))


def _ask_for_two(question: Question) -> None:
    """Somebody asks for two filters together, and the worker hears of it."""
    before, _ask = _dashboard(_narrowed(question), 0)
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        before()


def _from_log(question: Question, _number: int) -> Costly:
    """The same five with more filters than the rollup ever has."""
    known = Known(timezone.now())
    narrowed = replace(_narrowed(question), languages=("fr",), kinds=("message",), channels=("",))
    return _nothing, lambda: [_compared(BY_SLUG[slug], narrowed, known) for slug in TILES]


def _open_now(question: Question, _number: int) -> Costly:
    """What waits, and the claims that are open."""
    figures = [figure for figure in FIGURES if figure.at_end]
    return _nothing, lambda: [compared(figure, question, known=Known(timezone.now())) for figure in figures]


def _followed(change: Callable[[int], None]) -> Callable[[Question, int], Costly]:
    return lambda _question, number: (lambda: change(number), lambda: follow(timezone.now))


def _nothing() -> None:
    pass


def _one_message(number: int) -> None:
    ticket = Ticket.objects.order_by("-pk")[number]
    _new_message(ticket, f"one {number}")


def _many_messages(number: int) -> None:
    for ticket in Ticket.objects.order_by("-last_message_at")[:500]:
        _new_message(ticket, f"many {number} {ticket.pk}")


def _new_message(ticket: Ticket, name: str) -> None:
    at = timezone.now()
    Message.objects.create(
        ticket=ticket, account_id=ticket.account_id, direction="in", external_id=name, written_at=at, fetched_at=at
    )


def _other_topic(number: int) -> None:
    ticket = Ticket.objects.order_by("pk")[number]
    Ticket.objects.filter(pk=ticket.pk).update(topic="guarantee")


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


_ASKED: dict[str, Callable[[Question, int], Costly]] = {
    "whole dashboard, ms": _dashboard,
    "whole dashboard of one topic, ms": lambda asked, number: _dashboard(replace(asked, topics=("delivery",)), number),
    "whole dashboard of one agent, ms": lambda asked, number: _dashboard(replace(asked, agents=(_someone(),)), number),
    "whole dashboard of one topic and level, asked for before, ms": lambda asked, number: _dashboard(
        _narrowed(asked), number
    ),
    "of each dashboard, what is open now, ms": _open_now,
    "five tiles, ms": _asked_of_tiles(_compared),
    "their rows by month, ms": _asked_of_tiles(lambda one, asked, known: rows(one, asked, "month", known=known)),
    "their rows by topic, ms": _asked_of_tiles(lambda one, asked, known: rows(one, asked, "topic", known=known)),
    "five tiles of five filters, from the log, ms": _from_log,
    "follow one message, ms": _followed(_one_message),
    "follow a topic that changed, ms": _followed(_other_topic),
    "follow 500 messages, ms": _followed(_many_messages),
}
"""By name: what to do before, and what is measured."""
