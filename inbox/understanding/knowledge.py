"""What messages are read with besides the phrase lists of Guichet: the shop's own phrases, and what was learnt."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inbox.models import OwnPhrases
from inbox.understanding.classify import Learnt
from inbox.understanding.learning.keeping import learnt_topics
from inbox.understanding.phrase_lists import Entry, Strength


@dataclass(frozen=True)
class Knowledge:
    """own: by language. learnt: None while nothing is better than the lists."""

    own: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    learnt: Learnt | None = None


def knowledge() -> Knowledge:
    """As it is now: two queries."""
    return Knowledge(own_phrases(), learnt_topics())


def own_phrases() -> Mapping[str, tuple[Entry, ...]]:
    """What the shop has added, by language."""
    own: dict[str, tuple[Entry, ...]] = {}
    for row in OwnPhrases.objects.order_by("language", "about", "strength"):
        entries = (Entry(row.about, Strength(row.strength), phrase) for phrase in row.phrases)
        own[row.language] = (*own.get(row.language, ()), *entries)
    return own
