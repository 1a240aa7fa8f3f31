"""Days that are not like the others of their weekday."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Closure:
    """Closed from the first to the last of these days, both included."""

    first: date
    last: date


@dataclass(frozen=True, order=True)
class HalfDay:
    """Open as always, but only until this minute of the day; it opens nothing that is closed."""

    day: date
    until: int


class WhyClosed(StrEnum):
    """Why a day on which the week has hours has none. The first that applies, in this order, is the one told."""

    CLOSURE = "closure"
    ADDED = "added"
    HOLIDAY = "holiday"
