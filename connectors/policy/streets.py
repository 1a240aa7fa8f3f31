"""Postal addresses in a text: the number and the name of a street, as it is written in five languages."""

import re
from collections.abc import Iterator

_ARTICLES = r"(?:(?:de|des|du|la|le|les|los|las|del|della|dei|di|d'|l'|l|d)[ ']?\s?)*"
_NUMBER = r"\d{1,4}\s?(?:bis|ter|quater|[a-d])?"
_SHAPES = (
    rf"(?<![\w.,]){_NUMBER},?\s(?:rue|avenue|av|boulevard|bd|blvd|place|chemin|allee|impasse|route|quai|cours|square)\.?\s"
    rf"{_ARTICLES}[a-z-]{{3,30}}",
    r"(?<![\w.,])\d{1,4}[a-d]?\s(?:[a-z]{3,20}\s){1,2}(?:street|road|avenue|lane|drive|close|crescent)(?!\w)",
    r"(?<!\w)[a-z-]{3,30}(?:strasse|str\.|weg|platz|allee|gasse)\s\d{1,4}\s?[a-d]?(?![\w.])",
    rf"(?<!\w)(?:calle|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso|largo)\s{_ARTICLES}[a-z-]{{3,30}}"
    rf"(?:\s[a-z-]{{3,30}})?,?\s(?:n[.º°o]{{0,2}}\s?)?\d{{1,4}}(?![\w.])",
)
_STREETS = tuple(re.compile(shape) for shape in _SHAPES)


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Where each stands; a name of several words up to its first one. text: folded."""
    for shape in _STREETS:
        for match in shape.finditer(text):
            yield match.span()
