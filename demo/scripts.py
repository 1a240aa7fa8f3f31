"""The conversations a demo buyer can have, read from conversations/*.txt.

One conversation is a heading and its turns; an indented line goes on with the turn above it:

    # fr-late-parcel | where_is_my_order | order:kitchen | Colis pas arrivé
    buyer: Bonjour, toujours rien reçu
    buyer +2m: commande {order}
    chaser +20h: Toujours pas de réponse ?
    seller +3h:
    buyer +15m: merci !

The heading says id, topic, what it is about (order, item or nothing, of which kind), subject.
`chaser` is said only while nobody answers. `seller` is where the shop answers: with that text (or
its usual one for the topic) in a conversation that lies in the past, with whatever a person
writes in one that goes on now. `colleague` answers on the marketplace's own site, now too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("conversations")
TURN = re.compile(r"(buyer|chaser|seller|colleague)(?: \+(\d+)([smhd]))?:(.*)")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
USUAL_DELAY = {"buyer": timedelta(minutes=4), "chaser": timedelta(hours=20)}
SELLER_DELAY = timedelta(hours=3)


class UnreadableScript(Exception):  # noqa: N818
    """A conversation file does not keep to its format; the message says where and how."""


class Who(StrEnum):
    """Who speaks in a turn."""

    BUYER = "buyer"
    CHASER = "chaser"
    SELLER = "seller"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Turn:
    """after: since the turn before. An empty text of the shop means its usual answer."""

    who: Who
    after: timedelta
    text: str

    @property
    def is_the_shops(self) -> bool:
        return self.who in (Who.SELLER, Who.COLLEAGUE)


@dataclass(frozen=True)
class Script:
    """about: "order", "item" or "nothing". kind: of product; empty = any."""

    id: str
    language: str
    topic: str
    about: str
    kind: str
    subject: str
    turns: tuple[Turn, ...]

    @property
    def is_answered(self) -> bool:
        return any(turn.is_the_shops for turn in self.turns)


@cache
def load_scripts() -> dict[str, Script]:
    """Every conversation by id, in the order of the files (one per language) and lines."""
    scripts: dict[str, Script] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for script in read_scripts(path.read_text(encoding="utf-8"), language=path.stem):
            if script.id in scripts:
                raise UnreadableScript(f"{path.name}: {script.id} is there twice")
            scripts[script.id] = script
    return scripts


def read_scripts(text: str, *, language: str) -> Iterator[Script]:
    """Read one file. Raises UnreadableScript."""
    for block in re.split(r"(?m)^# ", text)[1:]:
        heading, _, body = block.partition("\n")
        parts = [part.strip() for part in heading.split("|")]
        if len(parts) != 4:
            raise UnreadableScript(f"# {heading}: a heading is id | topic | about | subject")
        about, _, kind = parts[2].partition(":")
        if about not in ("order", "item", "nothing"):
            raise UnreadableScript(f"# {heading}: about is order, item or nothing")
        turns = tuple(_turns(body.splitlines(), where=parts[0]))
        if not turns or turns[0].who is not Who.BUYER:
            raise UnreadableScript(f"{parts[0]}: the buyer speaks first")
        yield Script(parts[0], language, parts[1], about, kind, parts[3], turns)


def _turns(lines: Iterable[str], *, where: str) -> Iterator[Turn]:
    begun: tuple[Who, timedelta] | None = None
    said: list[str] = []
    for line in lines:
        if not line.strip() or line.startswith("  "):
            said.append(line.strip())
            continue
        if begun:
            yield _turn(*begun, said, where=where)
        match = TURN.fullmatch(line)
        if not match:
            raise UnreadableScript(f"{where}: {line!r} is no turn")
        begun, said = (Who(match[1]), _delay(match)), [match[4].strip()]
    if begun:
        yield _turn(*begun, said, where=where)


def _turn(who: Who, after: timedelta, said: list[str], *, where: str) -> Turn:
    turn = Turn(who, after, "\n".join(said).strip())
    if not turn.text and not turn.is_the_shops:
        raise UnreadableScript(f"{where}: a {who} says nothing")
    return turn


def _delay(match: re.Match[str]) -> timedelta:
    if match[2]:
        return timedelta(**{UNITS[match[3]]: int(match[2])})
    return USUAL_DELAY.get(match[1], SELLER_DELAY)
