"""A value that is not there: it prints a mark, and nothing that is done to it makes the mark go away."""

import re
from typing import Final

from liquid import Undefined

OPENS, CLOSES = "⟦", "⟧"
"""Around the name of what is missing. They cannot stand in a body or in a fact, so a mark is always one of ours."""
MARK: Final = re.compile(f"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")


class Blank(Undefined):
    """path: what was asked for, "order.number". fallback: what is printed instead of a mark; None = nothing is.

    In a condition it is false, whatever the fallback.
    """

    __slots__ = ("fallback", "path")

    def __init__(self, path: str, fallback: str | None) -> None:
        super().__init__(path)
        self.path, self.fallback = path, fallback

    def __str__(self) -> str:
        return f"{OPENS}{self.path}{CLOSES}" if self.fallback is None else self.fallback


def has_mark(text: str) -> bool:
    """Whether something is missing in a text, or a mark was cut to pieces."""
    return OPENS in text or CLOSES in text


def without_marks(text: str) -> str:
    """A fact, so that none can look like a mark."""
    return text.replace(OPENS, "[").replace(CLOSES, "]")
