"""From a marketplace's API to the ticket, against the floor: PostgreSQL taking the very same rows in batches.

Both fill the same empty tables with the same indexes in the same run. Ours includes HTTP, parsing,
threads, cycles and deadlines; the floor is nothing but INSERT … ON CONFLICT from memory, 2,000 rows a statement and
commit, which makes about as many commits as ours.
"""

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench.marketplace import Filling, served
from bench.rounds import TABLES, emptied, only_account, rate, timed
from connectors import accounts
from connectors.incoming import FetchRequest, Page
from connectors.models import Account
from inbox.models import Claim, Message
from inbox.pulling import pull

BATCH = 2000


@dataclass(frozen=True)
class Measured:
    """Rows of the table (what, entries a second, share of the floor); memory: peak of this process in MB."""

    lines: list[tuple[str, float, float]]
    memory: int


def measured(filling: Filling, *, rounds: int) -> Measured:
    """Pull everything of a simulated marketplace."""
    name, stream = filling.name, filling.stream
    with served(filling) as marketplace:
        settings.MARKETPLACES[filling.slug] |= marketplace.environment
        account = only_account(filling.slug, marketplace.credentials)
        fetch, store, ours, floor, again = [], [], [], [], []
        pages: list[Page] = []
        for _ in range(rounds):
            emptied(account)
            fetch.append(timed(lambda: pages.extend(_fetched(account, stream))))
            store.append(timed(lambda: _store(account, stream, pages, expected=filling.entries)))
            pages.clear()
            emptied(account)
            ours.append(timed(lambda: _pull(account, expected=filling.entries)))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            again.append(timed(lambda: _pull_again(account, expected=filling.entries)))
            rows = {table: _batches(table) for table in TABLES}
            emptied(account)
            floor.append(timed(partial(_insert, rows)))
            del rows
    lines = [
        (f"{name} floor: INSERT … ON CONFLICT of the same rows", *rate(filling.entries, floor, floor)),
        (f"{name}: pages to raw items, tickets, entries, cycles, cursor", *rate(filling.entries, store, floor)),
        (f"{name} with fetching: simulated marketplace over HTTP to tickets", *rate(filling.entries, ours, floor)),
        (f"{name}, of it fetching alone", *rate(filling.entries, fetch, floor)),
        (f"{name} again: everything known already", *rate(filling.entries, again, floor)),
    ]
    return Measured(lines, memory)


def _fetched(account: Account, stream: str) -> list[Page]:
    """Every page, over HTTP, nothing stored."""
    request = FetchRequest(stream, None, account.created_at - settings.HISTORY)
    return list(accounts.connector_for(account).fetch(request))


def _store(account: Account, name: str, pages: Sequence[Page], *, expected: int) -> None:
    """What the pull does with pages: raw items, reading, tickets, entries, cycles, cursor."""
    stream = account.streams.get(name=name)
    for _ in pull.store_pages(account, stream, accounts.connector_for(account), iter(pages), now=timezone.now()):
        pass
    _check(account, expected=expected)


def _pull(account: Account, *, expected: int) -> None:
    report = pull.pull_account(account, now=timezone.now())
    if report.problem:
        raise SystemExit(f"the pull failed. {report.problem}")
    _check(account, expected=expected)


def _pull_again(account: Account, *, expected: int) -> None:
    account.streams.update(cursor=None)
    _pull(account, expected=expected)


def _check(account: Account, *, expected: int) -> None:
    """A marketplace is filled either with messages or with claims (whose entries are messages, too)."""
    claims = Claim.objects.filter(account=account).count()
    stored = claims or Message.objects.filter(account=account).count()
    if stored != expected:
        raise SystemExit(f"stored {stored} of {expected} {'claims' if claims else 'messages'}")


def _batches(table: str) -> list[str]:
    """All rows of a table as JSON arrays of BATCH rows, ready to be sent."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY id")
        rows = [row for (row,) in cursor.fetchall()]
    return [f"[{','.join(rows[start : start + BATCH])}]" for start in range(0, len(rows), BATCH)]


def _insert(tables: dict[str, list[str]]) -> None:
    for table, batches in tables.items():
        columns = ", ".join(f'"{name}"' for name in _written_columns(table))
        source = f"json_populate_recordset(NULL::{table}, %s::json)"
        sql = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source} ON CONFLICT DO NOTHING"
        for batch in batches:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [batch])


def _written_columns(table: str) -> list[str]:
    """Without those that PostgreSQL computes itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]
