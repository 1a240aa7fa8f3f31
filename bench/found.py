"""How many tickets each page of a bench shows, beside what it takes to show them."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.sizes import database_of
from bench.table import show
from inbox.models.ticket import TicketQuerySet

MOST = 1000
"""More tickets are not counted."""


def tell_found(
    bench: str, found: Callable[[], Mapping[str, TicketQuerySet]], options: argparse.Namespace, *, write_to: Path
) -> None:
    """found: what each page is about, in the database that is in use; asked for in each size."""
    each = []
    for size in options.sizes:
        with database_of(size):
            each.append({name: tickets[:MOST].count() for name, tickets in found().items()})
    show(
        f"{bench}: tickets found, as far as {MOST}",
        ["what", *(f"{size:,}" for size in options.sizes)],
        [(name, *(numbers[name] for numbers in each)) for name in each[0]],
        write_to=write_to,
        facts={"sizes": options.sizes},
    )
