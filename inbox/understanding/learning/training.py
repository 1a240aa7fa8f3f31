"""Learn a Model from examples: softmax regression by steps that grow smaller for what was seen often (AdaGrad).

The same examples in the same order give the same model: the shuffling is seeded.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.understanding.learning.features import OF_LISTS
from inbox.understanding.learning.model import Model, softmax

ROUNDS = 10
STEP = 0.35
BELIEF = 6.0
DECAY = 0.00002
"""How much of a weight is lost at each step that touches it: keeps rare features small."""
_SMALLEST_ERROR = 0.02
_SMALLEST_WEIGHT = 0.02


@dataclass(frozen=True)
class Labelled:
    """One example: its features and its topic."""

    features: Mapping[str, float]
    topic: str


def learn(examples: Sequence[Labelled]) -> Model:
    """examples: not empty. Rare topics count more than their number, so that they are not drowned."""
    topics = tuple(sorted({example.topic for example in examples}))
    rarity = _rarity(examples)
    weights = _what_the_lists_mean(topics)
    seen: dict[str, list[float]] = {}
    numbers = {topic: number for number, topic in enumerate(topics)}
    share = Counter(example.topic for example in examples)
    usual = len(examples) / len(topics)
    prepared = [
        (_normal(example.features, rarity), numbers[example.topic], min(3.0, math.sqrt(usual / share[example.topic])))
        for example in examples
    ]
    order = random.Random(7)  # noqa: S311
    for _round in range(ROUNDS):
        order.shuffle(prepared)
        for features, right, counts in prepared:
            _step(weights, seen, features, right=right, counts=counts, size=len(topics))
    scaled = {name: [round(w * rarity.get(name, 1.0), 3) for w in row] for name, row in weights.items()}
    return Model(topics, {name: row for name, row in scaled.items() if max(map(abs, row)) > _SMALLEST_WEIGHT})


def _what_the_lists_mean(topics: Sequence[str]) -> dict[str, list[float]]:
    """Where to begin: what the phrase lists say is believed until examples say otherwise."""
    return {OF_LISTS + topic: [BELIEF if other == topic else 0.0 for other in topics] for topic in topics}


def _rarity(examples: Sequence[Labelled]) -> Mapping[str, float]:
    """What a feature is worth by how few examples have it (idf)."""
    count = Counter(name for example in examples for name in example.features)
    total = len(examples)
    return {
        name: 1.0 if name.startswith(OF_LISTS) else math.log((1 + total) / (1 + n)) / 3 + 0.3
        for name, n in count.items()
    }


def _normal(features: Mapping[str, float], rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    """Each feature's value by its rarity, all of them of length one: long messages weigh no more than short ones."""
    values = [(name, value * rarity[name]) for name, value in features.items()]
    length = math.sqrt(math.fsum(value * value for _name, value in values)) or 1.0
    return [(name, value / length) for name, value in values]


def _step(
    weights: dict[str, list[float]],
    seen: dict[str, list[float]],
    features: Sequence[tuple[str, float]],
    *,
    right: int,
    counts: float,
    size: int,
) -> None:
    """Move the weights of one example's features a little towards its topic."""
    sums = [0.0] * size
    for name, value in features:
        if (row := weights.get(name)) is not None:
            sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
    shares = softmax(sums)
    wrong = [(at, (share - (at == right)) * counts) for at, share in enumerate(shares)]
    errors = [(at, error) for at, error in wrong if abs(error) > _SMALLEST_ERROR]
    if not errors:
        return
    for name, value in features:
        row = weights.setdefault(name, [0.0] * size)
        squares = seen.setdefault(name, [0.01] * size)
        for at, error in errors:
            slope = error * value + DECAY * row[at]
            squares[at] += slope * slope
            row[at] -= STEP * slope / math.sqrt(squares[at])
