"""How well withdrawals, chasers, anger and bare thanks are told, on texts written for this (flag_examples.jsonl).

One object a line: language, text, and `flags`, all that it is; texts without flags stand there because they look like
one. Every second line is held out: nobody looked at what was got wrong there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.classify_scores import Score
from inbox.understanding.classification import Classification, Priors
from inbox.understanding.classify import classify

TABLE = Path(__file__).parent / "flag_examples.jsonl"
FLAGS = ("withdrawal", "chaser", "anger", "thanks")


@dataclass(frozen=True)
class FlagExample:
    language: str
    text: str
    flags: frozenset[str]
    is_held_out: bool


def flag_examples(table: Path = TABLE) -> list[FlagExample]:
    lines = [json.loads(line) for line in table.read_text("utf-8").splitlines()]
    return [
        FlagExample(one["language"], one["text"], frozenset(one["flags"]), is_held_out=number % 2 == 1)
        for number, one in enumerate(lines)
    ]


def flag_rows() -> list[Sequence[Any]]:
    """What, how many there are, and how well they are told: over all languages, on the half held out, by language."""
    read = [(one, classify(one.text, Priors(language=one.language))) for one in flag_examples()]
    languages = sorted({one.language for one, _found in read})
    groups: Mapping[str, list[tuple[FlagExample, Classification]]] = {
        "all languages": read,
        "all languages, held out": [pair for pair in read if pair[0].is_held_out],
        **{language: [pair for pair in read if pair[0].language == language] for language in languages},
    }
    return [row for flag in FLAGS for name, pairs in groups.items() for row in _row(flag, name, pairs)]


def _row(flag: str, name: str, pairs: Iterable[tuple[FlagExample, Classification]]) -> Iterable[Sequence[Any]]:
    score = Score()
    for one, found in pairs:
        is_meant, is_told = flag in one.flags, bool(getattr(found, flag))
        score.right += is_meant and is_told
        score.missed += is_meant and not is_told
        score.wrong += is_told and not is_meant
    if score.precision is not None and score.recall is not None:
        told = f"precision {score.precision:.2f}, recall {score.recall:.2f}"
        yield f"{flag}: {name}", score.right + score.missed, told
