"""Handles of messengers and social networks that stand there as such: "@shop", "insta: shop", "whatsapp 06…".

A network that is only named ("message me on …") is found by its words (wording/, data/wording/contact.toml).
"""

import re
from collections.abc import Iterator

from connectors.policy.addresses.words import NETWORKS

_AT_NAME = re.compile(r"(?<![\w@.+-])@[a-z0-9_][a-z0-9_.]{2,30}(?![\w@])")
_NETWORKS = "|".join(re.escape(name) for name in sorted(NETWORKS, key=len, reverse=True))
_NAMED = re.compile(rf"\b(?:{_NETWORKS}) ?[:=>@] ?(?=[\w@+/])[^\s,;]{{2,60}}")


def handles(text: str) -> Iterator[tuple[int, int]]:
    """text: folded."""
    for pattern in (_AT_NAME, _NAMED):
        for match in pattern.finditer(text):
            if any(sign.isalpha() for sign in match[0]):
                yield match.span()
