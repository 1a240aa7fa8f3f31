"""What leads do with deadline policies: add one, change it by a new version, put it elsewhere. Open tickets follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from connectors.models import Account
from connectors.registry import connectors
from inbox.deadlines import recompute
from inbox.deadlines.clocks import by_day, without_pauses
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.ready_made import name_to_keep
from inbox.deadlines.targets import Targets
from inbox.errors import BadPolicy
from inbox.models import Calendar, CalendarVersion, DeadlinePolicy, PolicyVersion, Recomputation, User
from inbox.models.ticket import CLAIM

KINDS = ("message", CLAIM)


@dataclass(frozen=True)
class PolicyDraft:
    """A policy as somebody wants it. policy: the one to change; None = a new one, which comes first on its clock.

    name: empty only of a ready-made one, which has a name of its own.
    """

    policy: DeadlinePolicy | None
    clock: str
    name: str
    active: bool
    conditions: Conditions
    targets: Targets
    calendar: Calendar | None


@dataclass(frozen=True)
class Kept:
    """recomputation: how far the open tickets have followed; None if nothing changes for them."""

    policy: DeadlinePolicy
    recomputation: Recomputation | None = None


def check(draft: PolicyDraft, *, now: datetime) -> None:
    """Raises BadPolicy for what no ticket can ever meet, or nobody can read in a list."""
    if not draft.name.strip() and not (draft.policy and draft.policy.ready_made):
        raise BadPolicy("name", _("Give the policy a name."))
    if unknown := draft.conditions.marketplaces - connectors().keys():
        raise BadPolicy("conditions.marketplaces", _("“%(value)s” is no marketplace here.") % {"value": min(unknown)})
    if unknown := draft.conditions.kinds - set(KINDS):
        raise BadPolicy("conditions.kinds", _("“%(value)s” is no kind of ticket.") % {"value": min(unknown)})
    accounts = draft.conditions.accounts
    if len(accounts) != Account.objects.filter(pk__in=accounts).count():
        raise BadPolicy("conditions.accounts", _("There is no such account."))
    if draft.calendar is not None:
        _check_calendar(draft, draft.calendar, now)


def keep(draft: PolicyDraft, *, by: User, now: datetime) -> Kept:
    """Store it; another condition, target or calendar makes a new version. Raises BadPolicy (see check)."""
    check(draft, now=now)
    with transaction.atomic():
        policy = _locked(draft)
        last = policy.versions.order_by("-number").first()
        before = (policy.active, _said(last) if last else None)
        policy.name, policy.active = name_to_keep(policy, draft.name.strip()), draft.active
        policy.save(update_fields=["name", "active"])
        wanted = (draft.conditions.as_spec(), draft.targets.as_spec(), draft.calendar.pk if draft.calendar else None)
        if before == (policy.active, wanted):
            return Kept(policy)
        if last is None or _said(last) != wanted:
            PolicyVersion.objects.create(
                policy=policy,
                number=last.number + 1 if last else 1,
                conditions=wanted[0],
                targets=wanted[1],
                calendar=draft.calendar,
                made_at=now,
                made_by=by,
            )
        return Kept(policy, recompute.begin(by=by, now=now))


def move(policy: DeadlinePolicy, *, to: int, by: User, now: datetime) -> Kept:
    """Put it at this place on its clock, 1 = first; too far is last."""
    with transaction.atomic():
        order = moved(list(DeadlinePolicy.objects.select_for_update().filter(clock=policy.clock)), policy, to)
        _number(order)
        policy.refresh_from_db()
        return Kept(policy, recompute.begin(by=by, now=now))


def moved(policies: Sequence[DeadlinePolicy], policy: DeadlinePolicy, to: int) -> list[DeadlinePolicy]:
    """The policies of one clock in the order in which they would be. policies: in their order."""
    others = [one for one in policies if one.pk != policy.pk]
    return [*others[: to - 1], policy, *others[to - 1 :]]


def _locked(draft: PolicyDraft) -> DeadlinePolicy:
    if draft.policy is not None:
        return DeadlinePolicy.objects.select_for_update().get(pk=draft.policy.pk)
    policies = list(DeadlinePolicy.objects.select_for_update().filter(clock=draft.clock))
    policy = DeadlinePolicy.objects.create(clock=draft.clock, position=0, name=draft.name, active=draft.active)
    _number([policy, *policies])
    return policy


def _number(policies: Sequence[DeadlinePolicy]) -> None:
    for position, policy in enumerate(policies, start=1):
        if policy.position != position:
            policy.position = position
            policy.save(update_fields=["position"])


def _said(version: PolicyVersion) -> tuple[object, object, int | None]:
    return version.conditions, version.targets, version.calendar_id


def _check_calendar(draft: PolicyDraft, calendar: Calendar, now: datetime) -> None:
    """A calendar that opens so seldom that a target is never reached gives no deadline, which nobody would notice."""
    if calendar.removed_at is not None:
        raise BadPolicy("calendar_id", _("There is no such calendar."))
    rules = CalendarVersion.objects.current().get(calendar=calendar).work_calendar()
    targets = draft.targets
    lengths = [targets.hard, targets.first, targets.next, targets.acknowledgement, targets.resolution]
    never = any(length and without_pauses(rules, now, length) is None for length in lengths)
    if never or (targets.days and by_day(rules, now, targets.days, past_closed_days=True) is None):
        raise BadPolicy("calendar_id", _("This calendar opens too seldom for these lengths."))
