"""Accounts: how each is doing, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from csp.decorators import csp
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import dateformat, timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from connectors import accounts as verbs
from connectors.abilities import MarksRead
from connectors.errors import MarketplaceError
from connectors.models import Account, AccountState, Backfill, Notice, RawItem
from inbox import backfill as backfills
from inbox import cycles, pull
from inbox.forms import AccountSettingsForm, BackfillForm
from inbox.health import AccountHealth, account_health
from inbox.permissions import allowed, may_manage_accounts, may_see_accounts
from inbox.time_words import ago, at_moment, exact, moment
from inbox.views.marks import Mark, mark_of
from inbox.views.request import Request, no_cache

MOST_NOTICES = 20
MOST_UNREADABLE = 50


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


@allowed(may_see_accounts)
@require_GET
def accounts(request: Request) -> HttpResponse:
    now = timezone.now()
    found = Account.objects.prefetch_related("streams").order_by("marketplace", "name")
    cards = [_card(account, now=now) for account in found]
    return render(request, "inbox/accounts.html", {"cards": cards, "title": _("Accounts")})


@allowed(may_see_accounts)
@require_GET
def account(request: Request, account_id: int) -> HttpResponse:
    found = get_object_or_404(Account, id=account_id)
    return render(request, "inbox/account.html", account_context(found, now=timezone.now()))


@allowed(may_see_accounts)
@require_POST
def pull_now(request: Request, account_id: int) -> HttpResponse:
    found = get_object_or_404(Account, id=account_id)
    if found.is_pulled:
        verbs.pull_now(found, now=timezone.now())
        messages.info(request, _("Looking at %(marketplace)s now.") % {"marketplace": found.marketplace_label})
    else:
        messages.warning(
            request, _("Not looking: this account is in the state “%(state)s”.") % {"state": found.get_state_display()}
        )
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def pause(request: Request, account_id: int) -> HttpResponse:
    found = get_object_or_404(Account, id=account_id)
    verbs.pause(found, now=timezone.now())
    messages.info(request, _("Paused: nothing is fetched and no reply leaves until you resume."))
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def resume(request: Request, account_id: int) -> HttpResponse:
    found = get_object_or_404(Account, id=account_id)
    if found.state == AccountState.PAUSED:
        verbs.resume(found, now=timezone.now())
        messages.info(request, _("Resumed: looking for what came in meanwhile."))
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def backfill(request: Request, account_id: int) -> HttpResponse:
    """Read a range of days again, in the background."""
    found = get_object_or_404(Account, id=account_id)
    form = BackfillForm(request.POST)
    if not form.is_valid():
        return render(
            request, "inbox/account.html", account_context(found, now=timezone.now(), backfill_form=form), status=422
        )
    zone = timezone.get_current_timezone()
    since = datetime.combine(form.cleaned_data["since"], time.min, tzinfo=zone)
    until = datetime.combine(form.cleaned_data["until"] + timedelta(days=1), time.min, tzinfo=zone)
    now = timezone.now()
    backfills.ask(found, since=since, until=min(until, now), now=now)
    messages.info(request, _("Reading these days again, in the background. What is known stays as it is."))
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def retry_unreadable(request: Request, account_id: int) -> HttpResponse:
    found = get_object_or_404(Account, id=account_id)
    try:
        counts = pull.retry_unreadable(found, now=timezone.now())
    except MarketplaceError as error:
        messages.warning(request, str(error))
    else:
        words = ngettext(
            "Tried again: %(n)d is still unreadable.", "Tried again: %(n)d are still unreadable.", counts.unreadable
        )
        messages.info(request, words % {"n": counts.unreadable})
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def settings(request: Request, account_id: int) -> HttpResponse:
    """Change windows and switches; open deadlines follow the new windows, ended ones keep theirs."""
    found = get_object_or_404(Account, id=account_id)
    form = AccountSettingsForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        return render(request, "inbox/account.html", account_context(found, now=now, settings_form=form), status=422)
    soft, hard = timedelta(hours=form.cleaned_data["soft_hours"]), timedelta(hours=form.cleaned_data["hard_hours"])
    with transaction.atomic():
        marks_read = form.cleaned_data["marks_read"]
        Account.objects.filter(id=found.id).update(marks_read=marks_read)
        if (soft, hard) != (found.soft_window, found.hard_window):
            Account.objects.filter(id=found.id).update(
                soft_window=soft, hard_window=hard, windows_version=F("windows_version") + 1
            )
            cycles.reset_open_deadlines(found.id, now)
    messages.info(request, _("Kept."))
    return redirect("account", found.id)


@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "sandbox": ["allow-popups"],
        "frame-ancestors": ["'none'"],
    }
)
@allowed(may_see_accounts)
@require_GET
def notice_html(request: Request, account_id: int, notice_id: int) -> HttpResponse:  # noqa: ARG001
    """A notice as the marketplace formatted it: no script, no form, nothing loaded from anywhere."""
    notice = get_object_or_404(Notice, id=notice_id, account_id=account_id)
    return no_cache(HttpResponse(notice.html))


def account_context(
    account: Account,
    *,
    now: datetime,
    settings_form: AccountSettingsForm | None = None,
    backfill_form: BackfillForm | None = None,
) -> dict[str, Any]:
    unreadable = RawItem.objects.filter(account=account).exclude(problem="").defer("body").order_by("-fetched_at")
    return {
        "card": _card(account, now=now),
        "account": account,
        "title": account.name,
        "settings_form": settings_form or AccountSettingsForm(initial=AccountSettingsForm.initial_of(account)),
        "backfill_form": backfill_form or BackfillForm(),
        "marks_read_possible": issubclass(account.connector_class, MarksRead),
        "notices": [
            (notice, moment(notice.written_at, now=now), exact(notice.written_at))
            for notice in account.notices.order_by("-written_at")[:MOST_NOTICES]
        ],
        "backfills": [_backfill_words(asked, now=now) for asked in account.backfills.order_by("-id")[:3]],
        "unreadable": [(item, moment(item.fetched_at, now=now)) for item in unreadable[:MOST_UNREADABLE]],
    }


def _backfill_words(asked: Backfill, *, now: datetime) -> str:
    """What became of a back-fill, in one line."""
    if asked.finished_at:
        words = ngettext("%(n)d new message, done %(at)s", "%(n)d new messages, done %(at)s", asked.new)
        return words % {"n": asked.new, "at": moment(asked.finished_at, now=now)}
    if asked.problem:
        return _("could not look, trying again: %(reason)s") % {"reason": asked.problem}
    return _("reading, %(n)d new so far") % {"n": asked.new}


def _card(account: Account, *, now: datetime) -> AccountCard:
    return AccountCard(
        account=account,
        mark=mark_of(account.marketplace),
        state_words=str(AccountState(account.state).label),
        health=_health_lines(account_health(account, now), marketplace=account.marketplace_label, now=now),
    )


def _health_lines(health: AccountHealth, *, marketplace: str, now: datetime) -> HealthLines:
    looked, sync = _sync_words(health, now=now)
    return HealthLines(
        looked=looked,
        sync=sync,
        sync_exact=exact(health.last_success_at) if health.last_success_at else "",
        news=_news_words(health, now=now),
        next_look=_("next look %(time)s") % {"time": at_moment(health.next_pull_at, now=now)}
        if health.next_pull_at
        else "",
        problem=health.state_reason or health.last_error,
        sign_in=_sign_in_words(health, marketplace=marketplace, now=now),
        sign_in_soon=health.sign_in_ends_soon,
        unreadable=ngettext("%(n)d unreadable item", "%(n)d unreadable items", health.unreadable)
        % {"n": health.unreadable}
        if health.unreadable
        else "",
        quotas=[_quota_line(quota, now=now) for quota in health.quotas],
        missing=health.missing,
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


def _sign_in_words(health: AccountHealth, *, marketplace: str, now: datetime) -> str:
    ends_at = health.sign_in_ends_at
    if ends_at is None:
        return ""
    if ends_at <= now:
        return _("The consent at %(marketplace)s has ended. Sign in again.") % {"marketplace": marketplace}
    days = (ends_at - now).days
    words = ngettext(
        "The consent at %(marketplace)s ends in %(n)d day, on %(date)s.",
        "The consent at %(marketplace)s ends in %(n)d days, on %(date)s.",
        days,
    )
    return words % {"marketplace": marketplace, "n": days, "date": _date(ends_at)}


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
