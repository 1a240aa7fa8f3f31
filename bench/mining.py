"""What buyers ask, mined from a year of messages, against reading the messages once, and one trigram pass over them."""

import argparse
import random
import resource
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.fill import fill
from bench.mining_words import asked
from bench.rounds import timed
from bench.table import show
from inbox.mining.coverage import coverage
from inbox.mining.mining import mine
from inbox.mining.questions import Narrowed, Period, recurring
from inbox.models import MiningProgress, Question, Ticket, Wording

PART = 20_000
NIGHT = 500
"""Tickets that a night brings, more than most shops have."""
_SCAN = "SELECT count(*) FROM inbox_message WHERE body_text LIKE '%qqq%'"
_TRIGRAMS = """
SELECT count(*) FROM inbox_message
WHERE direction = 'in' AND similarity(left(body_text, 250), 'Où est mon colis ?') > 0.5
"""

_TRIGGERS = "ALTER TABLE inbox_message {0} TRIGGER USER; ALTER TABLE inbox_ticket {0} TRIGGER USER"
"""What they keep is not asked here, and is kept row by row: filling took longer than mining."""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench mining")
    parser.add_argument("--messages", type=int, default=200_000, help="of buyers; as many of the shop beside them")
    options = parser.parse_args(arguments)
    fill(options.messages, messages=2)
    _word(options.messages)
    floors = {
        "one scan of all messages": timed(lambda: _ask(_SCAN)),
        "one trigram pass over what buyers wrote": timed(lambda: _ask(_TRIGRAMS)),
    }
    before = _memory()
    first = timed(lambda: mine(timezone.now()))
    grown = _memory() - before
    _change(NIGHT)
    night = timed(lambda: mine(timezone.now()))
    period = Period.last(timedelta(days=28), now=timezone.now())
    taken = {
        **floors,
        f"mining all {options.messages:,} for the first time": first,
        f"mining {NIGHT} changed tickets": night,
        "the page's questions of 28 days": timed(lambda: recurring(period, Narrowed())),
        "coverage of 28 days": timed(lambda: coverage(period)),
    }
    scan, trigrams = floors.values()
    show(
        f"bench mining: {options.messages:,} messages of buyers, {Wording.objects.count():,} wordings, "
        f"{Question.objects.count():,} questions; the process grew by {grown:.0f} MB",
        ["what", "seconds", "against the scan", "against the trigram pass"],
        [(name, seconds, seconds / scan, seconds / trigrams) for name, seconds in taken.items()],
        write_to=write_to,
        facts={"messages": options.messages, "grown_mb": grown},
    )


def _word(tickets: int) -> None:
    """What buyers ask in each ticket, in its language: a few questions often, many seldom, in many wordings."""
    dice = random.Random(7)  # noqa: S311
    MiningProgress.objects.all().delete()
    ids = list(Ticket.objects.order_by("pk").values_list("pk", "language"))
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS.format("DISABLE"))
    for start in range(0, tickets, PART):
        part = ids[start : start + PART]
        rows = [asked(language, dice) for _pk, language in part]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE inbox_message m SET body_text = given.body
                FROM unnest(%s::bigint[], %s::text[]) AS given(ticket_id, body)
                WHERE m.ticket_id = given.ticket_id AND m.direction = 'in'
                """,
                [[pk for pk, _language in part], [row.body for row in rows]],
            )
            cursor.execute(
                """
                UPDATE inbox_ticket t SET topic = given.topic
                FROM unnest(%s::bigint[], %s::text[]) AS given(ticket_id, topic) WHERE t.id = given.ticket_id
                """,
                [[pk for pk, _language in part], [row.topic for row in rows]],
            )
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS.format("ENABLE"))
        cursor.execute("VACUUM ANALYZE")


def _change(tickets: int) -> None:
    newest = Ticket.objects.order_by("-pk").values("pk")[:tickets]
    Ticket.objects.filter(pk__in=newest).update(updated_at=timezone.now())


def _ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def _memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
