"""What every bench of pulls does in each round: empty the tables, take the time, make rates and shares of it."""

import shutil
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.fill import may_be_emptied
from connectors import accounts
from connectors.models import Account

TABLES = (
    *("inbox_buyer", "inbox_buyerhandle", "inbox_ticket", "connectors_rawitem", "inbox_message", "inbox_original"),
    *("inbox_responsecycle", "inbox_ticketevent", "inbox_conversation", "inbox_claim", "inbox_order"),
)
"""In an order in which rows may be inserted."""


def only_account(slug: str, credentials: Mapping[str, Any], *, check: bool = True) -> Account:
    """A connected account with nothing else in the database. check: sign in at the marketplace."""
    with connection.cursor() as cursor:
        may_be_emptied(cursor)
        cursor.execute("TRUNCATE connectors_account CASCADE")
    account = accounts.connect(slug, name="bench", credentials=credentials, now=timezone.now())
    if check:
        accounts.check(account, now=timezone.now())
    return account


def emptied(account: Account) -> None:
    """As if the account had never been pulled; no file is left, since files known already need no writing."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    with connection.cursor() as cursor:
        may_be_emptied(cursor)
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    account.streams.update(cursor=None, first_import_done_at=None)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def rate(count: int, seconds: Sequence[float], floor: Sequence[float]) -> tuple[float, float]:
    """Messages a second, and the share of the floor, each the median over the rounds."""
    shares = [one / other for one, other in zip(floor, seconds, strict=True)]
    return count / statistics.median(seconds), statistics.median(shares)
