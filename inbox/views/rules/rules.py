"""Rules: their list in folders, and one to write, with what it would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox.forms.rules import typed_from, typed_of
from inbox.models import Rule
from inbox.people.permissions import allowed, may_manage_rules
from inbox.rules import keeping
from inbox.rules.dry_run import dry_run
from inbox.rules.errors import BadRule
from inbox.rules.ready_made.offer import not_added
from inbox.rules.retrying import LastProblem, failed_runs, last_problems
from inbox.views.lists.filter_fields import Offer
from inbox.views.offer import offer_of
from inbox.views.request import Request
from inbox.views.rules.rule_editor import Page, editor
from inbox.views.rules.rule_words import action_words, condition_words, when_words


@dataclass(frozen=True)
class RuleCard:
    """One rule in the list, in words. problem: why it failed last, as long as that is listed."""

    rule: Rule
    when: str
    conditions: str
    actions: str
    problem: LastProblem | None
    is_first: bool
    is_last: bool


@allowed(may_manage_rules)
@require_GET
def rules(request: Request) -> HttpResponse:
    offer = offer_of(request)
    found = list(Rule.objects.in_order())
    problems = last_problems(found)
    by_folder = groupby(found, key=lambda rule: rule.folder)
    folders = [(folder, _cards(list(of_folder), offer, problems)) for folder, of_folder in by_folder]
    context = {
        "folders": folders,
        "failed": failed_runs().count(),
        "ready_made": not_added(),
        "title": _("Rules"),
    }
    return render(request, "inbox/rules.html", context)


@allowed(may_manage_rules)
@require_http_methods(["GET", "POST"])
def new_rule(request: Request) -> HttpResponse:
    return _edit(request, None)


@allowed(may_manage_rules)
@require_http_methods(["GET", "POST"])
def rule(request: Request, rule_id: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Rule, pk=rule_id))


@allowed(may_manage_rules)
@require_POST
def move(request: Request, rule_id: int) -> HttpResponse:
    keeping.move(get_object_or_404(Rule, pk=rule_id), places=-1 if "up" in request.POST else 1)
    return redirect("rules")


@allowed(may_manage_rules)
@require_POST
def switch(request: Request, rule_id: int) -> HttpResponse:
    """on: "1" switches it on, anything else off."""
    found = get_object_or_404(Rule, pk=rule_id)
    keeping.switch(found, active=request.POST.get("on") == "1", by=request.user, now=timezone.now())
    return redirect("rules")


@allowed(may_manage_rules)
@require_POST
def delete(request: Request, rule_id: int) -> HttpResponse:
    found = get_object_or_404(Rule, pk=rule_id)
    found.delete()
    messages.info(request, _("The rule “%(name)s” is gone; what it did stays.") % {"name": found.name})
    return redirect("rules")


def _edit(request: Request, found: Rule | None) -> HttpResponse:
    """Every button posts the whole form: one adds or drops a line, one tries the rule on the past, one keeps it."""
    if request.method == "GET":
        return editor(request, found, Page(typed_of(found) if found else None))
    typed, button = typed_from(request.POST), request.POST.get("press", "try")
    if button not in ("try", "keep"):
        new = {"new_test": request.POST.get("new_test", ""), "new_step": request.POST.get("new_step", "")}
        return editor(request, found, Page(typed.pressed(button, **new), added=button))
    try:
        draft = typed.draft()
        if button == "keep":
            keeping.keep(found, draft, by=request.user, now=timezone.now())
            messages.info(request, _("Kept."))
            return redirect("rules")
        return editor(request, found, Page(typed, tried=dry_run(draft, now=timezone.now())))
    except BadRule as error:
        return editor(request, found, Page(typed, problem=error))


def _cards(found: Sequence[Rule], offer: Offer, problems: Mapping[int, LastProblem]) -> list[RuleCard]:
    return [
        RuleCard(
            rule=one,
            when=when_words(one),
            conditions=condition_words(one, offer),
            actions=action_words(one, offer),
            problem=problems.get(one.pk),
            is_first=number == 0,
            is_last=number == len(found) - 1,
        )
        for number, one in enumerate(found)
    ]
