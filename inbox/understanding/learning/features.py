"""What the classifier looks at: words, pairs of words, pieces of words, and what the phrase lists say."""

from collections.abc import Iterator, Mapping, Sequence

from inbox.understanding.classification import Scores

_PIECES = (3, 4)
_MOST_WORDS = 120
"""A long message says what it is about in its first sentences."""
OF_LISTS = "="
"""Begins the names of features that the phrase lists give."""
_POINTS_OF_ONE = 3.0
_PIECE_COUNTS = 0.4


def features_of(words: Sequence[str], scores: Scores) -> Mapping[str, float]:
    """Features by name, with how much each counts. words: folded, spelt as the lists do."""
    shown = ["0" if word.isdigit() else word for word in words[:_MOST_WORDS]]
    found = dict.fromkeys(_pieces(shown), _PIECE_COUNTS)
    found |= dict.fromkeys(
        (f"{first} {second}" for first, second in zip(["^", *shown], [*shown, "$"], strict=True)), 1.0
    )
    found |= dict.fromkeys((f"{word} " for word in shown), 1.0)
    for topic, points in scores.points.items():
        found[OF_LISTS + topic] = points / _POINTS_OF_ONE
    return found


def word_of(feature: str) -> str:
    """The word or pair of words that a feature stands for; "" for pieces and for what the lists say."""
    return feature.strip(" ^$") if " " in feature else ""


def _pieces(words: Sequence[str]) -> Iterator[str]:
    """ "colis" gives "<col", "coli", "lis>" and so on: inflections and slips of the pen share most of them."""
    for word in set(words):
        framed = f"<{word}>"
        for size in _PIECES:
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]
