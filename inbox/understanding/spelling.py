"""Short forms and slips of the pen: "cmd" and "commmande" are read as the word of the lists that they stand for.

A word is put right only if one letter is missing, too many, wrong or swapped with its neighbour, if it is long, and if
it begins as the word does; so few words become another.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

SHORTEST = 6
"""Letters of a word that is put right; shorter ones are too often another word."""


class Spelling:
    def __init__(self, short_forms: Mapping[str, str], vocabulary: Collection[str]) -> None:
        self._short_forms = {short: long.split() for short, long in short_forms.items()}
        self._stems = frozenset(vocabulary)
        self._near: dict[str, str] = {}
        for word in sorted(vocabulary):
            if len(word) >= SHORTEST:
                for shorter in _one_less(word):
                    self._near.setdefault(shorter, word)

    def put_right(self, words: Sequence[str]) -> list[str]:
        """The words as the lists spell them."""
        right: list[str] = []
        for word in words:
            right += self._short_forms.get(word) or [self._nearest(word)]
        return right

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or self._is_known(word):
            return word
        for shorter in (word, *_one_less(word)):
            near = self._near.get(shorter)
            if near and near[:2] == word[:2] and abs(len(near) - len(word)) <= 1:
                return near
        return word

    def _is_known(self, word: str) -> bool:
        return any(word[:end] in self._stems for end in range(4, len(word) + 1))


def _one_less(word: str) -> Iterator[str]:
    """The word without one of its letters; of twins only one."""
    yield from {word[:at] + word[at + 1 :] for at in range(1, len(word))}
