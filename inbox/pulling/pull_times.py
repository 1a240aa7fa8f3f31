"""When a stream is read next: claimed when it is due, later after a failure, sooner in working hours."""

import hashlib
import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Value, When

from connectors import accounts
from connectors.errors import MarketplaceError, PartlyRead, SignInAgain, TryLater
from connectors.facts import StreamFacts
from connectors.models import Account, AccountState, Stream
from inbox.arriving.ingest import Counts
from inbox.push import trust

log = logging.getLogger(__name__)

CLAIM_LOST_AFTER = timedelta(seconds=20)
"""A claim this old may belong to a dead worker: the stream is due again; a living one still holds the lock."""
FIRST_BACK_OFF = timedelta(seconds=15)
LONGEST_BACK_OFF = timedelta(minutes=15)
WORKING_HOURS = range(7, 22)
ONCE_A_DAY = timedelta(days=1)
"""What is read this seldom are figures made once a day, with few calls allowed: no setting asks for them sooner."""
TIMES_SLOWER, SLOWEST = 4, timedelta(minutes=15)


def claim_due(now: datetime, *, at_most: int = 200) -> list[tuple[int, str]]:
    """Take the accounts with a due stream, once each; return (account id, marketplace)."""
    due = Stream.objects.filter(next_pull_at__lte=now, account__state__in=[AccountState.OK, AccountState.FAILING])
    with transaction.atomic():
        soonest = due.order_by("next_pull_at").values("account_id")[:at_most]
        free = Account.objects.select_for_update(skip_locked=True, no_key=True).filter(id__in=soonest)
        ours = dict(free.values_list("id", "marketplace"))
        # Asked again, now that the accounts are ours: another tick may have claimed them a moment ago.
        streams = due.filter(account_id__in=ours)
        claimed = {stream.account_id for stream in streams}
        streams.update(claimed_at=now, next_pull_at=now + CLAIM_LOST_AFTER)
    return sorted((account_id, ours[account_id]) for account_id in claimed)


def wake(account_ids: Collection[int], streams: Collection[str], now: datetime) -> list[int]:
    """Let these streams be read at once; return the accounts for which that changes anything.

    A stream in trouble keeps its back-off, which the marketplace may have asked for. One that is being read right now
    is read again when that is done, since it may have looked before the news was there.
    """
    waiting = Stream.objects.filter(
        account_id__in=account_ids,
        name__in=streams,
        failures=0,
        next_pull_at__gt=now,
        account__state__in=[AccountState.OK, AccountState.FAILING],
    )
    woken = set(waiting.values_list("account_id", flat=True))
    waiting.update(next_pull_at=now, woken_at=now)
    return sorted(woken)


def succeeded(account: Account, stream: Stream, facts: StreamFacts, counts: Counts, now: datetime) -> None:
    """The stream was read to its end: the account is well again once no vital stream of it is failing."""
    next_pull_at = now + _interval(account, stream, facts, now, found_new=bool(counts.new))
    values: dict[str, Any] = {
        "failures": 0,
        "last_success_at": now,
        "last_error": "",
        "claimed_at": None,
        "next_pull_at": Case(When(woken_at__gt=F("last_tried_at"), then=Value(now)), default=Value(next_pull_at)),
        "first_import_done_at": stream.first_import_done_at or now,
    }
    if counts.new:
        values["last_new_at"] = now
    Stream.objects.filter(id=stream.id).update(**values)
    vital = [facts.name for facts in account.connector_class.streams if facts.vital]
    failing = account.streams.filter(failures__gt=0, name__in=vital)
    if account.state == AccountState.FAILING and not failing.exists():
        accounts.set_state(account, AccountState.OK, reason="", now=now)


def failed(account: Account, stream: Stream, facts: StreamFacts, error: MarketplaceError, now: datetime) -> None:
    """Back off: twice as long after each failure in a row, or as long as the marketplace asks.

    What could be read in part goes on as usual meanwhile.
    """
    wait = error.wait if isinstance(error, TryLater) and error.wait else timedelta(0)
    values: dict[str, Any] = {
        "failures": stream.failures + 1,
        "last_error": str(error),
        "claimed_at": None,
        "next_pull_at": now + max(wait, _back_off(stream)),
    }
    if isinstance(error, PartlyRead):
        values["next_pull_at"] = now + _interval(account, stream, facts, now)
        values |= {"last_success_at": now, "first_import_done_at": stream.first_import_done_at or now}
    Stream.objects.filter(id=stream.id).update(**values)
    log.warning("account %s, %s: %s", account.id, facts.name, type(error).__name__)
    if facts.vital or isinstance(error, SignInAgain):
        note_problem(account, error, now)


def failed_by_us(account: Account, stream: Stream, error: Exception, now: datetime) -> None:
    """A bug, or no database: say so on the account, and back off like after any other failure."""
    back_off = _back_off(stream)
    reason = f"Guichet ran into an error of its own ({type(error).__name__}); the worker's log says more"
    with suppress(DatabaseError):
        Stream.objects.filter(id=stream.id).update(
            failures=stream.failures + 1, last_error=reason, claimed_at=None, next_pull_at=now + back_off
        )
        if account.state in (AccountState.OK, AccountState.FAILING):
            accounts.set_state(account, AccountState.FAILING, reason=reason, now=now)


def note_problem(account: Account, error: MarketplaceError, now: datetime) -> None:
    """Say on the account what keeps it from being read."""
    if isinstance(error, SignInAgain):
        accounts.set_state(account, AccountState.SIGN_IN, reason=str(error), now=now)
    elif account.state in (AccountState.OK, AccountState.FAILING):
        accounts.set_state(account, AccountState.FAILING, reason=str(error), now=now)


def _back_off(stream: Stream) -> timedelta:
    """Twice as long after each failure in a row, up to a quarter of an hour or the longest interval set."""
    doubled: timedelta = FIRST_BACK_OFF * 2 ** min(stream.failures, 10)
    return min(doubled, LONGEST_BACK_OFF, settings.LONGEST_PULL_INTERVAL)


def _interval(
    account: Account, stream: Stream, facts: StreamFacts, now: datetime, *, found_new: bool = False
) -> timedelta:
    """Until the next look: short in working hours, longer at night; each stream a little off the beat.

    Four times as long, but at most a quarter of an hour, while pushes announce what is new in this stream and can be
    relied upon (inbox/push/trust.py); as always as soon as they cannot.
    """
    local = now.astimezone(ZoneInfo(settings.SHOP_ZONE))
    interval = facts.busy if local.hour in WORKING_HOURS else facts.calm
    if interval < SLOWEST and trust.after_pull(account, stream, now=now, found_new=found_new):
        interval = min(interval * TIMES_SLOWER, SLOWEST)
    share = hashlib.sha256(f"{stream.id} {now.minute}".encode()).digest()[0] / 255
    if interval < ONCE_A_DAY:
        interval = min(interval, settings.LONGEST_PULL_INTERVAL)
    return interval * (0.9 + 0.2 * share)
