"""All templates that may be picked, as they are looked through in one language: what is the same for every request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from templates_app.likeness import Likeness

LIKE_ENOUGH = 75
"""Of 100: from here on a name matches what was typed."""
_WHOLE, _WORDS = 100.0, 80.0
"""Of 100: what was typed stands in the name; all its words stand somewhere in the text."""
_LETTERS_OF_MESSAGE = 600


@dataclass(frozen=True)
class Candidate:
    """A published template. words: plain(), of its name and what it says in the language wanted, else in any."""

    id: int
    name: str
    topic: str
    marketplaces: Sequence[str]
    kinds: Sequence[str]
    languages: Sequence[str]
    words: str


class Shelf:
    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = sorted(candidates, key=lambda one: (one.name, one.id))
        self._names = [plain(one.name) for one in self.candidates]
        self._likeness = Likeness([one.words for one in self.candidates])

    def like(self, message: str) -> Sequence[float]:
        """Of each candidate, from 0 to 1, how much it has to do with what a buyer wrote."""
        return self._likeness.of(plain(message[:_LETTERS_OF_MESSAGE]))

    def matching(self, typed: str) -> dict[int, float]:
        """Places of the candidates that are meant by what was typed, with how well of 100; all if that is nothing."""
        if not typed:
            return dict.fromkeys(range(len(self.candidates)), 0.0)
        wanted = plain(typed)
        return {**self._with_near_names(wanted), **dict(self._with_words(wanted))}

    def _with_words(self, wanted: str) -> Iterator[tuple[int, float]]:
        asked = wanted.split()
        for place, (name, one) in enumerate(zip(self._names, self.candidates, strict=True)):
            if wanted in name:
                yield place, _WHOLE
            elif all(word in one.words for word in asked):
                yield place, _WORDS

    def _with_near_names(self, wanted: str) -> dict[int, float]:
        found = process.extract(
            wanted, self._names, scorer=fuzz.partial_ratio, processor=None, limit=None, score_cutoff=LIKE_ENOUGH
        )
        return {place: score for _name, score, place in found}


def plain(text: str) -> str:
    """Small letters and digits, with spaces between."""
    return utils.default_process(text)
