"""Whether a reply is easy to read: hints, never in the way."""

import re
import tomllib
from collections.abc import Iterator

from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded, folded
from connectors.policy.packs import DATA

LONGEST_SENTENCE = 35
"""Words."""
FIRST_WORDS = 120
"""Characters in which a greeting stands."""
WORTH_A_GREETING = 60
"""Characters of a reply from which on it is greeted."""
A_LETTER = 250
_LISTS = tomllib.loads((DATA / "readability.toml").read_text(encoding="utf-8"))
_JARGON = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in sorted(_LISTS['jargon'], key=len, reverse=True))})(?!\w)"
)
_GREETING = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in _LISTS['greetings'])})(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.](?=\w)[^.!?…\n]*)*")
_EXCLAIMED = re.compile(r"[!?]{3,}")
_SHOUTED = 4
"""Words in capitals in a row."""


def readability_hits(text: Folded, facts: ReplyFacts) -> list[Hit]:
    jargon = [
        Hit("jargon", *text.span(*match.span()), about=(("name", text.written(*match.span())),))
        for match in _JARGON.finditer(text.text)
    ]
    return [*jargon, *_long_sentences(text.original), *_shouting(text.original), *_no_greeting(text, facts)]


def _long_sentences(text: str) -> Iterator[Hit]:
    for match in _SENTENCE.finditer(text):
        words = sum(1 for _word in _WORD.finditer(match[0]))
        if words > LONGEST_SENTENCE:
            lead = len(match[0]) - len(match[0].lstrip())
            yield Hit("long_sentence", match.start() + lead, match.end(), about=(("count", str(words)),))


def _shouting(text: str) -> Iterator[Hit]:
    """Words in capitals in a row, of which most are more than abbreviations; and exclamation marks in a row."""
    yield from (Hit("shouting", *match.span()) for match in _EXCLAIMED.finditer(text))
    row: list[re.Match[str]] = []
    for word in (*_WORD.finditer(text), None):
        if word is not None and word[0].isupper() and (not row or word.start() - row[-1].end() < 3):
            row.append(word)
            continue
        if len(row) >= _SHOUTED and sum(len(shouted[0]) > 3 for shouted in row) >= 3:
            yield Hit("shouting", row[0].start(), row[-1].end())
        row = [word] if word is not None and word[0].isupper() else []


def _no_greeting(text: Folded, facts: ReplyFacts) -> list[Hit]:
    """No name where one is known; no greeting at all in a letter to nobody knows whom."""
    beginning, length = text.text.strip()[:FIRST_WORDS], len(text.text.strip())
    if length < WORTH_A_GREETING:
        return []
    names = {name for known in facts.buyer_names for name in _WORD.findall(folded(known).text) if len(name) > 1}
    if names:
        return [] if names.intersection(_WORD.findall(beginning)) else [Hit("no_greeting", 0, 0)]
    return [Hit("no_greeting", 0, 0)] if length > A_LETTER and not _GREETING.search(beginning) else []
