"""Accounts: how each is doing, and what can be done about it."""

from datetime import datetime, time, timedelta
from typing import Any

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from kombu.exceptions import OperationalError

from connectors import accounts as verbs
from connectors.abilities import ChecksSetUp, MarksRead, RedirectSignIn
from connectors.errors import MarketplaceError
from connectors.models import Account, AccountState, Backfill, Notice, RawItem
from inbox import tasks
from inbox.forms.account_settings import AccountSettingsForm
from inbox.forms.tickets import BackfillForm
from inbox.people.permissions import allowed, may_manage_accounts, may_manage_installation, may_see_accounts
from inbox.pulling import backfill as backfills
from inbox.pulling import pull
from inbox.pulling.passed_over import any_passed_over
from inbox.views.accounts.account_policies import policies_for
from inbox.views.accounts.account_words import card_of, cards_of
from inbox.views.accounts.indicator_lines import indicator_lines
from inbox.views.accounts.push_words import panel_of
from inbox.views.request import Request, no_cache
from inbox.views.sentences import in_own_language
from inbox.views.ticket.notice_lines import notice_lines
from inbox.words.times import exact, moment

MOST_UNREADABLE = 50


@allowed(may_see_accounts)
@require_GET
def accounts(request: Request) -> HttpResponse:
    now = timezone.now()
    found = list(Account.objects.prefetch_related("streams").order_by("marketplace", "name"))
    return render(request, "inbox/accounts.html", {"cards": cards_of(found, now=now), "title": _("Accounts")})


@allowed(may_see_accounts)
@require_GET
def account(request: Request, account_id: int) -> HttpResponse:
    found, now = get_object_or_404(Account, id=account_id), timezone.now()
    push = panel_of(found, now=now, with_secret=may_manage_installation(request.user))
    return render(request, "inbox/account.html", {**account_context(found, now=now), "push": push})


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
        messages.warning(request, in_own_language(str(error)))
    else:
        words = ngettext(
            "Tried again: %(n)d is still unreadable.", "Tried again: %(n)d are still unreadable.", counts.unreadable
        )
        messages.info(request, words % {"n": counts.unreadable})
        _fetch_passed_over(request, found)
    return redirect("account", found.id)


@allowed(may_manage_accounts)
@require_POST
def settings(request: Request, account_id: int) -> HttpResponse:
    """Change the account's switches, and where its replies may link to."""
    found = get_object_or_404(Account, id=account_id)
    form = _settings_form(found, request.POST)
    if not form.is_valid():
        page = {**account_context(get_object_or_404(Account, id=account_id), now=timezone.now()), "settings_form": form}
        return render(request, "inbox/account.html", page, status=422)
    Account.objects.filter(id=found.id).update(**form.cleaned_data)
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
    backfill_form: BackfillForm | None = None,
) -> dict[str, Any]:
    unreadable = RawItem.objects.filter(account=account).exclude(problem="").defer("body").order_by("-fetched_at")
    return {
        "card": card_of(account, now=now),
        "account": account,
        "title": account.name,
        "settings_form": _settings_form(account),
        "policies": policies_for(account),
        "backfill_form": backfill_form or BackfillForm(),
        "signs_in_by_redirect": issubclass(account.connector_class, RedirectSignIn),
        "can_be_set_up": issubclass(account.connector_class, ChecksSetUp),
        "indicators": indicator_lines(account, now=now),
        "has_feedback": account.feedback.exists(),
        "notices": notice_lines(account, now=now),
        "backfills": [_backfill_words(asked, now=now) for asked in account.backfills.order_by("-id")[:3]],
        "unreadable": [
            (item, in_own_language(item.problem), moment(item.fetched_at, now=now), exact(item.fetched_at))
            for item in unreadable[:MOST_UNREADABLE]
        ],
    }


def _settings_form(account: Account, given: Any = None) -> AccountSettingsForm:
    can_mark_read = issubclass(account.connector_class, MarksRead)
    return AccountSettingsForm(given, instance=account, can_mark_read=can_mark_read)


def _backfill_words(asked: Backfill, *, now: datetime) -> str:
    """What became of a back-fill, in one line."""
    if asked.finished_at:
        words = ngettext("%(n)d new message, done %(at)s", "%(n)d new messages, done %(at)s", asked.new)
        return words % {"n": asked.new, "at": moment(asked.finished_at, now=now)}
    if asked.problem:
        return _("could not look, trying again: %(reason)s") % {"reason": in_own_language(asked.problem)}
    return _("reading, %(n)d new so far") % {"n": asked.new}


def _fetch_passed_over(request: Request, account: Account) -> None:
    """In the background, since a line that breaks is waited for."""
    if not any_passed_over(account):
        return
    try:
        tasks.fetch_passed_over.apply_async((account.pk,), expires=300, retry=False)
    except OperationalError:
        messages.warning(request, _("Nothing is fetched anew now: the queue of tasks does not answer."))
    else:
        messages.info(request, _("What was passed over is being fetched anew, in the background."))
