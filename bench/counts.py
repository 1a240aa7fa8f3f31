"""What triggers cost that keep the numbers of views, and that mark what figures have to follow.

Storing what a marketplace sends: with all of them, and without the ones or the others.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from bench import api_pull
from bench.marketplace import Filling
from bench.table import show
from connectors.abilities import ReadsMail
from connectors.registry import connectors, simulators

TRIGGERS = {"views": "%\\_tickets\\_are\\_counted", "figures": "figures\\_mark\\_%"}
"""How the triggers are called."""


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench counts")
    parser.add_argument("--messages", type=int, default=8000)
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    slug = next(slug for slug in simulators() if not issubclass(connectors()[slug], ReadsMail))
    filling = Filling(slug, options.messages // options.a_thread, options.a_thread)
    rows = []
    for without in (None, *TRIGGERS):
        if without:
            _alter(without, "DISABLE")
        for what, rate, share in api_pull.measured(filling, rounds=options.rounds).lines:
            rows.append((f"without those of {without}" if without else "all triggers", what, rate, share))
        if without:
            _alter(without, "ENABLE")
    show(
        f"bench counts: {options.messages:,} messages, median of {options.rounds} rounds",
        ["triggers", "what", "entries a second", "share of the floor"],
        rows,
        write_to=write_to,
        facts=vars(options),
    )


def _alter(of: str, verb: str) -> None:
    """verb: ENABLE or DISABLE."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s", [TRIGGERS[of]])
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER {name}")
