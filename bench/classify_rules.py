"""How often each phrase of the lists is right: of the messages in which it is found, those that are about its topic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.classify_corpora import Labelled
from inbox.understanding.classification import Topic
from inbox.understanding.classify import read
from inbox.understanding.phrase_lists import Strength

LEAST = 10
"""Messages in which it must be found for its precision to mean anything."""
OPEN_TOPICS = (Topic.OTHER, Topic.THANKS)
"""Of the first everything is that is nothing else; thanks stand in messages about anything."""


@dataclass(frozen=True)
class RuleScore:
    """found: messages. right: those of them that are about its topic."""

    language: str
    about: str
    written: str
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found


def rule_scores(messages: Iterable[Labelled], *, least: int = LEAST) -> Sequence[RuleScore]:
    """Of the phrases that say a topic by themselves, found in that many messages; the least precise first.

    Where another phrase speaks against the topic, none is found.
    """
    found: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for message in messages:
        if not message.topic:
            continue
        _words, hits = read(message.text, message.language, own={})
        taken_back = {hit.entry.about for hit in hits if hit.entry.strength == Strength.AGAINST}
        scored = set(Topic) - set(OPEN_TOPICS) - taken_back
        for entry in {hit.entry for hit in hits}:
            if entry.strength == Strength.SURE and entry.about in scored:
                found[message.language, entry.about, entry.written].append(entry.about == message.topic)
    scores = (RuleScore(*rule, found=len(told), right=sum(told)) for rule, told in found.items() if len(told) >= least)
    return sorted(scores, key=lambda score: score.precision)
