"""Commands of the palette: what one says, what choosing it does, and which of them somebody means."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

MOST_OF_A_GROUP: Final = 7


class Way(StrEnum):
    """What choosing a command does; palette.js carries it out."""

    GO = "go"
    """to: an address of ours."""
    POST = "post"
    """to: an address that takes `values` and answers with parts of the open ticket."""
    PANEL = "panel"
    """to: an address whose form opens in the ticket."""
    WRITE = "write"
    """to: the kind of text to begin, reply or note."""
    KEY = "key"
    """to: the single key whose field or button is meant."""
    SEND = "send"
    """to: the chord of the button that sends what is being written."""


@dataclass(frozen=True)
class Command:
    """about: said quietly beside it. key: the keys that do the same. also: other words it is found by."""

    label: str | Promise
    icon: str
    way: Way
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    about: str | Promise = ""
    key: str | Promise = ""
    also: str | Promise = ""

    @property
    def values_as_json(self) -> str:
        return json.dumps(dict(self.values))


@dataclass(frozen=True)
class CommandGroup:
    heading: str | Promise
    commands: Sequence[Command]


def meant(commands: Iterable[Command], text: str, *, most: int = MOST_OF_A_GROUP) -> list[Command]:
    """Those in which every word of the text begins a word or stands inside one; the closest first, at most `most`."""
    wanted = plain(text).split()
    ranked = [(rank, command) for command in commands if (rank := _rank(command, wanted)) is not None]
    return [command for _rank_of_it, command in sorted(ranked, key=lambda pair: pair[0])][:most]


def plain(text: str) -> str:
    """In lower case, without accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _rank(command: Command, wanted: Sequence[str]) -> int | None:
    """0 = the label begins so, 1 = words begin so, 2 = it is somewhere inside; None = it is not meant."""
    label = plain(str(command.label))
    words = plain(f"{command.label} {command.also}")
    if not all(word in words for word in wanted):
        return None
    if label.startswith(" ".join(wanted)):
        return 0
    return 1 if all(f" {word}" in f" {words}" for word in wanted) else 2
