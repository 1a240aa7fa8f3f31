"""The tick: what has happened is worked off, each thing in one transaction, so that it acts once or not at all.

Rules are asked in order; each sees the ticket as the one before has left it. An action that cannot be done is listed
(RuleRun.outcomes) and holds nothing up. A chain of rules that set each other off ends after MOST_DEPTH of them.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from inbox.models import EventKind, Rule, RuleEvent, RuleRun, Ticket, TicketEvent
from inbox.models.ticket import NOT_LISTED
from inbox.rules.actions.registry import stored_steps
from inbox.rules.asking import caused_by_rule
from inbox.rules.conditions import Conditions
from inbox.rules.doing import do_steps, failures
from inbox.rules.facts import Known, known_of
from inbox.rules.occasion import Occasion
from inbox.rules.outcomes import Outcome, OutcomeState

log = logging.getLogger(__name__)

AT_ONCE = 200
MOST_DEPTH = 3
KEPT_FOR = timedelta(days=3)


def work_off(now: datetime) -> int:
    """Ask the rules about everything that has happened; return of how much. Two workers at once share the work."""
    to_do = RuleEvent.objects.filter(done_at=None).order_by("id")
    return sum(_work_off(event_id, now) for event_id in list(to_do.values_list("id", flat=True)[:AT_ONCE]))


def forget_done(now: datetime) -> None:
    """What was worked off long ago; its runs stay, so that it never acts again."""
    RuleEvent.objects.filter(done_at__lt=now - KEPT_FOR).delete()


def _work_off(event_id: int, now: datetime) -> bool:
    """False if another worker has it."""
    with transaction.atomic():
        locked = RuleEvent.objects.select_for_update(skip_locked=True, of=("self",))
        event = locked.filter(pk=event_id, done_at=None).first()
        if event is None:
            return False
        _ask(event, now)
        event.done_at = now
        event.save(update_fields=["done_at"])
    return True


def _ask(event: RuleEvent, now: datetime) -> None:
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=event.ticket_id).first()
    if ticket is None or ticket.status in NOT_LISTED or ticket.is_erased:
        return
    occasion = occasion_of(event)
    rules = list(Rule.objects.filter(active=True, happening=event.happening).in_order())
    asked = [rule for rule in rules if event.rule_id in (None, rule.pk)]
    for rule in asked:
        if ask(rule, occasion, now=now) and rule.stops:
            return


def ask(rule: Rule, occasion: Occasion, *, now: datetime) -> bool:
    """Let the rule act if it fits; False if it does not, or has acted on this before."""
    conditions = Conditions.from_spec(rule.conditions)
    known = known_of([occasion], conditions.fields)
    if not known or not conditions.hold_for(known[0].facts):
        return False
    return _act(rule, known[0], now)


def occasion_of(event: RuleEvent) -> Occasion:
    return Occasion(
        happening=event.happening,
        ticket_id=event.ticket_id,
        at=event.at,
        source=event.source,
        message_id=event.message_id,
        what=event.what,
        depth=event.depth,
    )


def _act(rule: Rule, known: Known, now: datetime) -> bool:
    occasion, is_too_deep = known.occasion, known.occasion.depth >= MOST_DEPTH
    if is_too_deep and _is_listed_as_stopped(rule, known.ticket):
        return False
    run, is_new = RuleRun.objects.get_or_create(
        rule=rule,
        source=occasion.source,
        defaults={
            "ticket": known.ticket,
            "occasion": occasion.as_json(),
            "at": now,
            "depth": occasion.depth,
        },
    )
    if not is_new:
        return False
    steps = stored_steps(rule.actions)
    if is_too_deep:
        outcomes = [Outcome(step.action.name, OutcomeState.STOPPED) for step in steps]
    else:
        _log(rule, known.ticket, now)
        with caused_by_rule(occasion.depth + 1):
            outcomes = do_steps(steps, run, known, now=now)
    record(run, outcomes)
    Rule.objects.filter(pk=rule.pk).update(hits=F("hits") + 1, hit_at=now)
    return True


def record(run: RuleRun, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of the actions."""
    run.outcomes, run.failed = [outcome.as_json() for outcome in outcomes], bool(failures(outcomes))
    run.save(update_fields=["outcomes", "failed"])


def _is_listed_as_stopped(rule: Rule, ticket: Ticket) -> bool:
    """Rules that set each other off come back by many ways: that they do is said once of a rule and ticket."""
    return RuleRun.objects.filter(rule=rule, ticket=ticket, failed=True, depth__gte=MOST_DEPTH).exists()


def _log(rule: Rule, ticket: Ticket, now: datetime) -> None:
    """For the ticket's log, before what the rule does to it."""
    after = {"rule": rule.pk, "name": rule.name}
    TicketEvent.objects.create(ticket=ticket, at=now, kind=EventKind.RULE, before=None, after=after)
