"""Sentences of a folded text, as words with their places."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+|[%@€$£/]")
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
    for match in _WORD.finditer(text):
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
        word = "".join(sign for sign in text[match.start() : reached] if sign.isalnum()) or match[0]
        sentence.append(Word(word, match.start(), reached))
    if sentence:
        yield sentence
