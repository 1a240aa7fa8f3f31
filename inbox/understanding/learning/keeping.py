"""What was learnt, kept in the database: the newest counts, and is asked only where it was better than the lists."""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from inbox.models import TopicModel
from inbox.understanding.classification import Scores
from inbox.understanding.learning.features import features_of, word_of
from inbox.understanding.learning.measuring import LEAST, OVERALL, Comparison
from inbox.understanding.learning.model import Model

KEPT = 30
"""Nights whose figures are shown; of the weights only the newest are kept."""
_SHOWN = 3


@dataclass(frozen=True)
class LearntTopics:
    """comparisons: as they were measured; those of languages with too few examples follow the one over all."""

    model: Model
    comparisons: Sequence[Comparison]

    def topic(self, words: Sequence[str], scores: Scores, *, language: str) -> tuple[str, tuple[str, ...]] | None:
        """See inbox.understanding.classify.Learnt."""
        if not self._is_asked(language):
            return None
        features = features_of(words, scores)
        best = self.model.best(features)
        if not best:
            return None
        seen = dict.fromkeys(filter(None, map(word_of, self.model.speaking_for(best, features))))
        return best, tuple(seen)[:_SHOWN]

    def _is_asked(self, language: str) -> bool:
        told = {one.language: one for one in self.comparisons}
        own = told.get(language)
        verdict = own if own and own.held_out >= LEAST else told.get(OVERALL)
        return verdict is not None and verdict.is_better


def keep_model(model: Model, comparisons: Sequence[Comparison], *, examples: int, now: datetime) -> TopicModel:
    """The newest from now on."""
    weights = {"topics": model.topics, "weights": {name: list(row) for name, row in model.weights.items()}}
    kept = TopicModel.objects.create(
        made_at=now,
        examples=examples,
        languages=[one.language for one in comparisons if one.is_better and one.language],
        figures=[asdict(one) for one in comparisons],
        weights=zlib.compress(json.dumps(weights, separators=(",", ":")).encode(), 6),
    )
    TopicModel.objects.exclude(pk=kept.pk).exclude(weights=b"").update(weights=b"")
    old = TopicModel.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    TopicModel.objects.filter(pk__in=list(old)).delete()
    return kept


def comparisons_of(row: TopicModel) -> list[Comparison]:
    return [Comparison(**figures) for figures in row.figures]


def learnt_topics() -> LearntTopics | None:
    """What the newest model says; None without one, or while it is nowhere better than the lists. One query."""
    newest = TopicModel.objects.order_by("-pk").only("pk", "figures").first()
    if newest is None:
        return None
    comparisons = comparisons_of(newest)
    if not any(one.is_better for one in comparisons):
        return None
    return LearntTopics(_model(newest.pk), comparisons)


def knows_any(row: TopicModel, words: Collection[str]) -> bool:
    """Whether it has learnt one of these. words: folded."""
    known = {part for feature in _unpacked(row)["weights"] for part in word_of(feature).split()}
    return not known.isdisjoint(words)


@lru_cache(maxsize=2)
def _model(pk: int) -> Model:
    """Unpacked once a process; a model never changes."""
    weights = _unpacked(TopicModel.objects.filter(pk=pk).first())
    return Model(tuple(weights["topics"]), weights["weights"])


def _unpacked(row: TopicModel | None) -> Mapping[str, Any]:
    """No weights where they are gone: a newer model came, or an erasure, just now."""
    if row is None or not row.weights:
        return {"topics": (), "weights": {}}
    unpacked: Mapping[str, Any] = json.loads(zlib.decompress(bytes(row.weights)))
    return unpacked
