"""Sentences of a folded text, as words with their places."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_STARS = r"★{4,6}|\b5 ?★"
_TYPED_STARS = r"(?<!\*)\*{5}(?!\*)"
FIVE_STARS = "fivestars"
"""What stars that are drawn are read as; typed ones too, unless more of them stand there, as around a heading."""
_REST = r"[^\W_]+|[%@€$£/]"
_WORD = re.compile(f"{_STARS}|{_REST}")
_WORD_OR_TYPED_STARS = re.compile(f"{_STARS}|{_TYPED_STARS}|{_REST}")
_SPACED_LETTERS = re.compile(r"(?<![^\W_])[a-z](?:[ ._*-][a-z]){3,20}(?![^\W_])")
_END = re.compile(r"[.!?…]+(?=[\s\"')\]]|$)|\n\s*\n|(?<=[.!?…:;])\n")

LONGEST = 120
"""Words of what counts as one sentence; a text without full stops is cut."""


@dataclass(frozen=True)
class Word:
    """start, end: in the folded text."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[Sequence[Word]]:
    """Each sentence's words; one line's end within a paragraph ends none. Letters with gaps between are one word."""
    spaced = {match.start(): match.end() for match in _SPACED_LETTERS.finditer(text)}
    ends = deque(match.end() for match in _END.finditer(text))
    sentence: list[Word] = []
    reached = 0
    pattern = _WORD_OR_TYPED_STARS if text.count("*****") == 1 else _WORD
    for match in pattern.finditer(text):
        if match.start() < reached:
            continue
        while ends and ends[0] <= match.start():
            ends.popleft()
            if sentence:
                yield sentence
                sentence = []
        if len(sentence) == LONGEST:
            yield sentence
            sentence = []
        reached = spaced.get(match.start(), match.end())
        sentence.append(Word(_word(text[match.start() : reached]), match.start(), reached))
    if sentence:
        yield sentence


def _word(written: str) -> str:
    if written[-1] in "★*":
        return FIVE_STARS
    return "".join(sign for sign in written if sign.isalnum()) or written
