"""Every action of rules, in the order in which they are offered; lists of steps read and written."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from inbox.rules.actions.action import Action, Step
from inbox.rules.actions.answering import Acknowledge, AnswerByItself, PrepareDraft, WriteFirst
from inbox.rules.actions.calling import CallWebhook
from inbox.rules.actions.handing import Assign, Note, Notify, PutAside
from inbox.rules.actions.marking import AddTags, RemoveTags, SetLevel, SetPriority, SetTopic
from inbox.rules.errors import BadRule

_ALL = (
    *(AddTags(), RemoveTags(), SetTopic(), SetLevel(), SetPriority()),
    *(Assign(), Notify(), Note(), PutAside()),
    *(PrepareDraft(), Acknowledge(), AnswerByItself(), WriteFirst(), CallWebhook()),
)
ACTIONS: Final[Mapping[str, Action]] = {action.name: action for action in _ALL}
MOST_STEPS = 20


def steps_of(specs: Any) -> tuple[Step, ...]:
    """Read what Step.as_spec() writes. Raises BadRule naming the step that cannot be."""
    if not isinstance(specs, Sequence) or isinstance(specs, str) or not 0 < len(specs) <= MOST_STEPS:
        raise BadRule("actions", _("A rule does 1 to %(most)d things.") % {"most": MOST_STEPS})
    return tuple(_step(spec, f"actions.{place}") for place, spec in enumerate(specs))


def stored_steps(specs: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The same of a rule that was checked when it was kept. What has gone since, its action says in its turn."""
    return tuple(Step(ACTIONS[spec["do"]], spec["value"]) for spec in specs)


def _step(spec: Any, where: str) -> Step:
    if not isinstance(spec, Mapping) or set(spec) != {"do", "value"}:
        raise BadRule(where, _("An action has “do” and “value”."))
    if not isinstance(spec["do"], str) or spec["do"] not in ACTIONS:
        raise BadRule(f"{where}.do", _("“%(name)s” is nothing a rule can do.") % {"name": spec["do"]})
    action = ACTIONS[spec["do"]]
    try:
        return Step(action, action.read(spec["value"]))
    except BadRule as error:
        raise BadRule(f"{where}.{error.field}", error.why) from error
