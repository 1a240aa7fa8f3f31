"""Setting an account up at its marketplace: what a person does there, and a check of what can be checked from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from kombu.exceptions import OperationalError

from connectors.abilities import CheckResult, ChecksSetUp, SetUpCheck
from connectors.models import Account
from inbox import tasks
from inbox.accounts import set_up as runs
from inbox.people.permissions import allowed, may_manage_accounts
from inbox.views.marks import mark_of
from inbox.views.request import Request
from inbox.views.sentences import in_own_language
from inbox.words.times import at_moment


@dataclass(frozen=True)
class StepLine:
    title: str
    text: str
    where: str


@dataclass(frozen=True)
class CheckLine:
    """state: "fine", "wrong" or "unknown"; words: the same in words."""

    title: str
    state: str
    words: str
    text: str


@allowed(may_manage_accounts)
@require_GET
def set_up(request: Request, account_id: int) -> HttpResponse:
    """The page; for htmx the results alone, while a check runs."""
    account = _account_or_404(account_id)
    page = "inbox/partials/set_up_checks.html" if request.htmx else "inbox/set_up.html"
    return render(request, page, _context(account, now=timezone.now()))


@allowed(may_manage_accounts)
@require_POST
def check(request: Request, account_id: int) -> HttpResponse:
    account = _account_or_404(account_id)
    now = timezone.now()
    last = runs.latest(account)
    if last is None or not last.is_running(now):
        try:
            tasks.check_set_up.apply_async((account.pk,), expires=120, retry=False)
        except OperationalError:
            messages.warning(request, _("Could not check now: the queue of tasks does not answer."))
        else:
            runs.begin(account, now=now)
    if request.htmx:
        return render(request, "inbox/partials/set_up_checks.html", _context(account, now=now))
    return redirect("account_set_up", account.pk)


def _account_or_404(account_id: int) -> Account:
    account = get_object_or_404(Account.objects.defer("credentials"), id=account_id)
    if not runs.can_check(account):
        raise Http404
    return account


def _context(account: Account, *, now: datetime) -> dict[str, Any]:
    run = runs.latest(account)
    return {
        "account": account,
        "mark": mark_of(account.marketplace),
        "title": _("Set-up at %(marketplace)s") % {"marketplace": account.marketplace_label},
        "steps": _steps(account),
        "is_running": run is not None and run.is_running(now),
        "is_lost": run is not None and run.ended_at is None and not run.is_running(now),
        "checked": at_moment(run.ended_at, now=now) if run and run.ended_at else "",
        "checks": _checks(run),
    }


def _steps(account: Account) -> Sequence[StepLine]:
    connector = account.connector_class
    steps = connector.set_up_steps if issubclass(connector, ChecksSetUp) else ()
    return [StepLine(_(step.title), _(step.text), _(step.where) if step.where else "") for step in steps]


def _checks(run: runs.SetUpRun | None) -> Sequence[CheckLine]:
    words = {
        CheckResult.FINE: _("fine"),
        CheckResult.WRONG: _("to be put right"),
        CheckResult.UNKNOWN: _("cannot be verified from here"),
    }
    checks = run.checks if run else ()
    return [CheckLine(_(check.title), check.result.value, words[check.result], _text(check)) for check in checks]


def _text(check: SetUpCheck) -> str:
    """Line by line in the reader's language; what is no msgid, such as a server's own words, stays as it is."""
    text = in_own_language(check.text)
    return text % check.values if check.values else text
