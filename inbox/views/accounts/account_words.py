"""An account in words: is it in sync, what is wrong with it, until when its sign-in lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.abilities import RedirectSignIn
from connectors.models import Account, AccountState
from inbox.accounts.health import AccountHealth, health_of_all
from inbox.views.marks import Mark, mark_of
from inbox.views.sentences import in_own_language
from inbox.words.times import ago, at_moment, exact, moment


@dataclass(frozen=True)
class QuotaLine:
    api: str
    words: str
    share: int
    resets: str


@dataclass(frozen=True)
class HealthLines:
    """Health in words. looked: state of the sentence that matters most (fine, late, paused)."""

    looked: str
    sync: str
    sync_exact: str
    news: str
    next_look: str
    problem: str
    sign_in: str
    sign_in_soon: bool
    unreadable: str
    quotas: Sequence[QuotaLine]
    missing: Sequence[str]


@dataclass(frozen=True)
class AccountCard:
    account: Account
    mark: Mark
    state_words: str
    health: HealthLines


def card_of(account: Account, *, now: datetime) -> AccountCard:
    return cards_of([account], now=now)[0]


def cards_of(accounts: Sequence[Account], *, now: datetime) -> list[AccountCard]:
    health = health_of_all(accounts, now)
    return [
        AccountCard(
            account=account,
            mark=mark_of(account.marketplace),
            state_words=str(AccountState(account.state).label),
            health=_health_lines(account, health[account.pk], now=now),
        )
        for account in accounts
    ]


def _health_lines(account: Account, health: AccountHealth, *, now: datetime) -> HealthLines:
    looked, sync = _sync_words(health, now=now)
    return HealthLines(
        looked=looked,
        sync=sync,
        sync_exact=exact(health.last_success_at) if health.last_success_at else "",
        news=_news_words(health, now=now),
        next_look=_("next look %(time)s") % {"time": at_moment(health.next_pull_at, now=now)}
        if health.next_pull_at
        else "",
        problem=in_own_language(health.state_reason or health.last_error),
        sign_in=_sign_in_words(account, health, now=now),
        sign_in_soon=health.sign_in_ends_soon,
        unreadable=ngettext("%(n)d unreadable item", "%(n)d unreadable items", health.unreadable)
        % {"n": health.unreadable}
        if health.unreadable
        else "",
        quotas=[_quota_line(quota, now=now) for quota in health.quotas],
        missing=[in_own_language(sentence) for sentence in health.missing],
    )


def _sync_words(health: AccountHealth, *, now: datetime) -> tuple[str, str]:
    """The one sentence that matters: in sync as of when, or could not look."""
    looked = ago(health.lag) if health.lag is not None else ""
    if health.state == AccountState.PAUSED:
        return "paused", _("paused since %(time)s") % {"time": moment(health.state_since, now=now)}
    if health.last_success_at is None:
        return ("late", _("could not look yet")) if not health.could_look else ("fine", _("first import under way"))
    if not health.could_look or health.state != AccountState.OK:
        return "late", _("could not look; last time it worked was %(ago)s") % {"ago": looked}
    return "fine", _("in sync, last looked %(ago)s") % {"ago": looked}


def _news_words(health: AccountHealth, *, now: datetime) -> str:
    if not health.could_look or health.last_success_at is None:
        return ""
    if health.last_new_at is None:
        return _("nothing has come in yet")
    return _("last new message came in %(time)s") % {"time": at_moment(health.last_new_at, now=now)}


def _sign_in_words(account: Account, health: AccountHealth, *, now: datetime) -> str:
    """Until when the sign-in lasts: a consent that is given anew on the marketplace's page, or a secret to replace."""
    ends_at = health.sign_in_ends_at
    if ends_at is None:
        return ""
    consent = issubclass(account.connector_class, RedirectSignIn)
    days = (ends_at - now).days
    if ends_at <= now:
        words = (
            _("The consent at %(marketplace)s has ended. Sign in again.")
            if consent
            else _("The client secret has ended on %(date)s. Make a new one at %(marketplace)s and enter it here.")
        )
    elif consent:
        words = ngettext(
            "The consent at %(marketplace)s ends in %(n)d day, on %(date)s.",
            "The consent at %(marketplace)s ends in %(n)d days, on %(date)s.",
            days,
        )
    else:
        words = ngettext(
            "The client secret must be replaced within %(n)d day, by %(date)s.",
            "The client secret must be replaced within %(n)d days, by %(date)s.",
            days,
        )
    return words % {"marketplace": account.marketplace_label, "n": days, "date": _date(ends_at)}


def _date(at: datetime) -> str:
    return dateformat.format(timezone.localtime(at), "j F Y")


def _quota_line(quota: dict[str, Any], *, now: datetime) -> QuotaLine:
    limit, remaining = int(quota.get("limit") or 0), int(quota.get("remaining") or 0)
    share = round(100 * remaining / limit) if limit else 0
    resets_at = parse_datetime(quota.get("resets_at") or "") if quota.get("resets_at") else None
    return QuotaLine(
        api=quota["api"],
        words=_("%(remaining)s of %(limit)s calls left (%(share)d %%)")
        % {
            "remaining": number_format(remaining, force_grouping=True),
            "limit": number_format(limit, force_grouping=True),
            "share": share,
        },
        share=share,
        resets=_("starts again %(time)s") % {"time": at_moment(resets_at, now=now)} if resets_at else "",
    )
