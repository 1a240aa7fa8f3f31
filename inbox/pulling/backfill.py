"""Read a range of days again: what is known stays as it is, what was missed comes in quietly.

A back-fill is a row until it is done, so that no death of a worker loses it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from connectors.accounts import connector_for
from connectors.base import Connector
from connectors.errors import MarketplaceError, SignInAgain
from connectors.incoming import FetchRequest
from connectors.locks import advisory_lock
from connectors.models import Account, Backfill
from inbox.arriving.ingest import Counts, ingest
from inbox.clock import RunningClock
from inbox.pulling.account_lock import lock_name
from inbox.pulling.pull import batches
from inbox.pulling.pull_times import note_problem
from inbox.pulling.stream_words import not_read

CLAIM_LOST_AFTER = timedelta(minutes=2)
"""A claim this old may belong to a dead worker; a living one still holds the account's lock."""
TRY_AGAIN_AFTER = timedelta(minutes=5)


def ask(account: Account, *, since: datetime, until: datetime, now: datetime) -> Backfill:
    """Put a back-fill down; it is due at once."""
    return Backfill.objects.create(account=account, since=since, until=until, asked_at=now, next_try_at=now)


def claim_due(now: datetime) -> list[tuple[int, str]]:
    """Take the back-fills that are due; return (id, marketplace)."""
    with transaction.atomic():
        due = Backfill.objects.select_for_update(skip_locked=True, of=("self",)).filter(next_try_at__lte=now)
        found = list(due.values_list("id", "account__marketplace")[:20])
        Backfill.objects.filter(id__in=[backfill_id for backfill_id, _ in found]).update(
            next_try_at=now + CLAIM_LOST_AFTER
        )
    return found


def run(backfill: Backfill, *, now: datetime) -> Counts:
    """Read the days. What the marketplace refuses for now is noted and tried again; new counts as it comes in."""
    clock = RunningClock(now)
    account = backfill.account
    row = Backfill.objects.filter(pk=backfill.pk)
    total = Counts()
    with advisory_lock(lock_name(account)):
        if row.filter(next_try_at=None).exists():
            return total
        missed: list[str] = []
        try:
            connector = connector_for(account)
            for facts in connector.streams:
                try:
                    total += _read_again(backfill, connector, facts.name, clock=clock)
                except MarketplaceError as error:
                    if facts.vital or isinstance(error, SignInAgain):
                        raise
                    missed.append(not_read(facts.name, str(error)))
        except MarketplaceError as error:
            row.update(problem=str(error), next_try_at=clock.now() + TRY_AGAIN_AFTER)
            note_problem(account, error, clock.now())
        else:
            row.update(problem="\n".join(missed), next_try_at=None, finished_at=clock.now())
    return total


def _read_again(backfill: Backfill, connector: Connector, stream: str, *, clock: RunningClock) -> Counts:
    total = Counts()
    request = FetchRequest(stream, None, backfill.since, backfill.until)
    for items, _ in batches(connector.fetch(request)):
        with transaction.atomic():
            counts = ingest(backfill.account, items, read=connector.read, now=clock.now(), quiet=True)
            Backfill.objects.filter(pk=backfill.pk).update(
                new=F("new") + counts.new,
                unreadable=F("unreadable") + counts.unreadable,
                next_try_at=clock.now() + CLAIM_LOST_AFTER,
            )
        total += counts
    return total
