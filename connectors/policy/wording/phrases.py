"""Groups of words that mean the same, and which of them together say something forbidden."""

from collections.abc import Mapping
from dataclasses import dataclass

Entry = tuple[str, ...]
"""One expression, folded, word by word; a word that ends in * is the beginning of one; _ is any word."""


@dataclass(frozen=True)
class Pattern:
    """Words of every group of `all`, in one sentence, at most `within` words apart, and in one language.

    ordered: they come in this order. unless: groups of which nothing may be in the sentence.
    """

    rule: str
    all: tuple[str, ...]
    within: int
    ordered: bool
    unless: tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """groups: the entries of each group by language; "" = of any language."""

    groups: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    patterns: tuple[Pattern, ...]
