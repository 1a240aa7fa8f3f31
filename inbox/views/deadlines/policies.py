"""Deadline policies: the three lists, one policy to change, and what a change would do before it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from connectors.models import Account
from inbox.deadlines import policy_changes
from inbox.deadlines.calendar_names import name_of_calendar
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.policy_changes import Kept, PolicyDraft
from inbox.deadlines.preview import preview
from inbox.deadlines.ready_made import name_of
from inbox.deadlines.rules import newest_versions
from inbox.deadlines.targets import Targets
from inbox.deadlines.trial import rules_after_move, rules_with
from inbox.errors import BadPolicy
from inbox.forms.policies import PolicyForm
from inbox.models import Clock, DeadlinePolicy, PolicyVersion, Recomputation
from inbox.people.permissions import allowed, may_manage_deadlines
from inbox.views.deadlines.change_preview import digest_of, preview_context, was_shown
from inbox.views.deadlines.policy_words import conditions_words, targets_words
from inbox.views.request import Request
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class PolicyCard:
    """One policy in a list."""

    id: int
    name: str
    active: bool
    conditions: str
    targets: str
    calendar: str
    version: int


MOST_VERSIONS = 50


@dataclass(frozen=True)
class VersionLine:
    """What a policy said, since when. by: empty if it came with Guichet."""

    card: PolicyCard
    by: str
    at: str
    exact: str


@allowed(may_manage_deadlines)
@require_GET
def policies(request: Request) -> HttpResponse:
    accounts = {account.pk: account for account in Account.objects.all()}
    versions = sorted(newest_versions(), key=lambda one: (one.policy.position, one.policy_id))
    lists = [(clock, [_card(one, accounts) for one in versions if one.policy.clock == clock]) for clock in Clock]
    under_way = Recomputation.objects.filter(finished_at=None).order_by("-id").first()
    context = {"lists": lists, "under_way": under_way, "title": _("Deadlines")}
    return render(request, "inbox/policies.html", context)


@allowed(may_manage_deadlines)
@require_http_methods(["GET", "POST"])
def new_policy(request: Request, clock: str) -> HttpResponse:
    if clock not in Clock.values:
        return redirect("policies")
    form = PolicyForm(Clock(clock), request.POST or None, initial={"active": True})
    return _edit(request, form, None)


@allowed(may_manage_deadlines)
@require_http_methods(["GET", "POST"])
def policy(request: Request, policy_id: int) -> HttpResponse:
    """First shows what would change, then keeps it: the second button appears with the first answer."""
    found = get_object_or_404(DeadlinePolicy, pk=policy_id)
    version = found.versions.select_related("policy").latest("number")
    initial = PolicyForm.initial_of(version)
    form = PolicyForm(Clock(found.clock), request.POST or None, initial=initial, called=name_of(found))
    return _edit(request, form, found)


@allowed(may_manage_deadlines)
@require_POST
def move_policy(request: Request, policy_id: int) -> HttpResponse:
    """One place up or down: at once where no open ticket follows, else it shows first which would."""
    found, now = get_object_or_404(DeadlinePolicy, pk=policy_id), timezone.now()
    order = list(DeadlinePolicy.objects.filter(clock=found.clock).values_list("pk", flat=True))
    way = "down" if request.POST.get("way") == "down" else "up"
    to = max(1, order.index(found.pk) + (2 if way == "down" else 0))
    digest = digest_of([found.pk, to, order])
    if not was_shown(request, digest):
        shown = preview(rules_after_move(found, to), now=now)
        if shown.tickets or shown.left_out:
            title = _("Move “%(name)s” down") if way == "down" else _("Move “%(name)s” up")
            context = {"way": way, "clock_label": Clock(found.clock).label, "title": title % {"name": name_of(found)}}
            return render(request, "inbox/policy_move.html", context | preview_context(request, shown, digest, now=now))
    _tell(request, policy_changes.move(found, to=to, by=request.user, now=now))
    return redirect("policies")


def _edit(request: Request, form: PolicyForm, found: DeadlinePolicy | None) -> HttpResponse:
    now = timezone.now()
    title = name_of(found) if found else _("New policy")
    context: dict[str, Any] = {
        "form": form,
        "policy": found,
        "clock_label": form.clock.label,
        "title": title,
        "versions": _versions(found, now=now) if found else [],
    }
    if request.method == "GET" or not form.is_valid():
        return render(request, "inbox/policy.html", context, status=422 if form.errors else 200)
    try:
        draft = form.draft(found)
        policy_changes.check(draft, now=now)
    except BadPolicy as error:
        form.add_error(None, str(error))
        return render(request, "inbox/policy.html", context, status=422)
    digest = _digest(draft)
    if was_shown(request, digest):
        _tell(request, policy_changes.keep(draft, by=request.user, now=now))
        return redirect("policies")
    shown = preview(rules_with(draft), now=now)
    return render(request, "inbox/policy.html", context | preview_context(request, shown, digest, now=now))


def _digest(draft: PolicyDraft) -> str:
    """The same for drafts that open tickets follow alike: nothing is kept of which something else was shown."""
    said = [
        draft.active,
        draft.conditions.as_spec(),
        draft.targets.as_spec(),
        draft.calendar.pk if draft.calendar else 0,
    ]
    return digest_of(said)


def _versions(found: DeadlinePolicy, *, now: datetime) -> list[VersionLine]:
    """The newest first."""
    accounts = {account.pk: account for account in Account.objects.all()}
    versions = found.versions.select_related("policy", "made_by", "calendar").order_by("-number")[:MOST_VERSIONS]
    return [
        VersionLine(
            _card(version, accounts),
            by=str(version.made_by) if version.made_by else "",
            at=moment(version.made_at, now=now),
            exact=exact(version.made_at),
        )
        for version in versions
    ]


def _tell(request: Request, kept: Kept) -> None:
    if kept.recomputation is not None and kept.recomputation.finished_at is None:
        messages.info(request, _("Kept. The open tickets follow now, in the background."))
    else:
        messages.info(request, _("Kept."))


def _card(version: PolicyVersion, accounts: dict[int, Account]) -> PolicyCard:
    found = version.policy
    return PolicyCard(
        id=found.pk,
        name=name_of(found),
        active=found.active,
        conditions=conditions_words(Conditions.from_spec(version.conditions), accounts),
        targets=targets_words(Targets.from_spec(version.targets, clock=found.clock), found.clock),
        calendar=name_of_calendar(version.calendar) if version.calendar else _("around the clock"),
        version=version.number,
    )
