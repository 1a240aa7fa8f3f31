"""How much a template has to do with a message: its words that the message has, too, rare ones before common ones."""

import math
from collections import Counter
from collections.abc import Iterable

SHORTEST = 3
"""Letters of a word that says something: "où", "de" and "is" do not."""


class Likeness:
    """Of one message to the templates of one ranking. words: of each template, as ranking.plain() writes them."""

    def __init__(self, message: str, words: Iterable[str]) -> None:
        known = [set(one.split()) for one in words]
        in_templates = Counter(word for one in known for word in one)
        asked = {word for word in message.split() if len(word) >= SHORTEST and word in in_templates}
        self._weights = {word: math.log(1 + len(known) / in_templates[word]) for word in asked}
        self._whole = sum(self._weights.values())

    def of(self, words: str) -> float:
        """From 0 to 1 = every word of the message that any template has."""
        if not self._whole:
            return 0.0
        return sum(self._weights[word] for word in set(words.split()) & self._weights.keys()) / self._whole
