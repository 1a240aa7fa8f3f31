"""Handles of messengers and social networks that stand there as such: "@shop", "insta: shop", "whatsapp 06…".

One whose name is disguised ("wh4tsapp", "t e l e g r a m") is found whatever stands beside it.

A network that is only named ("message me on …") is found by its words (wording/, data/wording/contact.toml).
"""

import re
from collections.abc import Iterator

from connectors.policy.addresses.words import NETWORKS

_AT_NAME = re.compile(r"(?<![\w@.+-])@[a-z0-9_][a-z0-9_.]{2,30}(?![\w@])")
_NETWORKS = "|".join(re.escape(name) for name in sorted(NETWORKS, key=len, reverse=True))
_NAMED = re.compile(rf"\b(?:{_NETWORKS}) ?[:=>@] ?(?=[\w@+/])[^\s,;]{{2,60}}")

_SHORTLY = re.compile(r"\b(?:insta|snap|fb|ig|tg) [a-z0-9]{2,30}[._](?=[a-z0-9])[a-z0-9._]{1,30}")
_LEAST_DISGUISED = 6
"""Letters: shorter names are other words, too."""
_PLAIN_NAMES = sorted(name for name in NETWORKS if name.isalpha() and len(name) >= _LEAST_DISGUISED)
_SPACED_NAME = re.compile("|".join(rf"(?<!\w){'[ ._*-]{1,2}'.join(name)}(?!\w)" for name in _PLAIN_NAMES))
_LETTERS_AND_DIGITS = re.compile(r"\b(?=[a-z]{0,20}\d)(?=\d{0,20}[a-z])[a-z\d]{6,20}\b")
_DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")


def handles(text: str) -> Iterator[tuple[int, int]]:
    """text: folded."""
    for pattern in (_AT_NAME, _NAMED, _SHORTLY):
        for match in pattern.finditer(text):
            if any(sign.isalpha() for sign in match[0]):
                yield match.span()
    yield from (match.span() for match in _SPACED_NAME.finditer(text))
    for match in _LETTERS_AND_DIGITS.finditer(text):
        if match[0].translate(_DIGITS_AS_LETTERS) in _PLAIN_NAMES:
            yield match.span()
