"""What a check finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """block: is not sent. warn: is sent if the writer says why. note: a hint, never in the way. off: not looked at."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True)
class Hit:
    """One place of a text that a rule is about, as a detector sees it. start, end: characters of the text as given.

    about: what the rule's sentence says of this place ("%(limit)d"), empty where it speaks for itself.
    """

    rule: str
    start: int
    end: int
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Finding:
    """A place of the text, and why it is one. start, end: characters of the text as given; 0, 0 = the text as a whole.

    reasons: a sentence for the writer, by language ("en" and "fr" are always there). source, read_on: who says so.
    """

    rule: str
    level: Level
    start: int
    end: int
    reasons: Mapping[str, str]
    source: str
    read_on: date

    def reason(self, language: str) -> str:
        """The sentence in this language ("fr", "fr-ca"), else in English."""
        return self.reasons.get(language.partition("-")[0]) or self.reasons["en"]
