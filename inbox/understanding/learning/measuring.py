"""Whether what was learnt is better than the phrase lists: both are asked about examples that were kept apart.

Better is told by the mean F1 over topics (each counts alike), once enough was kept apart.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.understanding.classify import best_of
from inbox.understanding.learning.examples import Example, labelled
from inbox.understanding.learning.model import Model
from inbox.understanding.learning.training import learn
from inbox.understanding.phrase_lists import Entry

EVERY = 4
"""One in so many is kept apart, chosen by its text, so that it is the same every night."""
LEAST = 20
"""With fewer kept apart nothing is said."""
OVERALL = ""


@dataclass(frozen=True)
class Comparison:
    """Of one language, OVERALL of all of them. held_out: how many were kept apart. lists, learnt: F1, 0 to 1."""

    language: str
    examples: int
    held_out: int
    lists: float
    learnt: float

    @property
    def is_better(self) -> bool:
        return self.held_out >= LEAST and self.learnt > self.lists


def compared(examples: Sequence[Example], own: Mapping[str, tuple[Entry, ...]]) -> list[Comparison]:
    """One for all languages together and one for each; empty where there is nothing to learn from."""
    prepared = [(example, *labelled(example, own)) for example in examples]
    kept = [one for one in prepared if _is_held_out(one[0])]
    rest = [features for example, features, _points in prepared if not _is_held_out(example)]
    if not kept or len({one.topic for one in rest}) < 2:
        return []
    model = learn(rest)
    told = [
        _Told(example.language, example.topic, lists, model.best(features.features) or lists)
        for example, features, points in kept
        for lists in [str(best_of(points))]
    ]
    languages = sorted({example.language for example in examples} - {OVERALL})
    return [
        _comparison(language, examples, [one for one in told if language in (OVERALL, one.language)])
        for language in (OVERALL, *languages)
    ]


def learnt_from(examples: Sequence[Example], own: Mapping[str, tuple[Entry, ...]]) -> Model:
    """From all of them. examples: of at least two topics."""
    return learn([labelled(example, own)[0] for example in examples])


def mean_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """pairs: what is right, what was told. Over the topics that are right of some."""
    topics = {right for right, _told in pairs}
    return sum(_f1(pairs, topic) for topic in topics) / len(topics) if topics else 0.0


@dataclass(frozen=True)
class _Told:
    language: str
    right: str
    lists: str
    learnt: str


def _comparison(language: str, examples: Sequence[Example], told: Sequence[_Told]) -> Comparison:
    return Comparison(
        language=language,
        examples=sum(language in (OVERALL, example.language) for example in examples),
        held_out=len(told),
        lists=round(mean_f1([(one.right, one.lists) for one in told]), 3),
        learnt=round(mean_f1([(one.right, one.learnt) for one in told]), 3),
    )


def _f1(pairs: Sequence[tuple[str, str]], topic: str) -> float:
    hit = sum(right == told == topic for right, told in pairs)
    named = sum(right == topic for right, _told in pairs) + sum(told == topic for _right, told in pairs)
    return 2 * hit / named


def _is_held_out(example: Example) -> bool:
    return zlib.crc32(example.text.encode()) % EVERY == 0
