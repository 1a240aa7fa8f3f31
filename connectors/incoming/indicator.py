"""Figures by which a marketplace judges the seller."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """What a figure of the marketplace about the seller means for him."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True)
class IncomingIndicator:
    """A figure by which the marketplace judges the seller.

    name: its code there, unique per account with what it is about ("PROGRAM_GLOBAL/CURRENT"). label: for people.
    value, threshold: as the marketplace writes them, unit included. standing: None where it does not say.
    peers, rating: where it compares with other sellers instead of setting a limit, what those come to on average, and
    its own word for the comparison (an English msgid, or as it comes).
    """

    name: str
    label: str
    value: str
    evaluated_at: datetime
    threshold: str = ""
    standing: Standing | None = None
    peers: str = ""
    rating: str = ""
