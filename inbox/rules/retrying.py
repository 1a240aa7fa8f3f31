"""What failed of a rule that fitted is listed; a lead lets it be done again, or puts it aside."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from inbox.models import RuleRun
from inbox.rules.actions.registry import stored_steps
from inbox.rules.asking import caused_by_rule
from inbox.rules.doing import do_steps
from inbox.rules.facts import known_of
from inbox.rules.occasion import Occasion
from inbox.rules.outcomes import OutcomeState
from inbox.rules.working import forget_error, record


def failed_runs() -> QuerySet[RuleRun]:
    """The newest first."""
    return RuleRun.objects.filter(failed=True).select_related("rule", "ticket").order_by("-at", "-id")


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
            record(run, do_steps(steps, run, known[0], now=now, only=again), now=now)
        return run


def put_aside(run_id: int) -> None:
    """Nobody needs to do anything about it any more."""
    with transaction.atomic():
        run = RuleRun.objects.select_for_update(of=("self",)).filter(pk=run_id, failed=True).first()
        if run is not None:
            run.failed = False
            run.save(update_fields=["failed"])
            forget_error(run.rule_id)


def put_all_aside(*, up_to: int) -> None:
    """The same of all that were listed when somebody looked. up_to: the newest run's id then."""
    with transaction.atomic():
        listed = RuleRun.objects.filter(failed=True, pk__lte=up_to)
        rule_ids = set(listed.values_list("rule", flat=True))
        listed.update(failed=False)
        for rule_id in rule_ids:
            forget_error(rule_id)
