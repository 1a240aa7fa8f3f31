"""One phrase of the lists, as a person writes it, made into something that finds it.

ou est ma commande      these words, one after the other (written with or without accents)
rembours*               any ending
colis|paquet            either
[parcel]                any word of that group ([words] in the list)
bien?                   may be missing
..                      up to four words of any kind
^                       what follows begins the text
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.understanding.folding import folded

GAP = ".."
START = "^"
_GAP = r"(?:\S+ ){0,4}"
_PART = re.compile(r"\w+\*?\Z")
_WORD = re.compile(r"\w+")
KEY = 3
"""Letters of a word by which phrases are looked up."""


class WrongPhrase(ValueError):
    """A phrase that says nothing or cannot be read; `part`: what of it."""

    def __init__(self, phrase: str, part: str) -> None:
        super().__init__(f"{phrase}: {part}")
        self.phrase = phrase
        self.part = part


@dataclass(frozen=True)
class Phrase:
    """written: as it stands in the list. finder: over words with a blank around each.

    keys: the beginnings of words of which one must be in a text that has the phrase. words: those that stand in it,
    without signs.
    """

    written: str
    finder: re.Pattern[str]
    keys: frozenset[str]
    words: frozenset[str]


def phrase_of(written: str, groups: Mapping[str, Sequence[str]]) -> Phrase:
    """Read one phrase. Raises WrongPhrase."""
    parts = folded(written).replace("'", " ").replace("’", " ").split()
    begins = parts[:1] == [START]
    parts = parts[begins:]
    pieces = [_piece(part, written, groups) for part in parts]
    needed = [piece.keys for piece in pieces if piece.keys]
    if not needed:
        raise WrongPhrase(written, "")
    keys = max(needed, key=lambda found: (min(map(len, found)), -len(found)))
    finder = re.compile(("\\A " if begins else "(?<= )") + "".join(piece.finder for piece in pieces))
    return Phrase(written, finder, keys, frozenset(_WORD.findall(" ".join(part for part in parts if "[" not in part))))


@dataclass(frozen=True)
class _Piece:
    finder: str
    keys: frozenset[str]


def _piece(part: str, written: str, groups: Mapping[str, Sequence[str]]) -> _Piece:
    if part == GAP:
        return _Piece(_GAP, frozenset())
    bare = part.removesuffix("?")
    words = [word for choice in bare.split("|") for word in _words(choice, written, groups)]
    finder = "(?:" + "|".join(_finder(word) for word in words) + ") "
    if part != bare:
        return _Piece(f"(?:{finder})?", frozenset())
    return _Piece(finder, frozenset(word.removesuffix("*")[:KEY] for word in words))


def _words(choice: str, written: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if choice.startswith("[") and choice.endswith("]"):
        if choice[1:-1] not in groups:
            raise WrongPhrase(written, choice)
        return groups[choice[1:-1]]
    if not _PART.match(choice):
        raise WrongPhrase(written, choice)
    return (choice,)


def _finder(word: str) -> str:
    stem = re.escape(word.removesuffix("*"))
    return rf"{stem}\S*" if word.endswith("*") else stem
