"""Who takes part in a conversation."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Who wrote an entry: the buyer (IN), the shop (OUT), or neither (SYSTEM)."""

    IN = "in"
    OUT = "out"
    SYSTEM = "system"


@dataclass(frozen=True)
class Person:
    """The buyer. handle: the name the marketplace writes to; user_id: immutable id where known."""

    handle: str
    name: str = ""
    user_id: str = ""
