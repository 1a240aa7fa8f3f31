"""Order numbers in a buyer's words: rather none than a wrong one.

A number is one if it looks as the marketplace's do; if it stands beside the word "order"; or, where no form is known,
if it is a long number by itself in a text about an order or its delivery. Telephone numbers, prices, dates, sizes,
postcodes and numbers of parcels, invoices or articles are none.
"""

import re
from collections.abc import Iterator, Sequence

from inbox.understanding.folding import MOST_CHARACTERS, folded
from inbox.understanding.order_words import (
    ABOUT_AN_ORDER,
    AFTER_THE_WORD,
    ALONE,
    BEFORE_THE_WORD,
    CALLED_A_NUMBER,
    IN_GROUPS,
    OF_SOMETHING_ELSE,
)

_NEAR = 24
_DIGITS = 4


def order_numbers(text: str, *, forms: Sequence[str] = ()) -> tuple[str, ...]:
    """Those in the text, in the order they stand there, each once.

    forms: regular expressions of the marketplace's own; with them a number by itself is none.
    """
    shown = text[:MOST_CHARACTERS]
    found: dict[str, int] = {}
    for form in forms:
        for match in re.finditer(rf"(?<![\w-])(?:{form})(?![\w-])", shown, re.IGNORECASE):
            found.setdefault(match.group(), match.start())
    low = _aligned(shown)
    taken = [(at, at + len(number)) for number, at in found.items()]
    for start, end in (*_beside_the_word(low), *(() if forms else _by_themselves(low))):
        if not any(start < until and since < end for since, until in taken):
            found.setdefault(shown[start:end], start)
            taken.append((start, end))
    return tuple(sorted(found, key=found.__getitem__))


def _aligned(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(one if len(one := folded(letter)) == 1 else " " for letter in text)


def _beside_the_word(low: str) -> Iterator[tuple[int, int]]:
    for finder in (AFTER_THE_WORD, BEFORE_THE_WORD):
        for match in finder.finditer(low):
            if _is_number(match["number"]) and not _is_year(match["number"], match.group()):
                yield match.span("number")


def _by_themselves(low: str) -> Iterator[tuple[int, int]]:
    for match in IN_GROUPS.finditer(low):
        yield match.span("number")
    if not ABOUT_AN_ORDER.search(low):
        return
    for match in ALONE.finditer(low):
        before = low[max(0, match.start() - _NEAR) : match.start()]
        number = match["number"]
        if not (OF_SOMETHING_ELSE.search(before) or number.startswith("0") or len(number) == 10):
            yield match.span("number")


def _is_number(number: str) -> bool:
    return sum(letter.isdigit() for letter in number) >= _DIGITS and sum(letter.isalpha() for letter in number) <= 6


def _is_year(number: str, around: str) -> bool:
    """ "My order of 2025": a number only if it is called one."""
    return len(number) == 4 and number[:2] in ("19", "20") and not CALLED_A_NUMBER.search(around)
