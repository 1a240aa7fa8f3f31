"""What there is to learn from: the shop's own tickets, and texts that somebody brought along."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from connectors.language import detect
from inbox.models import Status, TrainingExample, Understanding
from inbox.understanding.classify import read, scores_of
from inbox.understanding.learning.features import features_of
from inbox.understanding.learning.training import Labelled
from inbox.understanding.phrase_lists import Entry
from inbox.understanding.thanks import asks_something

MOST = 12_000
"""The newest; learning from more takes longer and says little more."""


@dataclass(frozen=True)
class Example:
    """language: "" = nobody knows."""

    text: str
    language: str
    topic: str


def examples() -> list[Example]:
    """Those of tickets first, the newest first, each text once."""
    found: dict[str, Example] = {}
    for example in (*_of_tickets(), *_brought_along()):
        found.setdefault(" ".join(example.text.lower().split()), example)
    return [example for text, example in found.items() if text][:MOST]


def bring_along(given: Iterator[Example]) -> int:
    """Keep these in place of those brought along before; return how many."""
    rows = [TrainingExample(text=one.text, language=one.language, topic=one.topic) for one in given]
    with transaction.atomic():
        TrainingExample.objects.all().delete()
        return len(TrainingExample.objects.bulk_create(rows, batch_size=1000))


def labelled(example: Example, own: Mapping[str, tuple[Entry, ...]]) -> tuple[Labelled, Mapping[str, float]]:
    """As the classifier sees it, and what the phrase lists say for each topic."""
    words, hits = read(example.text, example.language, own=own)
    scores = scores_of(hits, asks=asks_something(example.text))
    return Labelled(features_of(words, scores), example.topic), scores.points


def _of_tickets() -> Iterator[Example]:
    """Messages whose topic a person set, and those of solved tickets, on which people let stand what was read.

    Only both together show how often the lists are right.
    """
    read_rows = Understanding.objects.exclude(corrected={}) | Understanding.objects.filter(
        message__ticket__status=Status.SOLVED
    )
    newest = read_rows.filter(thanks=False).order_by("-message_id")[:MOST]
    for text, language, topic in newest.values_list("message__body_text", "language", "topic"):
        yield Example(text, language, topic)


def _brought_along() -> Iterator[Example]:
    for row in TrainingExample.objects.order_by("id").iterator():
        yield Example(row.text, row.language or detect(row.text), row.topic)
