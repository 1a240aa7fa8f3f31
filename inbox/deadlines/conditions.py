"""Which tickets a policy is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from inbox.errors import BadPolicy
from inbox.understanding.classification import FORMER_TOPICS

LEVELS = (1, 2)
MOST_VALUES = 200
LONGEST_VALUE = 100


@dataclass(frozen=True)
class Case:
    """What policies look at of a ticket. level: 1 where nobody has set one. kind: "message" or "claim"."""

    marketplace: str
    account: int
    channel: str = ""
    kind: str = "message"
    topic: str = ""
    level: int = 1
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """All that are given must hold; of the values of one, any. An empty one says nothing."""

    marketplaces: frozenset[str] = frozenset()
    accounts: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def hold_for(self, case: Case) -> bool:
        return (
            _among(case.marketplace, self.marketplaces)
            and _among(case.account, self.accounts)
            and _among(case.channel, self.channels)
            and _among(case.kind, self.kinds)
            and _among(case.topic, self.topics)
            and _among(case.level, self.levels)
            and _among(case.language, self.languages)
            and (not self.tags or not self.tags.isdisjoint(tag.lower() for tag in case.tags))
        )

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        """Read lists by name, as as_spec() writes them. Raises BadPolicy naming the list that cannot be."""
        for name in spec:
            if name not in _NUMBERS and name not in _WORDS:
                raise BadPolicy("conditions", _("“%(name)s” is no condition.") % {"name": name})
        numbers = {name: _values(spec, name, int) for name in _NUMBERS}
        words = {name: _values(spec, name, str) for name in _WORDS}
        if not numbers["levels"] <= set(LEVELS):
            raise BadPolicy("conditions.levels", _("There are levels 1 and 2."))
        words["topics"] = frozenset(FORMER_TOPICS.get(topic, topic) for topic in words["topics"])
        words["tags"] = frozenset(tag.lower() for tag in words["tags"])
        return cls(**numbers, **words)

    def as_spec(self) -> dict[str, list[Any]]:
        """Write those that are given, sorted: what a version stores and the API shows."""
        return {name: sorted(values) for name in (*_WORDS, *_NUMBERS) if (values := getattr(self, name))}


_NUMBERS = ("accounts", "levels")
_WORDS = ("marketplaces", "channels", "kinds", "topics", "languages", "tags")


def _among(value: Any, wanted: frozenset[Any]) -> bool:
    return not wanted or value in wanted


def _values(spec: Mapping[str, Any], name: str, kind: type) -> frozenset[Any]:
    given = spec.get(name) or []
    field = f"conditions.{name}"
    if not isinstance(given, Sequence) or isinstance(given, str | bytes) or len(given) > MOST_VALUES:
        raise BadPolicy(field, _("This must be a list of at most %(most)d values.") % {"most": MOST_VALUES})
    if any(type(value) is not kind for value in given):
        raise BadPolicy(field, _("Numbers are wanted here.") if kind is int else _("Words are wanted here."))
    if any(isinstance(value, str) and not 0 < len(value) <= LONGEST_VALUE for value in given):
        raise BadPolicy(field, _("A value is empty or too long."))
    return frozenset(given)
