"""A rule tried on 100 thousand tickets of the last 30 days, against reading the same occasions plainly."""

import argparse
import resource
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from bench.fill import fill
from bench.rounds import timed
from bench.table import show
from inbox.models import Happening
from inbox.rules.actions.registry import steps_of
from inbox.rules.conditions import Conditions
from inbox.rules.dry_run import REACH, dry_run
from inbox.rules.keeping import RuleDraft
from inbox.rules.past import occasions_since

MESSAGES = 3
"""In each conversation, two of them the buyer's: 100 thousand tickets give 200 thousand occasions."""
TRIED: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "no condition": (),
    "its topic and language": (
        {"field": "topic", "op": "is", "values": ["refund"]},
        {"field": "language", "op": "is", "values": ["fr"]},
    ),
    "the buyer's words": ({"field": "text", "op": "contains", "values": ["colis", "parcel"]},),
    "number of his message": ({"field": "message_number", "op": "above", "values": [1]},),
    "its order": ({"field": "order", "op": "is", "values": ["shipped"]},),
    "the buyer's history": ({"field": "orders_of_buyer", "op": "above", "values": [1]},),
    "all of these": (
        {"field": "language", "op": "is", "values": ["fr"]},
        {"field": "text", "op": "contains", "values": ["colis", "parcel"]},
        {"field": "message_number", "op": "below", "values": [3]},
        {"field": "order", "op": "is", "values": ["shipped"], "not": True},
        {"field": "orders_of_buyer", "op": "above", "values": [0]},
    ),
}
_INTO_REACH = """
UPDATE inbox_message SET fetched_at = now() - (now() - fetched_at) * 29.0 / 366;
ANALYZE inbox_message
"""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench rules")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    fill(options.tickets, messages=MESSAGES)
    with connection.cursor() as cursor:
        cursor.execute(_INTO_REACH)
    floor = _median(_read, options.rounds)
    rows: list[tuple[Any, ...]] = [("reading the occasions", "", "", floor, 1.0)]
    rows += [_row(name, tests, floor, options.rounds) for name, tests in TRIED.items()]
    show(
        f"bench rules: a rule tried on {options.tickets:,} tickets of the last 30 days",
        ["conditions on", "occasions", "tickets touched", "seconds", "against reading"],
        rows,
        write_to=write_to,
        facts={
            "tickets": options.tickets,
            "rounds": options.rounds,
            "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        },
    )


def _row(name: str, tests: Sequence[Mapping[str, Any]], floor: float, rounds: int) -> tuple[Any, ...]:
    draft, tried = _draft(tests), []
    seconds = _median(lambda: tried.append(dry_run(draft, now=timezone.now(), seconds=600)), rounds)
    return name, tried[0].seen, tried[0].tickets, seconds, seconds / floor


def _draft(tests: Sequence[Mapping[str, Any]]) -> RuleDraft:
    return RuleDraft(
        name="bench",
        happening=Happening.MESSAGE,
        steps=steps_of([{"do": "tag", "value": ["bench"]}]),
        conditions=Conditions.from_spec({"all": [{"any": [test]} for test in tests]}),
    )


def _read() -> None:
    now = timezone.now()
    for _occasion in occasions_since(now - REACH, _draft(()), now=now):
        pass


def _median(way: Callable[[], None], rounds: int) -> float:
    return statistics.median(timed(way) for _ in range(rounds))
