"""The policy check: what it costs while somebody types, how right it is, and what it says of texts that were sent.

`--corpus DIR` also counts what it finds in collections of shops' messages; nothing of them is printed or kept.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.policy_corpora import findings_in
from bench.policy_examples import Score, examples, scores
from bench.policy_pauses import check_times, pause_times
from bench.table import show
from connectors.registry import connectors

COLUMNS = ("what", "median ms", "p95 ms")
SCORES = ("rule", "examples", "precision", "recall", "held out", "precision there", "recall there")
FINDINGS = ("collection", "texts", "rule", "findings")


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench policy")
    parser.add_argument("--corpus", type=Path, default=None, help="a folder of collections, to look for false alarms")
    parser.add_argument("--marketplace", choices=connectors(), default=min(connectors()), help="whose pack")
    options = parser.parse_args(arguments)
    taken = {**check_times(options.marketplace), **pause_times(options.marketplace)}
    times = [_time_row(name, seconds) for name, seconds in taken.items()]
    show("bench policy", COLUMNS, times, write_to=write_to, facts={})
    rows = _score_rows()
    show("rules on the examples", SCORES, rows, write_to=write_to.with_stem("policy-rules"), facts={})
    if options.corpus:
        found = findings_in(options.corpus, marketplace=options.marketplace)
        show("findings in collections", FINDINGS, found, write_to=write_to.with_stem("policy-corpora"), facts={})


def _time_row(name: str, seconds: Sequence[float]) -> tuple[str, float, float]:
    cuts = quantiles(seconds, n=20)
    return name, cuts[9] * 1000, cuts[18] * 1000


def _score_rows() -> list[tuple[Any, ...]]:
    table = examples()
    whole, held = scores(table), scores(one for one in table if one.is_held_out)
    return [(rule, *_figures(score), *_figures(held.get(rule, Score()))) for rule, score in whole.items()]


def _figures(score: Score) -> tuple[int, str, str]:
    return score.found + score.missed, _share(score.precision), _share(score.recall)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
