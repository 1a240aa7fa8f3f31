"""Check an account's settings at the marketplace: asked for on a page, done by a worker, kept for a day."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from connectors.abilities import CheckResult, ChecksSetUp, SetUpCheck
from connectors.accounts import connector_for
from connectors.models import Account

KEPT = timedelta(days=1)
LONGEST_RUN = timedelta(minutes=3)
"""A worker that has not come back by then is not coming back."""


@dataclass(frozen=True)
class SetUpRun:
    """ended_at: None while the worker is at it."""

    began_at: datetime
    ended_at: datetime | None = None
    checks: tuple[SetUpCheck, ...] = ()

    def is_running(self, now: datetime) -> bool:
        return self.ended_at is None and now - self.began_at < LONGEST_RUN


def can_check(account: Account) -> bool:
    return issubclass(account.connector_class, ChecksSetUp)


def begin(account: Account, *, now: datetime) -> None:
    """Remember that a check was asked for; the caller starts the worker."""
    _keep(account, SetUpRun(began_at=now))


def run(account: Account, *, now: datetime) -> SetUpRun:
    """Try everything; takes up to a minute."""
    connector = connector_for(account)
    checks = connector.check_set_up() if isinstance(connector, ChecksSetUp) else ()
    last = latest(account)
    done = SetUpRun(began_at=last.began_at if last else now, ended_at=connector.tools.now(), checks=tuple(checks))
    _keep(account, done)
    return done


def latest(account: Account) -> SetUpRun | None:
    """The last check of this account, running or done; None if there was none lately."""
    kept: dict[str, Any] | None = cache.get(_name(account))
    if kept is None:
        return None
    checks = tuple(SetUpCheck(**check | {"result": CheckResult(check["result"])}) for check in kept["checks"])
    return SetUpRun(**kept | {"checks": checks})


def _keep(account: Account, run: SetUpRun) -> None:
    cache.set(_name(account), asdict(run), timeout=KEPT.total_seconds())


def _name(account: Account) -> str:
    return f"set-up:{account.pk}"
