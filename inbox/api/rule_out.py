"""Rules as JSON, in and out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from inbox.api.fields import STORABLE, STORABLE_THROUGHOUT, Text
from inbox.models import Happening, Rule, Since
from inbox.rules.actions.registry import ACTIONS
from inbox.rules.fields import FIELDS, Op
from inbox.rules.retrying import LastProblem, last_problems

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), STORABLE]
Folder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), STORABLE]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ComparisonPart(_Part):
    """One comparison. values: any of them; none for "known". not: turned round.

    What is not known of a ticket fits no comparison but "known", turned round or not.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    field: Annotated[Text, Field(json_schema_extra={"enum": list(FIELDS)})]
    op: Op
    values: list[StrictBool | StrictInt | float | Text] = []
    negated: StrictBool = Field(False, alias="not")


class GroupPart(_Part):
    """One of these must hold."""

    any: list[ComparisonPart]


class ConditionsPart(_Part):
    """All groups must hold; none = every ticket."""

    all: list[GroupPart] = []


class ActionPart(_Part):
    """do: tag, untag, topic, level, priority, assign, notify, note, snooze, webhook and the like; value: as it needs.

    Tags and people to notify are lists; people, webhooks and templates are their ids as texts.
    """

    do: Annotated[Text, Field(json_schema_extra={"enum": list(ACTIONS)})]
    value: Annotated[StrictInt | Text | list[Text] | dict[str, Any], STORABLE_THROUGHOUT]


class RuleIn(_Part):
    """A new rule stands behind the others of its folder. since, hours: of "time" alone."""

    name: Name
    folder: Folder = ""
    happening: Happening
    since: Since | None = None
    hours: StrictInt | None = None
    active: StrictBool = False
    stops: StrictBool = False
    conditions: ConditionsPart = ConditionsPart()
    actions: list[ActionPart]


class RuleChanges(_Part):
    """What is left out stays as it is; conditions and actions as a whole."""

    name: Name = None  # type: ignore[assignment]
    folder: Folder = None  # type: ignore[assignment]
    happening: Happening = None  # type: ignore[assignment]
    since: Since | None = None
    hours: StrictInt | None = None
    active: StrictBool = None  # type: ignore[assignment]
    stops: StrictBool = None  # type: ignore[assignment]
    conditions: ConditionsPart = None  # type: ignore[assignment]
    actions: list[ActionPart] = None  # type: ignore[assignment]


class RuleOut(BaseModel):
    """One rule. Rules are asked folder by folder by their names, in each by position.

    hits: how often it fitted. error: why an action of it last failed, as long as
    that is listed, in the language asked for (Accept-Language).
    """

    id: int
    name: str
    folder: str
    position: int
    happening: Happening
    since: Since | None
    hours: int | None
    active: bool
    stops: bool
    conditions: dict[str, Any]
    actions: list[dict[str, Any]]
    hits: int
    hit_at: datetime | None
    error: str | None
    error_at: datetime | None


class RuleList(BaseModel):
    """In the order in which they are asked."""

    items: list[RuleOut]


class TriedOut(BaseModel):
    """What a rule would have done in the last 30 days; nothing was changed.

    seen: how often it would have been asked. ticket_ids: the newest of those it would have acted on.
    cut: there was more than is looked at. written_first: numbers of late orders without a ticket whose buyers it would
    have written to first.
    """

    seen: int
    hits: int
    tickets: int
    ticket_ids: list[int]
    cut: bool
    written_first: list[str]


def rule_out(rule: Rule) -> RuleOut:
    return rules_out([rule])[0]


def rules_out(rules: Sequence[Rule]) -> list[RuleOut]:
    problems = last_problems(rules)
    return [_rule_out(rule, problems.get(rule.pk)) for rule in rules]


def _rule_out(rule: Rule, problem: LastProblem | None) -> RuleOut:
    return RuleOut(
        id=rule.pk,
        name=rule.name,
        folder=rule.folder,
        position=rule.position,
        happening=Happening(rule.happening),
        since=Since(rule.since) if rule.since else None,
        hours=rule.hours,
        active=rule.active,
        stops=rule.stops,
        conditions=rule.conditions,
        actions=rule.actions,
        hits=rule.hits,
        hit_at=rule.hit_at,
        error=problem.why if problem else None,
        error_at=problem.at if problem else None,
    )
