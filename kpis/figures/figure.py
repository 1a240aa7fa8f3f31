"""What a figure is: its words, its SQL, and how its cases become a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from django.utils.functional import Promise

_SQL = Path(__file__).parent.parent / "sql"
_PART = re.compile(r"@(\w+)@")


class Unit(StrEnum):
    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"
    MONEY = "money"
    RATING = "rating"
    PER_HUNDRED = "per_hundred"


class Aggregation(StrEnum):
    """How cases become the value: the mean of theirs (with median and 90th percentile of lengths), the share
    of those with a value of 1, how many there are, the sum by currency, or how many of one part come on a hundred of
    the other (Figure.ratio).
    """

    MEAN = "mean"
    SHARE = "share"
    COUNT = "count"
    SUM = "sum"
    RATIO = "ratio"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Source(StrEnum):
    """What a figure reads of the log; a change of it marks the days to roll up anew (kpis/migrations, triggers)."""

    MESSAGE = "message"
    WAIT = "wait"
    WAITING = "waiting"
    SOLUTION = "solution"
    CLAIM = "claim"
    FEEDBACK = "feedback"
    TICKET = "ticket"
    ORDER = "order"
    SURVEY = "survey"


Look = tuple[str, ...]
"""Dimensions that are looked at together, in the order of their names."""


@dataclass(frozen=True)
class Figure:
    """One figure. definition: in words: what is counted, at which moment a case counts, what is left out.

    sources: whose changes its cases follow. parts: what a case's part may be, with words; empty = it has none, or any.
    at_end: its cases are what is open at a moment, so a period's value is that of its end; the rollup has what joins
    and what leaves them. ratio: the part that is
    counted and the one that it is counted on. dimensions: by which it is rolled up, besides accounts.
    crossed: the one of them that it is rolled up by together with each other one, too: the page shows its groups
    whatever it is narrowed to.
    has_many_parts: they are products, reasons or hours: counted, and kept in one row instead of a row each.
    target: what the shop is to reach, in its unit.
    """

    slug: str
    title: Promise
    definition: Promise
    unit: Unit
    aggregation: Aggregation
    better: Better
    sources: Sequence[Source]
    parts: Sequence[tuple[str, str | Promise]] = ()
    at_end: bool = False
    ratio: tuple[str, str] | None = None
    dimensions: Sequence[str] = ("channel", "agent", "language", "topic", "level", "kind")
    crossed: str = ""
    has_many_parts: bool = False
    target: float | None = None

    @cached_property
    def sql(self) -> str:
        """The SELECT of its cases, with what it shares with others put in for `@name@`.

        Values: since and until (instants, half open), accounts (ids), now, moments (of an at_end figure: the instants
        at which to look, in place of since and until).
        """
        return _whole(f"{self.slug}.sql")

    @cached_property
    def changes(self) -> str:
        """Of an at_end figure, the SELECT of what joins its cases and what leaves them, with `turn`: 1 or -1.

        Values: as of other figures. It is what the rollup has: added up to a moment, it comes to the cases there.
        """
        return _whole(f"changes/{self.slug}.sql")

    @cached_property
    def digest(self) -> str:
        """Changes with whatever changes its cases or how they are kept."""
        own = [*([True] if self.has_many_parts else []), *([self.changes] if self.at_end else [])]
        kept = (self.sql, self.looks, self.has_lengths, self.at_end, *own)
        return sha256(repr(kept).encode()).hexdigest()

    @cached_property
    def looks(self) -> Sequence[Look]:
        """What the rollup always keeps apart: nothing, each dimension, and some pairs; see AskedLook for what else."""
        pairs = [tuple(sorted((self.crossed, one))) for one in self.dimensions if self.crossed and one != self.crossed]
        return ((), *((one,) for one in self.dimensions), *pairs)

    @property
    def has_lengths(self) -> bool:
        """Whether median and percentiles say anything, so that a histogram is kept."""
        return self.aggregation == Aggregation.MEAN and self.unit == Unit.SECONDS


def _whole(name: str) -> str:
    """A file of SQL, with what it shares with others put in for `@name@`."""
    return _PART.sub(lambda found: (_SQL / "shared" / f"{found[1]}.sql").read_text(), (_SQL / name).read_text())
