"""A dashboard over two years, from the rollup and from the log, and what following a change costs, at several sizes."""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.fill import MESSAGES
from bench.sizes import database_of
from bench.table import show
from inbox.models import Message, ResponseCycle, Ticket
from kpis.figures.answer import compared, rows
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.known import Known
from kpis.figures.question import Question, day_of
from kpis.models import FigureProgress, Mark
from kpis.rollup.ticking import follow

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
        lead(m.written_at) OVER turns AS answered_at, lead(m.id) OVER turns AS answer_id
    FROM inbox_message m JOIN inbox_ticket t ON t.id = m.ticket_id
    WINDOW turns AS (PARTITION BY m.ticket_id ORDER BY m.written_at)
) said
WHERE direction = 'in'
WINDOW asked AS (PARTITION BY ticket_id ORDER BY written_at)
"""
"""Buyer and shop write in turn, so the next message is the answer. The last one of an open ticket waits for it."""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench figures")
    parser.add_argument("--messages", type=int, nargs="+", default=[50_000, 500_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    rows_of_table = [_measured(messages, options.rounds) for messages in options.messages]
    show(
        f"bench figures: {len(FIGURES)} figures, two years, median of {options.rounds} rounds",
        [
            *("messages", "first roll-up, s", "five tiles, ms", "the same from the log, ms", "rows by month, ms"),
            *("by topic, ms", "follow one message, ms", "follow one topic, ms", "follow 500 messages, ms"),
        ],
        rows_of_table,
        write_to=write_to,
        facts=vars(options),
    )


def _measured(messages: int, rounds: int) -> list[Any]:
    with database_of(messages // MESSAGES):
        _fill()
        built = _timed(lambda: follow(timezone.now))
        now = timezone.now()
        known = Known(now)
        zone = settings.SHOP_ZONE
        until = day_of(now, zone) + timedelta(days=1)
        question = Question(until - timedelta(days=730), until, zone)
        tiles = _median(rounds, lambda: _tiles(question, now))
        by_month = _median(rounds, lambda: [rows(BY_SLUG[slug], question, "month", known=known) for slug in TILES])
        by_topic = _median(rounds, lambda: [rows(BY_SLUG[slug], question, "topic", known=known) for slug in TILES])
        one, topic, many = (_followed(change, rounds) for change in (_one_message, _other_topic, _many_messages))
        FigureProgress.objects.update(ready=False)
        from_log = _timed(lambda: _tiles(question, now))
        FigureProgress.objects.update(ready=True)
        return [
            messages,
            built,
            *(1000 * seconds for seconds in (tiles, from_log, by_month, by_topic, one, topic, many)),
        ]


def _fill() -> None:
    """The waits of all that was written; statistics are up to date afterwards. Nothing is left to follow but all."""
    with connection.cursor() as cursor:
        if not ResponseCycle.objects.exists():
            cursor.execute("ALTER TABLE inbox_responsecycle DISABLE TRIGGER USER")
            cursor.execute(_WAITS)
            cursor.execute("ALTER TABLE inbox_responsecycle ENABLE TRIGGER USER")
        Mark.objects.all().delete()
        FigureProgress.objects.all().delete()
        cursor.execute("VACUUM ANALYZE")


def _tiles(question: Question, now: datetime) -> None:
    """With the period before and last year's."""
    for slug in TILES:
        compared(BY_SLUG[slug], question, known=Known(now))


def _followed(change: Callable[[int], None], rounds: int) -> float:
    seconds = []
    for number in range(rounds):
        change(number)
        seconds.append(_timed(lambda: follow(timezone.now)))
    return statistics.median(seconds)


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


def _median(rounds: int, ask: Callable[[], object]) -> float:
    return statistics.median(_timed(ask) for _ in range(rounds))


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began
