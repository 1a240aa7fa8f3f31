"""Pull an account: pages from the connector into the ticket model, cursor and rows in one transaction.

Scheduling lives on the stream rows (pull_times.py): `claim_due` takes what is due, `pull_account` reads every
claimed stream under the account's lock and says when to look again.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from connectors import accounts
from connectors.abilities import ReadsBack, ReportsQuota
from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import MarketplaceError, SignInAgain
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.locks import advisory_lock, advisory_lock_or_not
from connectors.models import Account, RawItem, Stream
from inbox.arriving.copies import place_loose_copies
from inbox.arriving.ingest import Counts, ingest, reread_unreadable
from inbox.claims.loose import place_forgotten
from inbox.clock import RunningClock
from inbox.pulling.account_lock import lock_name
from inbox.pulling.pull_times import failed, failed_by_us, succeeded
from inbox.pulling.stream_words import not_read

log = logging.getLogger(__name__)

ITEMS_PER_TRANSACTION = 500
BYTES_PER_TRANSACTION = 16 * 1024 * 1024


@dataclass
class PullReport:
    """What one pull did. problem: why it could not look; empty if it could. missed: streams beside, each with why."""

    counts: Counts = field(default_factory=Counts)
    problem: str = ""
    missed: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        return self.counts.new

    @property
    def repeated(self) -> int:
        return self.counts.repeated

    @property
    def unreadable(self) -> int:
        return self.counts.unreadable


Progress = Callable[[Counts], None]


def pull_account(account: Account, *, now: datetime, progress: Progress | None = None) -> PullReport:
    """Read every stream of the account that is claimed or due; wait for another pull of it to end first."""
    with advisory_lock(lock_name(account)):
        return _pull_streams(account, account.streams.all(), now=now, progress=progress)


def pull_claimed(account: Account, *, now: datetime) -> PullReport | None:
    """Like pull_account for the claimed streams only; None if another worker is at this account."""
    with advisory_lock_or_not(lock_name(account)) as taken:
        if not taken:
            return None
        streams = account.streams.filter(Q(claimed_at__isnull=False) | Q(next_pull_at__lte=now))
        return _pull_streams(account, streams, now=now, progress=None)


def reread_thread(account: Account, thread_id: str, *, now: datetime) -> bool:
    """Read one conversation as it stands now; False if this marketplace cannot do that.

    Raises what the connector raises.
    """
    connector = connector_for(account)
    if not isinstance(connector, ReadsBack):
        return False
    clock = RunningClock(now)
    with advisory_lock(lock_name(account)):
        for items, _ in batches(connector.reread(thread_id)):
            with transaction.atomic():
                ingest(account, items, read=connector.read, now=clock.now(), quiet=False)
    return True


def retry_unreadable(account: Account, *, now: datetime) -> Counts:
    """Try to read again what could not be read."""
    connector = connector_for(account)
    with advisory_lock(lock_name(account)), transaction.atomic():
        return reread_unreadable(account, read=connector.read, now=now)


def store_pages(
    account: Account, stream: Stream, connector: Connector, pages: Iterator[Page], *, now: datetime
) -> Iterator[Counts]:
    """Take in pages of a stream, rows and cursor in one transaction; yield what each transaction stored."""
    quiet = stream.first_import_done_at is None
    clock = RunningClock(now)
    for items, cursor in batches(pages):
        with transaction.atomic():
            counts = ingest(account, items, read=connector.read, now=clock.now(), quiet=quiet)
            Stream.objects.filter(id=stream.id).update(cursor=cursor)
        yield counts


def _pull_streams(
    account: Account, streams: Iterable[Stream], *, now: datetime, progress: Progress | None
) -> PullReport:
    report = PullReport()
    connector: Connector | None = None
    found = {stream.name: stream for stream in streams}
    for facts in account.connector_class.streams:
        stream = found.get(facts.name)
        if stream is None:
            continue
        try:
            if not account.identity:
                accounts.check(account, now=now)
            if connector is None:
                connector = connector_for(account)
                _note_quotas(account, connector, now)
            _pull_stream(account, stream, connector, report=report, now=now, progress=progress)
        except MarketplaceError as error:
            if facts.vital or isinstance(error, SignInAgain):
                report.problem = str(error)
            else:
                report.missed.append(not_read(facts.name, str(error)))
            failed(account, stream, facts, error, now)
            if isinstance(error, SignInAgain):
                break
        except Exception as error:
            failed_by_us(account, stream, error, now)
            raise
        else:
            succeeded(account, stream, facts, report.counts, now)
    place_loose_copies(account, now=now)
    place_forgotten(account, now=now)
    return report


def _pull_stream(
    account: Account,
    stream: Stream,
    connector: Connector,
    *,
    report: PullReport,
    now: datetime,
    progress: Progress | None,
) -> None:
    Stream.objects.filter(id=stream.id).update(last_tried_at=now)

    def known(kind: str, keys: Collection[str]) -> frozenset[str]:
        rows = RawItem.objects.filter(account=account, kind=kind, key__in=keys)
        return frozenset(rows.values_list("key", flat=True))

    reach = [facts.reach for facts in connector.streams if facts.name == stream.name]
    since = account.created_at - max(settings.HISTORY, *reach)
    request = FetchRequest(stream.name, stream.cursor, since, known=known)
    for counts in store_pages(account, stream, connector, connector.fetch(request), now=now):
        report.counts += counts
        if progress:
            progress(report.counts)


def batches(pages: Iterator[Page]) -> Iterator[tuple[list[RawPayload], Mapping[str, Any]]]:
    """Gather small pages, so that one commit carries a few hundred rows; never waits longer than a second or so."""
    items: list[RawPayload] = []
    cursor: Mapping[str, Any] = {}
    pending, size = False, 0
    started = time.monotonic()
    try:
        for page in pages:
            items += page.items
            size += sum(len(item.blob) for item in page.items)
            cursor, pending = page.cursor, True
            is_full = len(items) >= ITEMS_PER_TRANSACTION or size >= BYTES_PER_TRANSACTION
            if is_full or time.monotonic() - started > 1:
                yield items, cursor
                items, pending, size, started = [], False, 0, time.monotonic()
    except MarketplaceError as error:
        if pending:
            yield items, cursor
        raise error
    if pending:
        yield items, cursor


def _note_quotas(account: Account, connector: Connector, now: datetime) -> None:
    """Once an hour, remember how many calls are left. Only a nicety: what goes wrong here stops nothing."""
    seen_at = account.quotas[0].get("seen_at", "") if account.quotas else ""
    if not isinstance(connector, ReportsQuota) or seen_at > (now - timedelta(hours=1)).isoformat():
        return
    try:
        quotas = connector.quotas()
    except MarketplaceError as error:
        log.info("account %s: call limits not available (%s)", account.id, type(error).__name__)
        return
    account.quotas = [
        {
            "api": left.api,
            "limit": left.limit,
            "remaining": left.remaining,
            "resets_at": left.resets_at.isoformat() if left.resets_at else None,
            "seen_at": now.isoformat(),
        }
        for left in quotas
    ] or [{"api": "", "seen_at": now.isoformat()}]
    account.save(update_fields=["quotas"])
