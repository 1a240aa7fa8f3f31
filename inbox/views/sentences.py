"""Sentences of connectors in the reader's language. They are stored in English, as they were said.

A sentence with values in it is known again by its words: each was marked in the module that says it (connectors.text).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from connectors.registry import connectors
from connectors.text import entry_lines, sentences_with_values
from inbox.words.money import money

ABOUT_FIELDS = frozenset(
    {
        gettext_noop("%(field)s is missing"),
        gettext_noop("%(field)s is no text"),
        gettext_noop("%(field)s is no list"),
        gettext_noop("%(field)s is no object"),
        gettext_noop("%(field)s is missing or no date"),
        gettext_noop("%(field)s is missing or no list"),
    }
)
"""What readers of answers say of single fields, by the marketplace's name of the field."""
SPACED = frozenset({"words", "sentence", "folder", "folders", "names"})
"""Values that may hold spaces; no other does."""
SENTENCE = "sentence"
NO_LABELS: Mapping[str, str] = MappingProxyType({})
WORDS = "words"
_SPACED, _TIGHT = r".+?", r"\S*"
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_ONLY_CODES = re.compile(rf"{_CODE.pattern}(, {_CODE.pattern})*( \({_CODE.pattern}\))?")
"""A CODE, A CODE AND ANOTHER_CODE with a comma between, or A_REASON (OF_A_TYPE)."""
_AMOUNT = re.compile(r"(?P<amount>-?\d+(\.\d+)?) (?P<currency>[A-Z]{3})")


def in_own_language(text: str) -> str:
    """Line by line; what no catalogue knows, such as a server's own words, stays as it is."""
    return "\n".join(_line(line) for line in text.splitlines())


def entry_in_own_language(text: str, labels: Mapping[str, str] = NO_LABELS) -> str:
    """What a marketplace's entry says of a claim, line by line; only lines that connectors marked as such.

    labels: what the marketplace's codes are called (Connector.code_labels).
    """
    connectors()
    lines = entry_lines()
    return "\n".join(_known(line, lines, labels) for line in text.split("\n"))


def codes_in_words(said: str, labels: Mapping[str, str]) -> str:
    """A code of a marketplace, or several, as its connector calls them; what it does not know stays as it came."""
    if said in labels:
        return _(labels[said])
    if not _ONLY_CODES.fullmatch(said):
        return said
    return _CODE.sub(lambda code: _(labels[code[0]]) if code[0] in labels else code[0], said)


def _line(line: str) -> str:
    if not line.strip():
        return line
    translated = _(line)
    if translated != line:
        return translated
    connectors()  # whose modules mark what they say when they are imported
    return _known(line, sentences_with_values() | ABOUT_FIELDS)


def _known(line: str, sentences: frozenset[str], labels: Mapping[str, str] = NO_LABELS) -> str:
    """The line as the first of these sentences that it could be, translated; else as it is."""
    for sentence, pattern in _patterns(sentences):
        if found := pattern.fullmatch(line):
            values = {name: _value(name, value, labels) for name, value in found.groupdict().items()}
            return _(sentence) % values if values else _(sentence)
    return line


def _value(name: str, value: str, labels: Mapping[str, str]) -> str:
    if name == SENTENCE:
        return _line(value)
    if name != WORDS:
        return value
    if found := _AMOUNT.fullmatch(value):
        return money(found["amount"], found["currency"])
    return codes_in_words(value, labels)


@lru_cache(maxsize=2)
def _patterns(sentences: frozenset[str]) -> list[tuple[str, re.Pattern[str]]]:
    """What each sentence looks like with its values in it; those with most words of their own first."""
    return [(sentence, _pattern(sentence)) for sentence in sorted(sentences, key=_own_length, reverse=True)]


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", sentence)
    values = [rf"(?P<{name}>{_SPACED if name in SPACED else _TIGHT})" for name in pieces[1::2]]
    return re.compile("".join(re.escape(said) + value for said, value in zip(pieces[::2], [*values, ""], strict=True)))


def _own_length(sentence: str) -> tuple[int, str]:
    return len(re.sub(r"%\(\w+\)s", "", sentence)), sentence
