"""The phrases by which a text is understood: those that come with Guichet (phrases/*.toml) and those a shop adds.

A book is one language's, made ready for looking things up. Making one takes some milliseconds, using it microseconds.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from inbox.understanding.folding import folded
from inbox.understanding.patterns import KEY, Phrase, phrase_of
from inbox.understanding.spelling import Spelling

FOLDER = Path(__file__).parent / "phrases"


class Strength(StrEnum):
    """sure: says it by itself. hint: counts less. against: speaks against a topic, takes a flag back."""

    SURE = "sure"
    HINT = "hint"
    AGAINST = "against"


@dataclass(frozen=True)
class Entry:
    """One phrase of a list. about: a topic's code, or a flag. own: the shop's, not ours."""

    about: str
    strength: Strength
    written: str


@dataclass(frozen=True)
class Hit:
    """An entry that was found. seen: the words of the text, as they were read."""

    entry: Entry
    seen: str


class Book:
    """All phrases of one language."""

    def __init__(
        self, entries: Iterable[Entry], *, groups: Mapping[str, Sequence[str]], short_forms: Mapping[str, str]
    ) -> None:
        self._by_key: dict[str, list[tuple[Entry, Phrase]]] = defaultdict(list)
        vocabulary: set[str] = {word.removesuffix("*") for words in groups.values() for word in words}
        for entry in entries:
            phrase = phrase_of(entry.written, groups)
            vocabulary.update(phrase.words)
            for key in phrase.keys:
                self._by_key[key].append((entry, phrase))
        self.spelling = Spelling(short_forms, vocabulary)

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """What of the book is in a text. words: folded, in order, spelt as the book spells them."""
        line = f" {' '.join(words)} "
        found = []
        asked: set[int] = set()
        for key in {word[:KEY] for word in words}:
            for entry, phrase in self._by_key.get(key, ()):
                if id(phrase) in asked:
                    continue
                asked.add(id(phrase))
                if match := phrase.finder.search(line):
                    found.append(Hit(entry, match.group().strip()))
        return found


@cache
def ready_made(language: str) -> Mapping[str, Any]:
    """The list that comes with Guichet, as it is written; empty for a language that has none."""
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def groups_of(language: str) -> Mapping[str, Sequence[str]]:
    """The groups of words that the language's phrases may name."""
    return {name: folded(words).split() for name, words in ready_made(language).get("words", {}).items()}


@cache
def languages() -> tuple[str, ...]:
    """Those that have a list."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@lru_cache(maxsize=32)
def book_of(language: str, own: tuple[Entry, ...] = ()) -> Book:
    """The language's book, with what the shop has added. Raises WrongPhrase."""
    written, groups = ready_made(language), groups_of(language)
    short_forms = {folded(short): folded(long) for short, long in written.get("spelling", {}).items()}
    return Book([*entries_of(language), *own], groups=groups, short_forms=short_forms)


def entries_of(language: str) -> Iterator[Entry]:
    """What comes with Guichet for the language."""
    written = ready_made(language)
    for topic, lists in written.get("topics", {}).items():
        for strength in Strength:
            for phrase in lists.get(strength, ()):
                yield Entry(topic, strength, phrase)
    for flag, phrases in written.get("flags", {}).items():
        strength = Strength.AGAINST if flag.startswith("not_") else Strength.SURE
        for phrase in phrases:
            yield Entry(flag.removeprefix("not_"), strength, phrase)
