"""The rules as they would be after a change that nobody has made yet."""

from collections.abc import Sequence
from dataclasses import replace

from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.policy_changes import PolicyDraft, moved
from inbox.deadlines.rules import Rule, Rules, current_rules, in_order
from inbox.models import CalendarVersion, DeadlinePolicy

_FIRST = -1


def rules_with(draft: PolicyDraft, *, to: int | None = None) -> Rules:
    """With this policy as it is wanted, a new one before the others of its clock. to: at that place, 1 = first."""
    rules = [rule for rule in _all(current_rules()) if draft.policy is None or rule.policy_id != draft.policy.pk]
    found = in_order([*rules, _rule_of(draft)] if draft.active else rules)
    return _with_place(found, draft.policy, to) if draft.policy and to else found


def rules_after_move(policy: DeadlinePolicy, to: int) -> Rules:
    """With this policy at that place on its clock."""
    return _with_place(current_rules(), policy, to)


def _with_place(rules: Rules, policy: DeadlinePolicy, to: int) -> Rules:
    order = moved(list(DeadlinePolicy.objects.filter(clock=policy.clock)), policy, to)
    place = {one.pk: position for position, one in enumerate(order, start=1)}
    return in_order(replace(rule, position=place.get(rule.policy_id or 0, rule.position)) for rule in _all(rules))


def rules_with_calendar(version: CalendarVersion, wanted: WorkCalendar) -> Rules:
    """With other hours in one calendar. version: the newest of it."""
    return in_order(
        replace(rule, calendar=wanted, calendar_version_id=None) if rule.calendar_version_id == version.pk else rule
        for rule in _all(current_rules())
    )


def _all(rules: Rules) -> Sequence[Rule]:
    return [rule for of_clock in rules.ordered.values() for rule in of_clock]


def _rule_of(draft: PolicyDraft) -> Rule:
    version = CalendarVersion.objects.current().get(calendar=draft.calendar) if draft.calendar else None
    return Rule(
        clock=draft.clock,
        position=draft.policy.position if draft.policy else _FIRST,
        policy_id=draft.policy.pk if draft.policy else None,
        version_id=None,
        conditions=draft.conditions,
        targets=draft.targets,
        calendar=version.work_calendar() if version else None,
        calendar_version_id=version.pk if version else None,
    )
