"""Deadline policies as JSON, in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from inbox.api.fields import STORABLE, Text
from inbox.deadlines.ready_made import name_of
from inbox.models import Clock, PolicyVersion

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), STORABLE]
Minutes = Annotated[StrictInt, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConditionsPart(_Part):
    """Which tickets it is for: all lists that are not empty must fit; of the values of one, any.

    channels: sales channels by their code. kinds: "message", or "claim" (also a conversation on which a claim is open).
    levels: 1 and 2; a ticket without one is of level 1.
    """

    marketplaces: list[Text] = []
    accounts: list[StrictInt] = []
    channels: list[Text] = []
    kinds: list[Text] = []
    topics: list[Text] = []
    levels: list[StrictInt] = []
    languages: list[Text] = []
    tags: list[Text] = []


class TargetsPart(_Part):
    """What it asks for; left out, null or 0 = no such deadline.

    Clock "marketplace": soft_minutes (when buyers lose patience, around the clock), hard_minutes (the deadline).
    "company": first_minutes or next_minutes for the answer, acknowledgement_minutes, resolution_minutes; working time.
    "statutory": acknowledgement_minutes, days (calendar days after that of the message), past_closed_days (a last day
    that is closed in the calendar moves on).
    Of each: warn_minutes, how long before a deadline people are warned, in the hours that it is counted in; left out or
    null = as the installation is set, [] = only once it is late.
    """

    soft_minutes: Minutes | None = None
    hard_minutes: Minutes | None = None
    first_minutes: Minutes | None = None
    next_minutes: Minutes | None = None
    acknowledgement_minutes: Minutes | None = None
    resolution_minutes: Minutes | None = None
    days: Minutes | None = None
    past_closed_days: StrictBool | None = None
    warn_minutes: list[StrictInt] | None = None


class PolicyIn(_Part):
    """calendar_id: null = around the clock. A new policy comes first on its clock."""

    clock: Clock
    name: Name
    active: StrictBool = True
    conditions: ConditionsPart = ConditionsPart()
    targets: TargetsPart = TargetsPart()
    calendar_id: StrictInt | None = None


class PolicyChanges(_Part):
    """What is left out stays as it is. conditions, targets: as a whole. position: 1 = first on its clock."""

    name: Name = None  # type: ignore[assignment]
    active: StrictBool = None  # type: ignore[assignment]
    position: Annotated[StrictInt, Field(ge=1, lt=2**31)] = None  # type: ignore[assignment]
    conditions: ConditionsPart = None  # type: ignore[assignment]
    targets: TargetsPart = None  # type: ignore[assignment]
    calendar_id: StrictInt | None = None


class PolicyOut(BaseModel):
    """One policy. On each clock the first active one that fits a ticket counts.

    ready_made: the code of one that came with Guichet; until somebody renames it, it is called in the language asked
    for (Accept-Language). version: of what it says now; earlier ones are kept.
    """

    id: int
    clock: Clock
    position: int
    name: str
    active: bool
    ready_made: str | None
    version: int
    made_at: datetime
    conditions: ConditionsPart
    targets: TargetsPart
    calendar_id: int | None


class PolicyList(BaseModel):
    """In order, clock by clock."""

    items: list[PolicyOut]


def policy_out(version: PolicyVersion) -> PolicyOut:
    """version: with its policy."""
    policy = version.policy
    return PolicyOut(
        id=policy.pk,
        clock=Clock(policy.clock),
        position=policy.position,
        name=name_of(policy),
        active=policy.active,
        ready_made=policy.ready_made or None,
        version=version.number,
        made_at=version.made_at,
        conditions=ConditionsPart.model_validate(version.conditions),
        targets=TargetsPart.model_validate(version.targets),
        calendar_id=version.calendar_id,
    )
