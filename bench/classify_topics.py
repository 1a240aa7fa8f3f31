"""How often what is said of a topic is right: topic by topic, and phrase by phrase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.classify_corpora import Labelled, is_held_out
from bench.classify_rules import LEAST, RuleScore, rule_scores
from bench.classify_scores import macro_f1
from inbox.understanding.classification import Classification, Sign

GOOD = 0.9
NOTHING_SAID = "other, since nothing was said"
"""Read as "other" because no phrase said anything: what is left, and no rule."""
Pair = tuple[Labelled, Classification]
Row = Sequence[Any]


@dataclass(frozen=True)
class Said:
    """How often a topic was said, how often that was right, and of how many messages."""

    times: int
    right: int
    of: int

    def __str__(self) -> str:
        if not self.times:
            return "never said"
        found = f"; {self.right / self.of:.2f} found" if self.of else ""
        return f"{self.right} of {self.times} right: {self.right / self.times:.2f}{found}"


def topic_rows(corpus: str, pairs: Sequence[Pair]) -> list[Row]:
    """Of one collection: macro-F1, each topic, and how many of those said often enough are good enough."""
    scored = [pair for pair in pairs if pair[0].topic]
    if not scored:
        return []
    held = [pair for pair in scored if is_held_out(pair[0])]
    names = sorted({name_of(found) for _one, found in scored})
    whole = {name: _said(name, scored) for name in names}
    often = [said for name, said in whole.items() if said.times >= LEAST and name != NOTHING_SAID]
    good = sum(said.right >= GOOD * said.times for said in often)
    return [
        (f"topics by the lists: {corpus}, macro-F1", len(scored), f"{_f1(scored):.3f}", f"{_f1(held):.3f}"),
        (f"topics said {LEAST} times or more: {corpus}", len(often), f"{good} right at {GOOD} or more"),
        *((f"{corpus}: {name}", said.of, str(said), str(_said(name, held))) for name, said in whole.items()),
    ]


def rule_rows(messages: Sequence[Labelled]) -> list[Row]:
    """Each phrase that says a topic by itself and is found often enough, the least precise first."""
    scores = rule_scores(messages)
    if not scores:
        return []
    held = {_key(one): one for one in rule_scores([one for one in messages if is_held_out(one)], least=1)}
    often = [one for one in held.values() if one.found >= LEAST]
    return [
        (f"phrases found in {LEAST} messages or more", len(scores), _good(scores), f"{len(often)}: {_good(often)}"),
        *(
            (f"{one.language} {one.about}: {one.written[:50]}", one.found, _told(one), _told(held.get(_key(one))))
            for one in scores
        ),
    ]


def name_of(found: Classification) -> str:
    is_said = found.thanks or any(reason.sign == Sign.TOPIC for reason in found.reasons)
    return str(found.topic) if is_said else NOTHING_SAID


def _said(name: str, pairs: Iterable[Pair]) -> Said:
    told = [(one.topic, str(found.topic), name_of(found)) for one, found in pairs]
    right = sum(said == name and known == topic for known, topic, said in told)
    topic = name.split(",")[0]
    return Said(sum(said == name for *_, said in told), right, sum(known == topic for known, *_ in told))


def _f1(pairs: Iterable[Pair]) -> float:
    return macro_f1([(one.topic, str(found.topic)) for one, found in pairs])


def _good(scores: Sequence[RuleScore]) -> str:
    return f"{sum(one.precision >= GOOD for one in scores)} right at {GOOD} or more"


def _told(one: RuleScore | None) -> str:
    return f"{one.right} of {one.found} right: {one.precision:.2f}" if one else ""


def _key(one: RuleScore) -> tuple[str, str, str]:
    return one.language, one.about, one.written
