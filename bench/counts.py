"""What keeping the numbers of views costs: storing what a marketplace sends, with and without the triggers."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from bench import api_pull
from bench.marketplace import Filling
from bench.table import show
from connectors.abilities import ReadsMail
from connectors.registry import connectors, simulators

TRIGGERS = ("new", "changed", "deleted", "emptied")


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench counts")
    parser.add_argument("--messages", type=int, default=8000)
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    slug = next(slug for slug in simulators() if not issubclass(connectors()[slug], ReadsMail))
    filling = Filling(slug, options.messages // options.a_thread, options.a_thread)
    rows = []
    for verb in ("ENABLE", "DISABLE"):
        _triggers(verb)
        for what, rate, share in api_pull.measured(filling, rounds=options.rounds).lines:
            rows.append((f"triggers {verb.lower()}d, {what}", rate, share))
    _triggers("ENABLE")
    show(
        f"bench counts: {options.messages:,} messages, median of {options.rounds} rounds",
        ["what", "entries a second", "share of the floor"],
        rows,
        write_to=write_to,
        facts=vars(options),
    )


def _triggers(verb: str) -> None:
    """verb: ENABLE or DISABLE."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"ALTER TABLE inbox_ticket {verb} TRIGGER {name}_tickets_are_counted")
