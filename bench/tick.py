"""What the beat costs with few and many accounts: claiming what is due and handing it to the workers' queues.

Every account has all its streams; so many of them are due. No worker runs: nothing is pulled.
"""

import argparse
import statistics
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.rounds import only_account, timed
from bench.table import show
from config.celery import app
from connectors import accounts
from connectors.models import Stream
from connectors.registry import connectors
from inbox import tasks

FEW, MANY = 10, 200


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench tick")
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args(arguments).rounds
    few, many = _measure(FEW, (0, 1, FEW), rounds), _measure(MANY, (0, 1, FEW, MANY), rounds)
    base = few[0][0]
    rows = [
        (f"{count} accounts, {due} due", milliseconds, queries, milliseconds / base)
        for count, measured in ((FEW, few), (MANY, many))
        for due, (milliseconds, queries) in measured.items()
    ]
    show(
        f"bench tick: one tick of the pulls, median of {rounds} rounds",
        ["installation", "median ms", "queries", f"against {FEW} accounts with nothing due"],
        rows,
        write_to=write_to,
        facts={"rounds": rounds},
    )


def _measure(count: int, dues: Sequence[int], rounds: int) -> dict[int, tuple[float, int]]:
    """Milliseconds and queries of a tick, by how many accounts are due."""
    _connect(count)
    found = {}
    for due in dues:
        times = []
        for _ in range(rounds):
            _make_due(due)
            times.append(timed(tasks.pull_due))
            app.control.purge()
        _make_due(due)
        with CaptureQueriesContext(connection) as queries:
            tasks.pull_due()
        app.control.purge()
        found[due] = (statistics.median(times) * 1000, len(queries))
    return found


def _connect(count: int) -> None:
    """So many accounts of the marketplaces that need no mailbox, in turn; nothing is asked of them."""
    simple = [slug for slug, cls in connectors().items() if not any("." in one.name for one in cls.credential_fields)]
    for number in range(count):
        slug = simple[number % len(simple)]
        credentials = {field.name: "1" for field in connectors()[slug].credential_fields}
        if number:
            accounts.connect(slug, name=f"bench {number}", credentials=credentials, now=timezone.now())
        else:
            only_account(slug, credentials, check=False)


def _make_due(count: int) -> None:
    now = timezone.now()
    Stream.objects.update(next_pull_at=now + timedelta(hours=1), claimed_at=None)
    ids = list(Stream.objects.order_by("account_id").values_list("account_id", flat=True).distinct()[:count])
    Stream.objects.filter(account_id__in=ids).update(next_pull_at=now - timedelta(seconds=1))
