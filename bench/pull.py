"""From the marketplace to the ticket, against the floor: PostgreSQL taking the very same rows in batches.

Both fill the same empty tables with the same indexes in the same run. Ours includes HTTP, parsing,
threads, cycles and deadlines; the floor is nothing but INSERT … ON CONFLICT from memory, 2,000 rows a statement and
commit, which makes about as many commits as ours.
"""

import argparse
import resource
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench import mail_pull
from bench.marketplace import served
from bench.rounds import TABLES, emptied, rate, timed
from bench.table import show
from connectors import accounts
from connectors.incoming import FetchRequest, Page
from connectors.models import Account
from inbox import pull
from inbox.ingest import Counts

BATCH = 2000


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench pull")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument("--mails", type=int, default=3000, help="for amazon-mail, each the first of a conversation")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    conversations = options.messages // options.a_thread
    with served("ebay", conversations=conversations, messages=options.a_thread) as marketplace:
        settings.MARKETPLACES["ebay"] |= marketplace.environment
        account = _account(marketplace.credentials)
        fetch, store, ours, floor, again = [], [], [], [], []
        pages: list[Page] = []
        accounts.check(account, now=timezone.now())
        for _ in range(options.rounds):
            emptied(account)
            fetch.append(timed(lambda: pages.extend(_fetched(account))))
            store.append(timed(lambda: _store(account, pages, expected=options.messages)))
            pages.clear()
            emptied(account)
            ours.append(timed(lambda: _pull(account, expected=options.messages)))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            again.append(timed(lambda: _pull_again(account)))
            rows = {table: _batches(table) for table in TABLES}
            emptied(account)
            floor.append(timed(partial(_insert, rows)))
            del rows
    count = options.messages
    lines = [
        ("floor: INSERT … ON CONFLICT of the same rows", *rate(count, floor, floor)),
        ("ours: pages to raw items, tickets, messages, cycles, cursor", *rate(count, store, floor)),
        ("ours with fetching: simulated eBay over HTTP to tickets", *rate(count, ours, floor)),
        ("of it, fetching alone", *rate(count, fetch, floor)),
        ("ours again: everything known already", *rate(count, again, floor)),
    ]
    lines += mail_pull.measured(mails=options.mails, rounds=options.rounds)
    show(
        f"bench pull: {count:,} messages in {conversations:,} conversations, median of {options.rounds} rounds",
        ["what", "messages a second", "share of the floor"],
        lines,
        write_to=write_to,
        facts={"messages": count, "mails": options.mails, "peak_memory_mb": memory // 1024},
    )
    print(f"peak memory of the pulling process after ours: {memory // 1024} MB")


def _account(credentials: dict[str, str]) -> Account:
    Account.objects.filter(name="bench").delete()
    return accounts.connect("ebay", name="bench", credentials=credentials, now=timezone.now())


def _fetched(account: Account) -> list[Page]:
    """Every page, over HTTP, nothing stored."""
    request = FetchRequest("messages", None, account.created_at - settings.HISTORY)
    return list(accounts.connector_for(account).fetch(request))


def _store(account: Account, pages: Sequence[Page], *, expected: int) -> None:
    """What the pull does with pages: raw items, reading, tickets, messages, cycles, cursor."""
    stream = account.streams.get(name="messages")
    counts = Counts()
    for done in pull.store_pages(account, stream, accounts.connector_for(account), iter(pages), now=timezone.now()):
        counts += done
    if counts.new != expected:
        raise SystemExit(f"stored {counts.new} of {expected} messages")


def _pull(account: Account, *, expected: int) -> None:
    report = pull.pull_account(account, now=timezone.now())
    if report.problem or report.new != expected:
        raise SystemExit(f"the pull took {report.new} of {expected} messages. {report.problem}")


def _pull_again(account: Account) -> None:
    account.streams.update(cursor=None)
    report = pull.pull_account(account, now=timezone.now())
    if report.problem or report.new:
        raise SystemExit(f"the second pull took {report.new} messages. {report.problem}")


def _batches(table: str) -> list[str]:
    """All rows of a table as JSON arrays of BATCH rows, ready to be sent."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY id")
        rows = [row for (row,) in cursor.fetchall()]
    return [f"[{','.join(rows[start : start + BATCH])}]" for start in range(0, len(rows), BATCH)]


def _insert(tables: dict[str, list[str]]) -> None:
    for table, batches in tables.items():
        source = f"json_populate_recordset(NULL::{table}, %s::json)"
        sql = f"INSERT INTO {table} SELECT * FROM {source} ON CONFLICT DO NOTHING"
        for batch in batches:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [batch])
