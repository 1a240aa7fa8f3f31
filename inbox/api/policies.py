"""Deadline policies: read by everybody, written by leads. Open tickets follow, what has ended keeps its due times."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from ninja import Router, Status

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.change_preview import ChangePreviewOut, Previewed, change_preview_out
from inbox.api.policy_out import PolicyChanges, PolicyIn, PolicyList, PolicyOut, policy_out
from inbox.api.problems import wrong_field
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.policy_changes import PolicyDraft, check, keep, move
from inbox.deadlines.preview import preview as preview_of
from inbox.deadlines.rules import newest_versions
from inbox.deadlines.targets import Targets
from inbox.deadlines.trial import rules_with
from inbox.models import Calendar, DeadlinePolicy, PolicyVersion
from inbox.people.permissions import may_manage_deadlines, may_see_deadlines

router = Router(tags=["deadline policies"])


@router.get("/deadline-policies", response={200: PolicyList, **problems(401, 403, 429)})
def get_policies(request: ApiRequest) -> PolicyList:
    """All policies of the three clocks, active or not, as they are now."""
    require(request, may_see_deadlines)
    versions = sorted(newest_versions(), key=lambda one: (one.policy.clock, one.policy.position, one.policy_id))
    return PolicyList(items=[policy_out(version) for version in versions])


@router.post(
    "/deadline-policies",
    response={200: ChangePreviewOut, 201: PolicyOut, **problems(400, 401, 403, 413, 422, 429)},
)
def post_policy(
    request: ApiRequest, payload: PolicyIn, preview: Previewed = False
) -> Status[PolicyOut | ChangePreviewOut]:
    """Add a policy, before the others of its clock. 422 names the field that cannot be.

    With `preview=true` nothing is kept: 200 says which open tickets would change and how.
    """
    user, now = require(request, may_manage_deadlines), timezone.now()
    draft = _draft(None, payload.clock, payload.model_dump(exclude={"clock"}), now=now)
    if preview:
        return Status(200, _preview(draft, to=None, now=now))
    return Status(201, _out(keep(draft, by=user, now=now).policy))


@router.get("/deadline-policies/{int:policy_id}", response={200: PolicyOut, **problems(401, 403, 404, 429)})
def get_policy(request: ApiRequest, policy_id: int) -> PolicyOut:
    """One policy."""
    require(request, may_see_deadlines)
    return policy_out(_newest(_policy_or_404(policy_id)))


@router.patch(
    "/deadline-policies/{int:policy_id}",
    response={200: PolicyOut | ChangePreviewOut, **problems(400, 401, 403, 404, 413, 422, 429)},
)
def patch_policy(
    request: ApiRequest, policy_id: int, payload: PolicyChanges, preview: Previewed = False
) -> PolicyOut | ChangePreviewOut:
    """Change parts of a policy; other conditions, targets or another calendar make a new version.

    With `preview=true` nothing is kept: the answer says which open tickets would change and how.
    """
    user, at = require(request, may_manage_deadlines), timezone.now()
    policy = _policy_or_404(policy_id)
    now = _newest(policy)
    sent = payload.model_dump(exclude_unset=True)
    to = sent.pop("position", None)
    said = {"name": policy.name, "active": policy.active, "calendar_id": now.calendar_id}
    said |= {"conditions": now.conditions, "targets": now.targets}
    draft = _draft(policy, policy.clock, said | sent, now=at)
    if preview:
        return _preview(draft, to=to, now=at)
    with transaction.atomic():
        keep(draft, by=user, now=at)
        if to is not None:
            move(policy, to=to, by=user, now=at)
    return _out(policy)


def _preview(draft: PolicyDraft, *, to: int | None, now: datetime) -> ChangePreviewOut:
    return change_preview_out(preview_of(rules_with(draft, to=to), now=now))


def _draft(policy: DeadlinePolicy | None, clock: str, said: dict[str, Any], *, now: datetime) -> PolicyDraft:
    """As it was asked for; the problem that says what cannot be, if anything."""
    calendar = Calendar.objects.kept().filter(pk=said["calendar_id"]).first() if said["calendar_id"] else None
    if said["calendar_id"] and calendar is None:
        raise wrong_field("calendar_id", "there is no such calendar")
    with translation.override("en"):
        draft = PolicyDraft(
            policy=policy,
            clock=clock,
            name=said["name"],
            active=said["active"],
            conditions=Conditions.from_spec(said["conditions"]),
            targets=Targets.from_spec(_given(said["targets"]), clock=clock),
            calendar=calendar,
        )
        check(draft, now=now)
    return draft


def _out(policy: DeadlinePolicy) -> PolicyOut:
    """As it is now."""
    return policy_out(_newest(policy))


def _given(targets: dict[str, Any]) -> dict[str, Any]:
    """Without those that say nothing: a clock refuses only what is asked of it. No points at all are something."""
    return {name: value for name, value in targets.items() if value or value == []}


def _newest(policy: DeadlinePolicy) -> PolicyVersion:
    return policy.versions.select_related("policy").latest("number")


def _policy_or_404(policy_id: int) -> DeadlinePolicy:
    found = DeadlinePolicy.objects.filter(pk=policy_id).first()
    if found is None:
        raise Http404
    return found
