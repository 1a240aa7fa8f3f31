"""How well what was read fits what is known: by topic, and over all topics alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass
class Score:
    """right: read and known. wrong: read where it is not. missed: known and not read."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """None where nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """None where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0


def by_topic(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Score]:
    """pairs: what is known, what was read."""
    scores: dict[str, Score] = {}
    for known, told in pairs:
        if known == told:
            scores.setdefault(known, Score()).right += 1
        else:
            scores.setdefault(known, Score()).missed += 1
            scores.setdefault(told, Score()).wrong += 1
    return dict(sorted(scores.items()))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over the topics that are known of some message, each counting alike."""
    known = {topic for topic, _ in pairs}
    scores = [score.f1 for topic, score in by_topic(pairs).items() if topic in known]
    return sum(scores) / len(scores) if scores else 0.0
