"""Sentences of connectors in the reader's language. They are stored in English, as they were said.

A sentence with values in it is known again by its words: each was marked in the module that says it (connectors.text).
"""

import re
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from connectors.registry import connectors
from connectors.text import entry_lines, sentences_with_values

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
_SPACED, _TIGHT = r".+?", r"\S*"


def in_own_language(text: str) -> str:
    """Line by line; what no catalogue knows, such as a server's own words, stays as it is."""
    return "\n".join(_line(line) for line in text.splitlines())


def entry_in_own_language(text: str) -> str:
    """What a marketplace's entry says of a claim, line by line; only lines that connectors marked as such."""
    connectors()
    lines = entry_lines()
    return "\n".join(_known(line, lines) for line in text.split("\n"))


def _line(line: str) -> str:
    if not line.strip():
        return line
    translated = _(line)
    if translated != line:
        return translated
    connectors()  # whose modules mark what they say when they are imported
    return _known(line, sentences_with_values() | ABOUT_FIELDS)


def _known(line: str, sentences: frozenset[str]) -> str:
    """The line as the first of these sentences that it could be, translated; else as it is."""
    for sentence, pattern in _patterns(sentences):
        if found := pattern.fullmatch(line):
            values = {name: _line(value) if name == SENTENCE else value for name, value in found.groupdict().items()}
            return _(sentence) % values if values else _(sentence)
    return line


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
