"""How much templates have to do with a message: their words that the message has, too, rare ones before common ones."""

import math
from collections import defaultdict
from collections.abc import Sequence

SHORTEST = 3
"""Letters of a word that says something: "où", "de" and "is" do not."""


class Likeness:
    """Of messages to some texts. texts: words of each, as shelf.plain() writes them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._number = len(texts)
        self._texts_with: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for word in set(text.split()):
                if len(word) >= SHORTEST:
                    self._texts_with[word].append(place)

    def of(self, message: str) -> list[float]:
        """Of each text, from 0 to 1 = every word of the message that any of them has."""
        found = [self._texts_with[word] for word in set(message.split()) & self._texts_with.keys()]
        weights = [math.log(1 + self._number / len(places)) for places in found]
        whole = sum(weights)
        likeness = [0.0] * self._number
        for weight, places in zip(weights, found, strict=True):
            share = weight / whole
            for place in places:
                likeness[place] += share
        return likeness
