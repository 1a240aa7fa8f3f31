"""What failed of a rule that fitted is listed; a lead lets it be done again, or puts it aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from inbox.models import Rule, RuleRun
from inbox.rules.actions.registry import stored_steps
from inbox.rules.asking import caused_by_rule
from inbox.rules.doing import do_steps, failures
from inbox.rules.facts import known_of
from inbox.rules.occasion import Occasion
from inbox.rules.outcomes import Outcome, OutcomeState
from inbox.rules.working import record


def failed_runs() -> QuerySet[RuleRun]:
    """The newest first."""
    return RuleRun.objects.filter(failed=True).select_related("rule", "ticket").order_by("-at", "-id")


@dataclass(frozen=True)
class LastProblem:
    """why: in the active language."""

    at: datetime
    why: str


def last_problems(rules: Iterable[Rule]) -> dict[int, LastProblem]:
    """By rule why an action of it failed last, as long as that is listed."""
    newest = RuleRun.objects.filter(rule__in=list(rules), failed=True).order_by("rule", "-at", "-id").distinct("rule")
    return {run.rule_id: LastProblem(run.at, failures(outcomes_of(run))[0].why) for run in newest}


def outcomes_of(run: RuleRun) -> list[Outcome]:
    return [Outcome.of_json(kept) for kept in run.outcomes]


def retry(run_id: int, *, now: datetime) -> RuleRun | None:
    """Do again what failed, and only that, if the rule still does the same; None if there is nothing to do."""
    with transaction.atomic():
        locked = RuleRun.objects.select_for_update(of=("self",)).select_related("rule")
        run = locked.filter(pk=run_id, failed=True).first()
        if run is None:
            return None
        steps = stored_steps(run.rule.actions)
        known = known_of([Occasion.of_json(run.occasion)], ())
        if [step.action.name for step in steps] != [kept["do"] for kept in run.outcomes] or not known:
            put_aside(run_id)
            return None
        again = [place for place, kept in enumerate(run.outcomes) if kept["state"] == OutcomeState.FAILED]
        with caused_by_rule(run.depth + 1):
            record(run, do_steps(steps, run, known[0], now=now, only=again))
        return run


def put_aside(run_id: int) -> None:
    """Nobody needs to do anything about it any more."""
    RuleRun.objects.filter(pk=run_id, failed=True).update(failed=False)


def put_all_aside(*, up_to: int) -> None:
    """The same of all that were listed when somebody looked. up_to: the newest run's id then."""
    RuleRun.objects.filter(failed=True, pk__lte=up_to).update(failed=False)
