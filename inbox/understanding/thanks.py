"""Whether a buyer only says thank you: nothing asked, nothing told, nobody has to answer.

Wrongly taken for a thank-you, a question would wait unseen; so a text counts only if every word of it is courtesy in
one of the languages of thanks_words.py, and a message only if the shop had not just asked something. What is left out
by that asks once more for an answer, which is the cheaper mistake. docs/decisions.md has the figures.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from inbox.understanding.thanks_words import ASKING, COURTESY, DISPLEASED, Courtesy

MOST_WORDS = 15
MOST_CHARACTERS = 240
MOST_NAMES = 3
"""Words of a name behind a closing."""
_ASKS = re.compile(r"[?¿؟？]")
_SMILEY = re.compile(r"(?<!\w)(?:[:;=]['-]?[)DdPp*]+|\^\^|<3|\(:)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://\S+|\S+@\S+")


def is_bare_thanks(text: str, *, names: Collection[str] = ()) -> bool:
    """Whether the text is a thank-you and nothing else, in a language of thanks_words.py.

    names: of the buyer and the shop, in any spelling; their words may stand anywhere in it.
    """
    if len(text) > MOST_CHARACTERS or _ASKS.search(text):
        return False
    if any(character.isdigit() or character in DISPLEASED for character in text) or _LINK.search(text):
        return False
    words = _WORD.findall(_SMILEY.sub(" ", text))
    if not 0 < len(words) <= MOST_WORDS:
        return False
    known = {_bare(word) for name in names for word in _WORD.findall(name)}
    return any(_is_courtesy(words, text, courtesy, known, _asking(language)) for language, courtesy in COURTESY.items())


def asks_something(text: str) -> bool:
    """Whether a text of the shop has a question in it: then even a bare thank-you may be an answer to it."""
    return bool(_ASKS.search(_LINK.sub(" ", text)))


def _is_courtesy(
    words: Sequence[str], text: str, courtesy: Courtesy, names: Collection[str], asking: Collection[tuple[str, ...]]
) -> bool:
    bare = [_bare(word) for word in words]
    if not any(word in courtesy.thanks for word in bare) or any(_has(bare, phrase) for phrase in asking):
        return False
    covered = _what_was_given(bare, courtesy) | _names(words, bare, text, courtesy)
    plain = courtesy.thanks | courtesy.polite | courtesy.greeting | courtesy.closing
    return all(at in covered or word in plain or word in names for at, word in enumerate(bare))


def _what_was_given(bare: Sequence[str], courtesy: Courtesy) -> set[int]:
    """Places of "for your quick answer and your patience"."""
    found: set[int] = set()
    for start, word in enumerate(bare[:-1]):
        if word not in courtesy.given or bare[start + 1] not in courtesy.the:
            continue
        end = start + 1
        while end < len(bare) and bare[end] in courtesy.the | courtesy.kind | courtesy.help | _AND:
            end += 1
        while end > start and bare[end - 1] in _AND:
            end -= 1
        found.update(range(start, end))
    return found


def _names(words: Sequence[str], bare: Sequence[str], text: str, courtesy: Courtesy) -> set[int]:
    """Places of a name behind a greeting ("Bonjour Camille,"), and of one at the end behind a closing."""
    found: set[int] = set()
    for at, word in enumerate(bare):
        if word not in courtesy.greeting:
            continue
        named = _run_of_names(words, at + 1)
        if named and re.search(rf"\b{re.escape(words[named[-1]])}\s*(?:[,.!;:]|\n|$)", text):
            found.update(named)
    last = max((at for at, word in enumerate(bare) if word in courtesy.closing), default=None)
    if last is not None:
        named = _run_of_names(words, last + 1)
        if len(named) == len(words) - last - 1 <= MOST_NAMES:
            found.update(named)
    return found


def _run_of_names(words: Sequence[str], start: int) -> list[int]:
    """Words written as names are, from there on."""
    named = []
    for at in range(start, min(len(words), start + MOST_NAMES)):
        if not words[at].istitle():
            break
        named.append(at)
    return named


def _has(bare: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return phrase in set(_runs(bare, len(phrase)))


def _runs(bare: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(bare[start:] for start in range(length)), strict=False)


def _bare(word: str) -> str:
    """In lower case, without accents."""
    split = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _asking(language: str) -> Collection[tuple[str, ...]]:
    return ASKING.get(language, ())


_AND = frozenset({"et", "and", "und", "en", "y", "e", "i", "pour", "for", "de"})
