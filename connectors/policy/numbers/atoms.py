"""Digits and spoken numbers in the order of the text, gathered into runs that could be one number.

A run ends where words, a line's end or a sentence come between; what is known to be another number ends it, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from connectors.policy.numbers.numerals import numerals

_TOKEN = re.compile(r"[^\W_]+")
_NUMERALS = numerals()
_LETTERS_AS_DIGITS = str.maketrans("oli", "011")
_BETWEEN = re.compile(r"[ .\-/()_*★●◆▪■♦♥❤►~|,'\"\[\]+;]{0,6}\n?[ .\-/()_*~|,'\"\[\]+]{0,4}")
_FILLERS = frozenset(
    [
        "est le",
        "is",
        "ist",
        "es el",
        *"puis et ensuite tiret point espace slash then and dash dot und dann y luego e poi".split(),
    ]
)
_TWICE = {"double": 2, "triple": 3, "doppel": 2, "doble": 2, "doppio": 2}
_MIXED = re.compile(r"(?=.*\d)[\doli]+")
_LONGEST_TOKEN = 40


@dataclass(frozen=True)
class Atom:
    """A piece of a number. is_spoken: written as words. plus: whether a plus sign stands before it."""

    digits: str
    start: int
    end: int
    is_spoken: bool = False
    plus: bool = False


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int


def runs(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[list[Atom]]:
    """The atoms that stand together. text: folded. taken: spans that are something else."""
    starts, ends = _merged(taken)
    run: list[Atom] = []
    for atom in _atoms(text):
        at = bisect_right(starts, atom.start) - 1
        is_taken = at >= 0 and ends[at] > atom.start
        if run and (is_taken or not _is_near(text, run[-1].end, atom.start)):
            yield run
            run = []
        if not is_taken:
            run.append(atom)
    if run:
        yield run


def _atoms(text: str) -> Iterator[Atom]:
    tokens = [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        length, digits = _read(tokens, at)
        if digits:
            first, last = tokens[at], tokens[at + length - 1]
            is_spoken = not any(character.isdigit() for character in text[first.start : last.end])
            yield Atom(digits, first.start, last.end, is_spoken, plus=_has_plus(text, tokens, at))
        at += max(length, 1)


def _read(tokens: Sequence[_Token], at: int) -> tuple[int, str]:
    """How many tokens are a number from here, and its digits; 0 and "" if none is."""
    word = tokens[at].word
    if word.isdecimal():
        return 1, word
    if len(word) <= _LONGEST_TOKEN and _MIXED.fullmatch(word) and sum(map(str.isdigit, word)) * 2 >= len(word):
        return 1, word.translate(_LETTERS_AS_DIGITS)
    if word == "o":
        return 1, "0"
    if word in _TWICE and at + 1 < len(tokens):
        length, digits = _read_words(tokens, at + 1)
        return (length + 1, digits * _TWICE[word]) if len(digits) == 1 else (0, "")
    return _read_words(tokens, at)


def _read_words(tokens: Sequence[_Token], at: int) -> tuple[int, str]:
    for words, digits in _NUMERALS.get(tokens[at].word, ()):
        if all(at + n < len(tokens) and tokens[at + n].word == word for n, word in enumerate(words)):
            return len(words), digits
    return 0, ""


def _has_plus(text: str, tokens: Sequence[_Token], at: int) -> bool:
    before = text[max(0, tokens[at].start - 3) : tokens[at].start]
    return "+" in before or (at > 0 and tokens[at - 1].word in ("plus", "piu", "mas"))


def _is_near(text: str, end: int, start: int) -> bool:
    """Whether nothing but signs, a line's end or a filling word stands between two atoms."""
    if start - end > 24:
        return False
    between = text[end:start]
    if _BETWEEN.fullmatch(between):
        return True
    return between.strip(" .-/(),'\"") in _FILLERS


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
