"""The actions of a rule, one after the other: each is done as a whole or not at all, and none holds up the next."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError, transaction

from inbox.errors import InboxError, Unexpected
from inbox.models import RuleRun
from inbox.rules.actions.action import Step, Turn
from inbox.rules.facts import Known
from inbox.rules.outcomes import LeftAlone, Outcome, OutcomeState
from inbox.rules.reasons import reason_of

log = logging.getLogger(__name__)

BAD = (OutcomeState.FAILED, OutcomeState.STOPPED)


def do_steps(
    steps: Sequence[Step], run: RuleRun, known: Known, *, now: datetime, only: Sequence[int] | None = None
) -> list[Outcome]:
    """Do them; return what became of each. only: the places of those to do, the others keep their outcomes.

    What cannot be done for a reason of ours is listed. An error of the database ends it all: nothing is done then.
    """
    outcomes = []
    for place, step in enumerate(steps):
        if only is not None and place not in only:
            outcomes.append(Outcome.of_json(run.outcomes[place]))
            continue
        known.ticket.refresh_from_db()
        turn = Turn(
            rule=run.rule,
            ticket=known.ticket,
            occasion=known.occasion,
            wish=step.wish,
            now=now,
            key=f"rule-{run.pk}-{place}",
        )
        outcomes.append(_do(step, turn))
    return outcomes


def failures(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those that somebody has to look at."""
    return [outcome for outcome in outcomes if outcome.state in BAD]


def _do(step: Step, turn: Turn) -> Outcome:
    try:
        with transaction.atomic():
            step.action.do(turn)
    except LeftAlone as reason:
        return Outcome(step.action.name, OutcomeState.LEFT, reason_of(reason))
    except InboxError as error:
        return Outcome(step.action.name, OutcomeState.FAILED, reason_of(error))
    except DatabaseError:
        raise
    except Exception as error:
        # A bug in one action must not stop all rules: it is listed, with its name for who mends it.
        log.exception("rule %s: action %s on ticket %s", turn.rule.pk, step.action.name, turn.ticket.pk)
        return Outcome(step.action.name, OutcomeState.FAILED, reason_of(Unexpected(what=type(error).__name__)))
    return Outcome(step.action.name, OutcomeState.DONE)
