"""Finds patterns of words in a sentence. Every word is looked up once; so the cost grows with the text alone."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from connectors.policy.wording.phrases import Entry, Pattern, Phrasebook
from connectors.policy.wording.sentences import Word

Place = tuple[int, int]
"""From which word to which, the last one included."""
Key = tuple[str, str]
"""Group and language."""

LANGUAGES = ("fr", "en", "de", "es", "it")
MOST_PLACES = 8
"""Of one group in one sentence; more say nothing new, and would cost."""


class Matcher:
    """The phrasebook, indexed by the first word of each expression; `here` and `elsewhere` are marketplaces' names."""

    def __init__(self, book: Phrasebook, *, here: Sequence[str], elsewhere: Sequence[str]) -> None:
        self._patterns = book.patterns
        self._whole: dict[str, list[tuple[Entry, Key]]] = {}
        self._begun: dict[str, list[tuple[Entry, Key]]] = {}
        for name, lists in book.groups.items():
            for language, entries in lists.items():
                for entry in entries:
                    self._add(entry, (name, language))
        for name, names in (("here", here), ("elsewhere", elsewhere)):
            for called in names:
                self._add(tuple(called.split()), (name, ""))
        self._begin_lengths = sorted({len(begin) for begin in self._begun})
        self._beginning_with = lru_cache(maxsize=4096)(self._look_up)

    def found(self, sentence: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """Rule, start and end in the text."""
        places = self._places([word.text for word in sentence])
        groups = {group for group, _language in places}
        for pattern in self._patterns:
            if groups.issuperset(pattern.all):
                for language in LANGUAGES:
                    if place := _match(pattern, places, language):
                        yield pattern.rule, sentence[place[0]].start, sentence[place[1]].end
                        break

    def _add(self, entry: Entry, key: Key) -> None:
        first = entry[0]
        index = self._begun if first.endswith("*") else self._whole
        index.setdefault(first.rstrip("*"), []).append((entry, key))

    def _places(self, words: Sequence[str]) -> Mapping[Key, list[Place]]:
        """Where words of each group stand, in order."""
        places: dict[Key, list[Place]] = {}
        for at, word in enumerate(words):
            for entry, key in self._beginning_with(word):
                if len(entry) == 1 or _goes_on(entry, words, at):
                    known = places.setdefault(key, [])
                    if len(known) < MOST_PLACES:
                        known.append((at, at + len(entry) - 1))
        return places

    def _look_up(self, word: str) -> Sequence[tuple[Entry, Key]]:
        """Every expression that may begin with this word."""
        found = list(self._whole.get(word, ()))
        for length in self._begin_lengths:
            if length <= len(word):
                found += self._begun.get(word[:length], ())
        return tuple(found)


def _goes_on(entry: Entry, words: Sequence[str], at: int) -> bool:
    """Whether the words after this one are those of the expression."""
    if at + len(entry) > len(words):
        return False
    for wanted, word in zip(entry[1:], words[at + 1 : at + len(entry)], strict=True):
        if wanted != word and wanted != "_" and not (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return False
    return True


def _match(pattern: Pattern, places: Mapping[Key, list[Place]], language: str) -> Place | None:
    """The narrowest place that has all groups, if it is narrow enough."""
    if any(_of(group, places, language) for group in pattern.unless):
        return None
    lists = [_of(group, places, language) for group in pattern.all]
    if not all(lists):
        return None
    best = None
    for first in lists[0]:
        place = _around(first, lists[1:], ordered=pattern.ordered)
        is_narrow = place is not None and place[1] - place[0] <= pattern.within
        if place is not None and is_narrow and (best is None or place[1] - place[0] < best[1] - best[0]):
            best = place
    return best


def _of(group: str, places: Mapping[Key, list[Place]], language: str) -> list[Place]:
    both = places.get((group, language), []) + places.get((group, ""), [])
    return sorted(both)


def _around(first: Place, lists: Sequence[Sequence[Place]], *, ordered: bool) -> Place | None:
    """The first place with the nearest one of each other list; None if an order is asked for and not kept."""
    start, end = first
    for others in lists:
        possible = [other for other in others if other[0] > end] if ordered else others
        nearest = min(possible, key=lambda other: max(other[1], end) - min(other[0], start), default=None)
        if nearest is None:
            return None
        start, end = min(start, nearest[0]), max(end, nearest[1])
    return start, end
