"""The table of examples (tests/connectors/policy/examples.jsonl), and how well each rule does on it.

One object a line: marketplace, language, text, and `expect`, a list of {rule, part}: this part of the text is to be
found by this rule. Every third line is held out, unless it says otherwise: nothing was tuned while looking at it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.policy import Finding, Level, ReplyFacts, check, pack_for

TABLE = Path(__file__).parent.parent / "tests" / "connectors" / "policy" / "examples.jsonl"
HINTS = ("long_sentence", "jargon", "no_greeting", "shouting")


@dataclass(frozen=True)
class Example:
    """expected: (rule, start, end) of each place."""

    marketplace: str
    language: str
    text: str
    expected: tuple[tuple[str, int, int], ...]
    is_held_out: bool


@dataclass
class Score:
    """found, missed: places that the rule should find. wrong: examples in which it found what it should not."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float | None:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.found / (self.found + self.missed) if self.found + self.missed else None


def examples(table: Path = TABLE) -> list[Example]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line), is_third=number % 3 == 2) for number, line in enumerate(lines)]


def findings_of(example: Example) -> Sequence[Finding]:
    """Those that count: a note that is no hint says that something is permitted."""
    facts = ReplyFacts(language=example.language)
    found = check(example.text, pack=pack_for(example.marketplace), facts=facts)
    return [finding for finding in found if finding.level != Level.NOTE or finding.rule in HINTS]


def scores(table: Iterable[Example]) -> Mapping[str, Score]:
    """By rule, in alphabetical order. Any place of the rule that touches the expected one has found it."""
    by_rule: dict[str, Score] = {}
    for example in table:
        found = findings_of(example)
        rules = {rule for rule, _start, _end in example.expected}
        for rule, start, end in example.expected:
            score = by_rule.setdefault(rule, Score())
            is_found = any(one.rule == rule and one.start < end and start < one.end for one in found)
            score.found, score.missed = score.found + is_found, score.missed + (not is_found)
        for rule in {one.rule for one in found} - rules:
            by_rule.setdefault(rule, Score()).wrong += 1
    return dict(sorted(by_rule.items()))


def _example(line: Mapping[str, object], *, is_third: bool) -> Example:
    text, expect = str(line["text"]), line["expect"]
    assert isinstance(expect, list)
    places = [(one["rule"], text.index(one["part"]), text.index(one["part"]) + len(one["part"])) for one in expect]
    return Example(
        str(line["marketplace"]), str(line["language"]), text, tuple(places), bool(line.get("held_out", is_third))
    )
