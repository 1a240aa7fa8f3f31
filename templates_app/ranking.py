"""Which templates fit what a buyer wrote: points for each sign, so that the order can be explained."""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from templates_app.shelf import Candidate, Shelf

TOPIC_PARENTS: Final[Mapping[str, str]] = {
    "returns": "withdrawal",
    "refund": "withdrawal",
    "guarantee": "defective",
    "wrong_item": "defective",
}
"""Topics that are near another one: a template for the one is worth a look for the other."""
SIMILAR_ENOUGH = 0.3
"""Of 1: from here on the message's words speak for a template."""


class Reason(StrEnum):
    """Why a template is proposed."""

    TOPIC = "topic"
    NEAR_TOPIC = "near_topic"
    LANGUAGE = "language"
    MARKETPLACE = "marketplace"
    KIND = "kind"
    USED = "used"
    SIMILAR = "similar"
    TYPED = "typed"


@dataclass(frozen=True)
class Situation:
    """What is to be answered. text: the buyer's newest words. typed: what the agent looks for; empty = nothing yet."""

    topic: str
    language: str
    marketplace: str
    kind: str
    text: str
    typed: str = ""


@dataclass(frozen=True)
class Proposal:
    """points: only to compare with others of the same ranking. reasons: the weightiest first."""

    id: int
    points: float
    reasons: Sequence[Reason]


def rank(shelf: Shelf, situation: Situation, *, uses: Mapping[int, int], at_most: int) -> list[Proposal]:
    """The templates that may be used here, best first. uses: how often each was, by id.

    One for other marketplaces or kinds is left out, and while something is typed one that is not like it.
    """
    matches = shelf.matching(situation.typed)
    fitting = [place for place in matches if _may_be_used(shelf.candidates[place], situation)]
    most_used = max((uses.get(shelf.candidates[place].id, 0) for place in fitting), default=0)
    likeness = shelf.like(situation.text)

    def signs(place: int) -> dict[Reason, float]:
        one = shelf.candidates[place]
        used = math.log1p(uses.get(one.id, 0)) / (math.log1p(most_used) or 1)
        return _points(one, situation, typed=matches[place], used=used, like=likeness[place])

    ranked = ((-sum(signs(place).values()), place) for place in fitting)
    return [_proposal(shelf.candidates[place], signs(place)) for _sum, place in heapq.nsmallest(at_most, ranked)]


def _may_be_used(one: Candidate, situation: Situation) -> bool:
    return (not one.marketplaces or situation.marketplace in one.marketplaces) and (
        not one.kinds or situation.kind in one.kinds
    )


def _points(one: Candidate, situation: Situation, *, typed: float, used: float, like: float) -> dict[Reason, float]:
    """typed: how well it matches, of 100. used: as often as the one used most, of 1. like: the message, of 1."""
    points: dict[Reason, float] = {}
    if typed:
        points[Reason.TYPED] = typed
    if one.topic and one.topic == situation.topic:
        points[Reason.TOPIC] = 40
    elif one.topic and _are_near(one.topic, situation.topic):
        points[Reason.NEAR_TOPIC] = 15
    if situation.language in one.languages:
        points[Reason.LANGUAGE] = 20
    if one.marketplaces:
        points[Reason.MARKETPLACE] = 8
    if one.kinds:
        points[Reason.KIND] = 8
    if used:
        points[Reason.USED] = 15 * used
    if like >= SIMILAR_ENOUGH:
        points[Reason.SIMILAR] = 30 * like
    return points


def _proposal(one: Candidate, points: Mapping[Reason, float]) -> Proposal:
    reasons = sorted(points, key=lambda reason: -points[reason])
    return Proposal(one.id, sum(points.values()), tuple(reasons))


def _are_near(one: str, other: str) -> bool:
    return TOPIC_PARENTS.get(one, one) == TOPIC_PARENTS.get(other, other)
