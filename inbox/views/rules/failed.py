"""What rules could not do: the list, and doing it again or putting it aside."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.models import RuleRun
from inbox.people.permissions import allowed, may_manage_rules
from inbox.rules.doing import failures
from inbox.rules.outcomes import OutcomeState
from inbox.rules.retrying import failed_runs, outcomes_of, put_all_aside, put_aside, retry
from inbox.views.request import Request
from inbox.views.rules.rule_words import labelled

MOST = 200
LONGEST_ID = 19


@dataclass(frozen=True)
class FailedRun:
    """problems: what was not done, each with its reason. done: how many of its actions were.

    can_repeat: what was stopped, since rules set each other off, is not done again.
    """

    run: RuleRun
    problems: list[str]
    done: int
    can_repeat: bool


@allowed(may_manage_rules)
@require_GET
def failed(request: Request) -> HttpResponse:
    runs = failed_runs()
    context = {
        "lines": [_line(run) for run in runs[:MOST]],
        "count": runs.count(),
        "up_to": max(runs.values_list("pk", flat=True), default=0),
        "title": _("What rules could not do"),
    }
    return render(request, "inbox/rules_failed.html", context)


@allowed(may_manage_rules)
@require_POST
def aside_all(request: Request) -> HttpResponse:
    """up_to: as the page said it, so that what failed since stays."""
    up_to = request.POST.get("up_to", "")
    if up_to.isdecimal() and len(up_to) < LONGEST_ID:
        put_all_aside(up_to=int(up_to))
    return redirect("rules_failed")


@allowed(may_manage_rules)
@require_POST
def act(request: Request, run_id: int) -> HttpResponse:
    """verb: "again", or anything else to put it aside."""
    if request.POST.get("verb") != "again":
        put_aside(run_id)
        return redirect("rules_failed")
    run = retry(run_id, now=timezone.now())
    if run is None:
        messages.info(request, _("There is nothing to do again: the rule has changed, or somebody was quicker."))
    elif run.failed:
        messages.info(request, _("It failed again."))
    else:
        messages.info(request, _("Done now."))
    return redirect("rules_failed")


def _line(run: RuleRun) -> FailedRun:
    outcomes = outcomes_of(run)
    bad = failures(outcomes)
    problems = [labelled(one.do, one.why) for one in bad]
    can_repeat = any(one.state == OutcomeState.FAILED for one in bad)
    return FailedRun(run, problems, len(outcomes) - len(bad), can_repeat)
