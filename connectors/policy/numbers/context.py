"""What the words beside a number say it is: one to call, or one of an order, a parcel, an article or a document."""

import re
import tomllib
from enum import Enum
from functools import lru_cache

from connectors.policy.packs import DATA

_WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _AFTER = 60, 30
_LISTS = tomllib.loads((DATA / "numbers.toml").read_text(encoding="utf-8"))
_CALLS, _NAMES = tuple(_LISTS["calls"]), tuple(_LISTS["names"])


class Context(Enum):
    CALL = "call"
    NAME = "name"
    NONE = "none"


def context_of(text: str, start: int, end: int) -> Context:
    """What the nearest telling word says: before the number, else after it. text: folded."""
    before = [_meaning(match[0]) for match in _WORD.finditer(text, max(0, start - _BEFORE), start)]
    after = [_meaning(match[0]) for match in _WORD.finditer(text, end, end + _AFTER)][:3]
    for meaning in (*reversed(before[-8:]), *after):
        if meaning is not Context.NONE:
            return meaning
    return Context.NONE


@lru_cache(maxsize=4096)
def _meaning(word: str) -> Context:
    if word.startswith(_CALLS):
        return Context.CALL
    return Context.NAME if word.startswith(_NAMES) else Context.NONE
