"""Rules: read, written and tried by leads."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Router, Status

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.problems import wrong_field
from inbox.api.rule_out import RuleChanges, RuleIn, RuleList, RuleOut, TriedOut, rule_out, rules_out
from inbox.models import Rule
from inbox.people.permissions import may_manage_rules
from inbox.rules import keeping
from inbox.rules.actions.registry import steps_of
from inbox.rules.conditions import Conditions
from inbox.rules.dry_run import dry_run
from inbox.rules.errors import BadRule
from inbox.rules.keeping import RuleDraft

router = Router(tags=["rules"])


@router.get("/rules", response={200: RuleList, **problems(401, 403, 429)})
def get_rules(request: ApiRequest) -> RuleList:
    """All rules, switched on or off."""
    require(request, may_manage_rules)
    return RuleList(items=rules_out(list(Rule.objects.in_order())))


@router.post("/rules", response={201: RuleOut, **problems(400, 401, 403, 413, 422, 429)})
def post_rule(request: ApiRequest, payload: RuleIn) -> Status[RuleOut]:
    """Make a rule, behind the others of its folder. 422 names the part that cannot be."""
    user = require(request, may_manage_rules)
    draft = _draft(payload.model_dump(by_alias=True))
    return Status(201, rule_out(keeping.keep(None, draft, by=user, now=timezone.now())))


@router.post("/rules/try", response={200: TriedOut, **problems(400, 401, 403, 413, 422, 429)})
def post_try(request: ApiRequest, payload: RuleIn) -> TriedOut:
    """What such a rule would have done in the last 30 days. Nothing is kept or changed."""
    require(request, may_manage_rules)
    tried = dry_run(_draft(payload.model_dump(by_alias=True)), now=timezone.now())
    return TriedOut(
        seen=tried.seen,
        hits=tried.hits,
        tickets=tried.tickets,
        ticket_ids=[one.ticket.pk for one in tried.shown],
        cut=tried.is_cut,
        written_first=[order.external_id for order in tried.written_first],
    )


@router.get("/rules/{int:rule_id}", response={200: RuleOut, **problems(401, 403, 404, 429)})
def get_rule(request: ApiRequest, rule_id: int) -> RuleOut:
    """One rule."""
    require(request, may_manage_rules)
    return rule_out(_rule_or_404(rule_id))


@router.patch("/rules/{int:rule_id}", response={200: RuleOut, **problems(400, 401, 403, 404, 413, 422, 429)})
def patch_rule(request: ApiRequest, rule_id: int, payload: RuleChanges) -> RuleOut:
    """Change parts of a rule."""
    user = require(request, may_manage_rules)
    rule = _rule_or_404(rule_id)
    said = rule_out(rule).model_dump(include=set(RuleIn.model_fields))
    draft = _draft(said | payload.model_dump(exclude_unset=True, by_alias=True))
    return rule_out(keeping.keep(rule, draft, by=user, now=timezone.now()))


@router.delete("/rules/{int:rule_id}", response={204: None, **problems(401, 403, 404, 429)})
def delete_rule(request: ApiRequest, rule_id: int) -> Status[None]:
    """Take a rule away; what it did stays."""
    require(request, may_manage_rules)
    _rule_or_404(rule_id).delete()
    return Status(204, None)


def _draft(said: dict[str, Any]) -> RuleDraft:
    try:
        draft = RuleDraft(
            name=said["name"],
            folder=said["folder"],
            happening=said["happening"],
            since=said["since"] or "",
            hours=said["hours"],
            active=said["active"],
            stops=said["stops"],
            conditions=Conditions.from_spec(said["conditions"]),
            steps=steps_of(said["actions"]),
        )
        keeping.check(draft)
    except BadRule as error:
        raise wrong_field(error.field, str(error)) from error
    return draft


def _rule_or_404(rule_id: int) -> Rule:
    found = Rule.objects.filter(pk=rule_id).first()
    if found is None:
        raise Http404
    return found
