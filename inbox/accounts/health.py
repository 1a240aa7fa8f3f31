"""Whether an account really is in sync: "nothing new" told apart from "could not look"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from connectors.models import Account, RawItem
from inbox.pulling.stream_words import not_read

WARN_BEFORE_SIGN_IN_ENDS = timedelta(days=30)


@dataclass(frozen=True)
class AccountHealth:
    """What one account's page and the API say.

    last_success_at: the oldest last look among the vital streams, so that it never flatters; None = never.
    lag: how long ago that was. could_look: whether the last try of every vital stream worked.
    missing: sentences, what does not work with these credentials, and which other streams could not be read.
    """

    state: str
    state_reason: str
    state_since: datetime
    last_success_at: datetime | None
    lag: timedelta | None
    could_look: bool
    last_error: str
    last_new_at: datetime | None
    next_pull_at: datetime | None
    unreadable: int
    sign_in_ends_at: datetime | None
    sign_in_ends_soon: bool
    quotas: list[dict[str, Any]]
    missing: list[str]


def account_health(account: Account, now: datetime) -> AccountHealth:
    return health_of_all([account], now)[account.pk]


def health_of_all(accounts: Sequence[Account], now: datetime) -> dict[int, AccountHealth]:
    """By the account's id; one query more than their streams take, which may be fetched with them already."""
    unreadable = Counter(
        dict(
            RawItem.objects.filter(account__in=accounts)
            .exclude(problem="")
            .values_list("account")
            .annotate(Count("id"))
            .order_by()
        )
    )
    return {account.pk: _health(account, now, unreadable=unreadable[account.pk]) for account in accounts}


def _health(account: Account, now: datetime, *, unreadable: int) -> AccountHealth:
    everything = list(account.streams.all())
    vital = {facts.name for facts in account.connector_class.streams if facts.vital}
    streams = [stream for stream in everything if stream.name in vital]
    beside = [stream for stream in everything if stream.name not in vital and stream.last_error]
    looked = [stream.last_success_at for stream in streams]
    last_success_at = min((at for at in looked if at), default=None) if all(looked) else None
    ends_at = account.sign_in_ends_at
    return AccountHealth(
        state=account.state,
        state_reason=account.state_reason,
        state_since=account.state_since,
        last_success_at=last_success_at,
        lag=now - last_success_at if last_success_at else None,
        could_look=all(not stream.last_error for stream in streams),
        last_error=next((stream.last_error for stream in streams if stream.last_error), ""),
        last_new_at=max((stream.last_new_at for stream in streams if stream.last_new_at), default=None),
        next_pull_at=min((stream.next_pull_at for stream in streams if stream.next_pull_at), default=None)
        if account.is_pulled
        else None,
        unreadable=unreadable,
        sign_in_ends_at=ends_at,
        sign_in_ends_soon=ends_at is not None and ends_at - now < WARN_BEFORE_SIGN_IN_ENDS,
        quotas=[quota for quota in account.quotas if quota.get("api")],
        missing=[*account.missing, *(not_read(stream.name, stream.last_error) for stream in beside)],
    )
