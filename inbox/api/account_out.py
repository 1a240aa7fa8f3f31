"""An account as the API shows it: never its credentials."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from connectors.models import Account, AccountState
from inbox.accounts.health import AccountHealth, health_of_all
from inbox.accounts.indicators import IndicatorNow, indicators_now
from inbox.models import Standing


class AccountOut(BaseModel):
    id: int
    marketplace: str
    name: str
    state: AccountState


class QuotaOut(BaseModel):
    """Calls that the marketplace still allows, as last seen."""

    api: str
    limit: int | None
    remaining: int | None
    resets_at: datetime | None


class IndicatorOut(BaseModel):
    """A figure by which the marketplace judges the seller, in its own words. standing: null where it does not say.

    threshold: a limit that it sets. peers, rating: where it compares with other sellers instead, what those come to on
    average, and its word for the comparison.
    before: the last other value it had; before_on: the last day on which it had that.
    """

    name: str
    label: str
    value: str
    threshold: str | None
    peers: str | None
    rating: str | None
    standing: Standing | None
    on: date
    before: str | None
    before_on: date | None


class AccountDetail(AccountOut):
    """allowed_hosts: to which its replies may link besides the marketplace's own.
    last_success_at: when every stream had been looked at; lag_seconds: how long ago. Null: never yet.

    last_error: null if the last look worked. missing: what does not work with these credentials, and why.
    """

    seller_name: str | None
    state_reason: str | None
    state_since: datetime
    last_success_at: datetime | None
    last_new_at: datetime | None
    lag_seconds: float | None
    last_error: str | None
    unreadable: int
    next_pull_at: datetime | None
    sign_in_ends_at: datetime | None
    quotas: list[QuotaOut]
    missing: list[str]
    allowed_hosts: list[str]
    indicators: list[IndicatorOut]


class AccountList(BaseModel):
    items: list[AccountDetail]


def account_out(account: Account) -> AccountOut:
    return AccountOut(**_identity(account))


def accounts_detail(accounts: Sequence[Account], now: datetime) -> list[AccountDetail]:
    """accounts: with their streams fetched."""
    figures, health = indicators_now(accounts), health_of_all(accounts, now)
    return [_detail(account, health[account.pk], figures.get(account.pk, ())) for account in accounts]


def _detail(account: Account, health: AccountHealth, figures: Sequence[IndicatorNow]) -> AccountDetail:
    return AccountDetail(
        **_identity(account),
        seller_name=account.seller_name or None,
        state_reason=health.state_reason or None,
        state_since=health.state_since,
        last_success_at=health.last_success_at,
        last_new_at=health.last_new_at,
        lag_seconds=health.lag.total_seconds() if health.lag is not None else None,
        last_error=health.last_error or None,
        unreadable=health.unreadable,
        next_pull_at=health.next_pull_at,
        sign_in_ends_at=health.sign_in_ends_at,
        quotas=[_quota_out(quota) for quota in health.quotas],
        missing=health.missing,
        allowed_hosts=account.allowed_hosts,
        indicators=[_indicator_out(figure) for figure in figures],
    )


def _identity(account: Account) -> dict[str, Any]:
    return {
        "id": account.pk,
        "marketplace": account.marketplace,
        "name": account.name,
        "state": AccountState(account.state),
    }


def _indicator_out(figure: IndicatorNow) -> IndicatorOut:
    latest, before = figure.latest, figure.before
    return IndicatorOut(
        name=latest.name,
        label=latest.label,
        value=latest.value,
        threshold=latest.threshold or None,
        peers=latest.peers or None,
        rating=latest.rating or None,
        standing=Standing(latest.standing) if latest.standing else None,
        on=latest.on,
        before=before.value if before else None,
        before_on=before.on if before else None,
    )


def _quota_out(quota: dict[str, Any]) -> QuotaOut:
    return QuotaOut.model_validate({"limit": None, "remaining": None, "resets_at": None} | quota)
