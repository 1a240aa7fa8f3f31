"""Rules are made, changed, put in order, switched and deleted: by pages and API alike."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from inbox.models import Happening, Rule, Since, User
from inbox.models.rule import LONGEST_FOLDER, LONGEST_RULE_NAME
from inbox.rules.actions.action import Step
from inbox.rules.actions.registry import stored_steps
from inbox.rules.conditions import Conditions
from inbox.rules.errors import BadRule
from inbox.rules.fields import FIELDS

LONGEST_HOURS = 24 * 90


@dataclass(frozen=True)
class RuleDraft:
    """What a rule is to say. since, hours: of one that waits for time to pass, else empty."""

    name: str
    happening: str
    steps: tuple[Step, ...]
    conditions: Conditions = field(default_factory=Conditions)
    folder: str = ""
    active: bool = False
    stops: bool = False
    since: str = ""
    hours: int | None = None


def keep(rule: Rule | None, draft: RuleDraft, *, by: User, now: datetime) -> Rule:
    """Make a rule, behind the others of its folder, or change one. Raises BadRule."""
    check(draft)
    with transaction.atomic():
        kept = rule or Rule()
        if kept.pk is None or kept.folder != draft.folder:
            kept.position = _behind_all(draft.folder)
        for name in ("name", "happening", "folder", "active", "stops"):
            setattr(kept, name, getattr(draft, name))
        is_of_time = draft.happening == Happening.TIME
        kept.since, kept.hours = (draft.since, draft.hours) if is_of_time else ("", None)
        kept.conditions = draft.conditions.as_spec()
        kept.actions = [dict(step.as_spec()) for step in draft.steps]
        kept.changed_at, kept.changed_by = now, by
        kept.save()
    return kept


def check(draft: RuleDraft) -> None:
    """Raise BadRule for what no part by itself shows."""
    if not 0 < len(draft.name.strip()) <= LONGEST_RULE_NAME:
        raise BadRule("name", _("A rule needs a name of up to %(most)d characters.") % {"most": LONGEST_RULE_NAME})
    if len(draft.folder) > LONGEST_FOLDER:
        raise BadRule("folder", _("The name of the folder is too long."))
    if draft.happening not in Happening.values:
        raise BadRule("happening", _("Choose what the rule waits for."))
    if draft.happening == Happening.TIME and (
        draft.since not in Since.values or not 0 < (draft.hours or 0) <= LONGEST_HOURS
    ):
        raise BadRule("hours", _("Say how many hours have to pass, and since when."))
    _check_asked_for(draft)


def _check_asked_for(draft: RuleDraft) -> None:
    for place, step in enumerate(draft.steps):
        if step.action.writes_first and draft.since != Since.PROMISED:
            why = _("This is only for a rule that waits since the promised day of delivery.")
            raise BadRule(f"actions.{place}.value", why)
        unsettled = [name for name in step.action.asks_for if not draft.conditions.settle(name)]
        if unsettled:
            labels = ", ".join(str(FIELDS[name].label) for name in unsettled)
            why = _("This is only for a rule whose conditions say: %(fields)s is …") % {"fields": labels}
            raise BadRule(f"actions.{place}.value", why)


def switch(rule: Rule, *, active: bool, by: User, now: datetime) -> None:
    Rule.objects.filter(pk=rule.pk).update(active=active, changed_at=now, changed_by=by)


def move(rule: Rule, *, places: int) -> None:
    """So many places down in its folder, up if negative; as far as it goes."""
    with transaction.atomic():
        beside = list(Rule.objects.filter(folder=rule.folder).in_order().select_for_update())
        at = beside.index(rule)
        beside.insert(max(at + places, 0), beside.pop(at))
        for position, one in enumerate(beside):
            Rule.objects.filter(pk=one.pk).exclude(position=position).update(position=position)


def answering_from(template_id: int) -> list[Rule]:
    """Rules that are switched on and answer from this template."""
    return [
        rule
        for rule in Rule.objects.filter(active=True).in_order()
        if any(step.action.template_of(step.wish) == str(template_id) for step in stored_steps(rule.actions))
    ]


def _behind_all(folder: str) -> int:
    last = Rule.objects.filter(folder=folder).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
