"""From the marketplace to the ticket, against the floor: PostgreSQL taking the very same rows in batches.

Both fill the same empty tables with the same indexes in the same run. Ours includes HTTP, parsing,
threads, cycles and deadlines; the floor is nothing but INSERT … ON CONFLICT from memory, 500 rows a statement
and commit.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench.marketplace import served
from bench.table import show
from connectors import accounts
from connectors.base import FetchRequest
from connectors.models import Account
from inbox import pull

TABLES = (
    *("inbox_buyer", "inbox_buyerhandle", "inbox_ticket", "connectors_rawitem", "inbox_message"),
    *("inbox_responsecycle", "inbox_ticketevent"),
)
BATCH = 500


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench pull")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    conversations = options.messages // options.a_thread
    with served("ebay", conversations=conversations, messages=options.a_thread) as marketplace:
        settings.MARKETPLACES["ebay"] |= marketplace.environment
        account = _account(marketplace.credentials)
        fetch, ours, floor, again = [], [], [], []
        for _ in range(options.rounds):
            _empty(account)
            fetch.append(_timed(lambda: _only_fetch(account)))
            ours.append(_timed(lambda: _pull(account, expected=options.messages)))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            again.append(_timed(lambda: _pull_again(account)))
            rows = {table: _rows(table) for table in TABLES}
            _empty(account)
            floor.append(_timed(lambda rows=rows: _insert(rows)))  # type: ignore[misc]
            del rows
    count = options.messages
    ratio = statistics.median(f / o for f, o in zip(floor, ours, strict=True))
    lines = [
        ("floor: INSERT … ON CONFLICT of the same rows", count / statistics.median(floor), 1.0),
        ("ours: eBay over HTTP to tickets", count / statistics.median(ours), ratio),
        ("of it: fetching alone, nothing stored", count / statistics.median(fetch), ""),
        ("ours again: everything known already", count / statistics.median(again), ""),
    ]
    show(
        f"bench pull: {count:,} messages in {conversations:,} conversations, median of {options.rounds} rounds",
        ["what", "messages a second", "share of the floor"],
        lines,
        write_to=write_to,
        facts={"messages": count, "peak_memory_mb": memory // 1024},
    )
    print(f"peak memory of the pulling process after ours: {memory // 1024} MB")


def _account(credentials: dict[str, str]) -> Account:
    Account.objects.filter(name="bench").delete()
    return accounts.connect("ebay", name="bench", credentials=credentials, now=timezone.now())


def _only_fetch(account: Account) -> None:
    accounts.check(account, now=timezone.now())
    connector = accounts.connector_for(account)
    request = FetchRequest("messages", None, account.created_at - settings.HISTORY)
    for page in connector.fetch(request):
        for raw in page.items:
            connector.read(raw)


def _pull(account: Account, *, expected: int) -> None:
    report = pull.pull_account(account, now=timezone.now())
    if report.problem or report.new != expected:
        raise SystemExit(f"the pull took {report.new} of {expected} messages. {report.problem}")


def _pull_again(account: Account) -> None:
    account.streams.update(cursor=None)
    report = pull.pull_account(account, now=timezone.now())
    if report.problem or report.new:
        raise SystemExit(f"the second pull took {report.new} messages. {report.problem}")


def _empty(account: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inbox_ticketevent DISABLE TRIGGER ticket_events_are_not_emptied")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    account.streams.update(cursor=None, first_import_done_at=None)


def _rows(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """All rows as text, ready to be sent; JSON and arrays need no special care that way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(column_name), format_type(atttypid, NULL) FROM information_schema.columns "
            "JOIN pg_attribute ON attrelid = table_name::regclass AND attname = column_name "
            "WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        columns = cursor.fetchall()
        cursor.execute(f"SELECT {', '.join(f'{name}::text' for name, _ in columns)} FROM {table} ORDER BY id")  # noqa: S608
        return [f"{name} {kind}" for name, kind in columns], cursor.fetchall()


def _insert(tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    share = {table: max(1, len(rows) * BATCH // max(1, len(tables["inbox_message"][1]))) for table, (_, rows) in tables.items()}
    batches = -(-len(tables["inbox_message"][1]) // BATCH)
    for number in range(batches):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in tables.items():
                last = number == batches - 1
                part = rows[number * share[table] : None if last else (number + 1) * share[table]]
                if part:
                    names = [column.split(" ", 1)[0] for column in columns]
                    values = ", ".join(
                        f"v.{name}::{column.split(' ', 1)[1]}" for name, column in zip(names, columns, strict=True)
                    )
                    cursor.execute(
                        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM "  # noqa: S608
                        f"unnest({', '.join(['%s::text[]'] * len(names))}) AS v({', '.join(names)}) "
                        "ON CONFLICT DO NOTHING",
                        [list(column) for column in zip(*part, strict=True)],
                    )


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
