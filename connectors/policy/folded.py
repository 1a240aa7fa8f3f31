"""A text as detectors read it: small letters without accents or tricks, each with its place in the text as written.

Full-width and circled letters, keycap digits, invisible characters and Cyrillic or Greek letters that look like Latin
ones are how forbidden things are hidden; folded, they are what a reader sees.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LOOK_ALIKES = dict(zip("авсеіјкмнорѕтухοανιρτ", "abceijkmhopstyxoavipt", strict=True))
_SIGNS = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "·": ".", "•": ".", "。": ".", "․": ".", "∙": ".",
    "⭐": "★", "☆": "★", "✩": "★", "✪": "★", "✭": "★", "✮": "★", "✯": "★", "🌟": "★", "⋆": "★", "＊": "*",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "₀": "0",
}  # fmt: skip
_INVISIBLE = ("Mn", "Me", "Cf")


@dataclass(frozen=True)
class Folded:
    """original: as written. text: folded. places: for each character of `text` where it stands in `original`."""

    original: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original; start < end."""
        return self.places[start], self.places[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """text[start:end] as it was written."""
        begin, stop = self.span(start, end)
        return self.original[begin:stop]


def folded(text: str) -> Folded:
    """Linear in the length of the text; never raises."""
    if text.isascii():
        return Folded(text, text.lower().replace("`", "'"), range(len(text)))
    pieces, places = [], []
    for place, character in enumerate(text):
        for letter in _plain(character):
            pieces.append(letter)
            places.append(place)
    return Folded(text, "".join(pieces), places)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """What one character is read as; nothing for an invisible one."""
    if character in "\n":
        return character
    if character.isspace():
        return " "
    plain = []
    for letter in unicodedata.normalize("NFKD", _SIGNS.get(character, character)).lower():
        if unicodedata.category(letter) not in _INVISIBLE:
            letter = _LOOK_ALIKES.get(letter, _SIGNS.get(letter, letter))
            plain.append(str(unicodedata.digit(letter)) if _is_foreign_digit(letter) else letter)
    return "".join(plain)


def _is_foreign_digit(letter: str) -> bool:
    return not letter.isascii() and unicodedata.digit(letter, None) is not None
