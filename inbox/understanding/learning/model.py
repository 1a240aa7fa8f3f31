"""A small classifier: one weight for each feature and topic (softmax regression). Plain Python, no download."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """topics: as the examples name them. weights: by feature, one for each topic, in the same order."""

    topics: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]

    def best(self, features: Mapping[str, float]) -> str:
        """The topic that fits best; "" if it knows none of the features."""
        sums = self.sums(features)
        return self.topics[max(range(len(sums)), key=sums.__getitem__)] if any(sums) else ""

    def sums(self, features: Mapping[str, float]) -> list[float]:
        """What speaks for each topic."""
        sums = [0.0] * len(self.topics)
        for feature, value in features.items():
            row = self.weights.get(feature)
            if row is not None:
                sums = [total + value * weight for total, weight in zip(sums, row, strict=True)]
        return sums

    def speaking_for(self, topic: str, features: Mapping[str, float]) -> list[str]:
        """The features that speak for the topic most, strongest first."""
        at = self.topics.index(topic)
        known = {
            feature: value * self.weights[feature][at] for feature, value in features.items() if feature in self.weights
        }
        return sorted((feature for feature, weight in known.items() if weight > 0), key=known.__getitem__, reverse=True)


def softmax(sums: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    most = max(sums)
    powers = [math.exp(one - most) for one in sums]
    total = math.fsum(powers)
    return [power / total for power in powers]
