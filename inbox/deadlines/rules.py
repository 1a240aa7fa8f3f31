"""Policies as the computation takes them: read once for a whole batch of tickets, matched without the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from connectors.locks import advisory_lock_to_commit, shared_lock_to_commit
from inbox.deadlines.calendar import WorkCalendar
from inbox.deadlines.conditions import Case, Conditions
from inbox.deadlines.targets import Targets
from inbox.models import CalendarVersion, Clock, PolicyVersion


@dataclass(frozen=True)
class Rule:
    """One version of a policy, with its calendar as it was or is; None = around the clock.

    policy_id, version_id: None of one that is only tried out.
    """

    clock: str
    position: int
    policy_id: int | None
    version_id: int | None
    conditions: Conditions
    targets: Targets
    calendar: WorkCalendar | None = None
    calendar_version_id: int | None = None


@dataclass(frozen=True)
class Rules:
    """The active policies of each clock, in order."""

    ordered: Mapping[str, Sequence[Rule]]

    def matching(self, clock: Clock, case: Case) -> Rule | None:
        """The first that fits; None = this clock has no deadlines for such a ticket."""
        return next((rule for rule in self.ordered.get(clock, ()) if rule.conditions.hold_for(case)), None)

    def look_at_kinds(self) -> bool:
        """Whether any policy tells claims from conversations, which costs a query."""
        return any(rule.conditions.kinds for rules in self.ordered.values() for rule in rules)


def current_rules() -> Rules:
    """Read what counts now: two queries, the second only if a calendar is used."""
    newest = [version for version in newest_versions() if version.policy.active]
    calendars = _current_calendars(newest)
    return in_order(rule_of(version, calendars.get(version.calendar_id or 0)) for version in newest)


def newest_versions() -> list[PolicyVersion]:
    """Of every policy, active or not, with the policy: one query."""
    versions = PolicyVersion.objects.order_by("policy_id", "-number").distinct("policy_id")
    return list(versions.select_related("policy"))


def rules_to_go_by() -> Rules:
    """The same for whoever stores what they come to, inside his transaction.

    Who changes policies, calendars or holidays waits until that is over (see rules_change()), so that no ticket is left
    with a deadline of before.
    """
    shared_lock_to_commit(_LOCK)
    return current_rules()


def rules_change() -> None:
    """Called inside the transaction of a change: from here on nobody goes by the rules of before."""
    advisory_lock_to_commit(_LOCK)


_LOCK = "deadline rules"


def in_order(rules: Iterable[Rule]) -> Rules:
    """Put rules in the order of their policies."""
    ordered: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.position, rule.policy_id or 0)):
        ordered.setdefault(rule.clock, []).append(rule)
    return Rules(ordered)


def rule_of(version: PolicyVersion, calendar: CalendarVersion | None) -> Rule:
    """version: with its policy. calendar: the version of its calendar to go by."""
    return Rule(
        clock=version.policy.clock,
        position=version.policy.position,
        policy_id=version.policy_id,
        version_id=version.pk,
        conditions=Conditions.from_spec(version.conditions),
        targets=Targets.from_spec(version.targets, clock=version.policy.clock),
        calendar=calendar.work_calendar() if calendar else None,
        calendar_version_id=calendar.pk if calendar else None,
    )


class RuleBook:
    """The rules of one batch: those that count now, and on demand the versions of the past that ended waits went by."""

    def __init__(self, current: Rules) -> None:
        self.current = current
        self._used: dict[tuple[int, int | None], Rule] = {}

    def as_used(self, version_id: int | None, calendar_version_id: int | None) -> Rule | None:
        """One version as it was applied; None for none. Two queries for each that was not asked for before."""
        if version_id is None:
            return None
        key = (version_id, calendar_version_id)
        if key not in self._used:
            version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
            calendar = CalendarVersion.objects.get(pk=calendar_version_id) if calendar_version_id else None
            self._used[key] = rule_of(version, calendar)
        return self._used[key]


def _current_calendars(versions: Iterable[PolicyVersion]) -> dict[int, CalendarVersion]:
    wanted = {version.calendar_id for version in versions if version.calendar_id}
    if not wanted:
        return {}
    current = CalendarVersion.objects.current().filter(calendar_id__in=wanted)
    return {version.calendar_id: version for version in current}
