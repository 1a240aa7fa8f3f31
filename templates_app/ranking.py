"""Which templates fit what a buyer wrote: points for each sign, so that the order can be explained."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, utils

from templates_app.likeness import Likeness

TOPIC_PARENTS: Final[Mapping[str, str]] = {
    "returns": "withdrawal",
    "refund": "withdrawal",
    "guarantee": "defective",
    "wrong_item": "defective",
}
"""Topics that are near another one: a template for the one is worth a look for the other."""
LIKE_ENOUGH = 75
"""Of 100: from here on a name matches what was typed."""
SIMILAR_ENOUGH = 0.3
"""Of 1: from here on the message's words speak for a template."""
_LETTERS_OF_MESSAGE = 600


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
class Candidate:
    """A published template. words: plain(), of its name and what it says in the language wanted, else in any."""

    id: int
    name: str
    topic: str
    marketplaces: Sequence[str]
    kinds: Sequence[str]
    languages: Sequence[str]
    use_count: int
    words: str


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


def rank(candidates: Iterable[Candidate], situation: Situation, *, at_most: int) -> list[Proposal]:
    """The candidates that may be used here, best first.

    One for other marketplaces or kinds is left out, and while something is typed one that is not like it.
    """
    fitting = [one for one in candidates if _may_be_used(one, situation)]
    most_used = max((one.use_count for one in fitting), default=0)
    likeness = Likeness(plain(situation.text[:_LETTERS_OF_MESSAGE]), [one.words for one in fitting])
    found = [_proposal(one, situation, likeness=likeness, most_used=most_used) for one in fitting]
    names = {one.id: one.name for one in fitting}
    return sorted((one for one in found if one), key=lambda one: (-one.points, names[one.id]))[:at_most]


def plain(text: str) -> str:
    """Small letters and digits, with spaces between."""
    return utils.default_process(text)


def _may_be_used(one: Candidate, situation: Situation) -> bool:
    return (not one.marketplaces or situation.marketplace in one.marketplaces) and (
        not one.kinds or situation.kind in one.kinds
    )


def _proposal(one: Candidate, situation: Situation, *, likeness: Likeness, most_used: int) -> Proposal | None:
    points: dict[Reason, float] = {}
    if situation.typed:
        match = _match(situation.typed, one)
        if match < LIKE_ENOUGH:
            return None
        points[Reason.TYPED] = match
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
    if one.use_count:
        points[Reason.USED] = 15 * math.log1p(one.use_count) / math.log1p(most_used)
    if (like := likeness.of(one.words)) >= SIMILAR_ENOUGH:
        points[Reason.SIMILAR] = 30 * like
    reasons = sorted(points, key=lambda reason: -points[reason])
    return Proposal(one.id, sum(points.values()), tuple(reasons))


def _match(typed: str, one: Candidate) -> float:
    """Of 100: with the name, or all the typed words somewhere in the text."""
    wanted = plain(typed)
    name = plain(one.name)
    if wanted in name:
        return 100
    if all(word in one.words for word in wanted.split()):
        return 80
    return fuzz.partial_ratio(wanted, name)


def _are_near(one: str, other: str) -> bool:
    return TOPIC_PARENTS.get(one, one) == TOPIC_PARENTS.get(other, other)
