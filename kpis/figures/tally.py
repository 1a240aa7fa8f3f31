"""What cases add up to: whatever a figure says is read from these sums, and they can be added to each other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self


@dataclass
class Tally:
    """cases: how many. total: of their values. buckets: how many in each (histogram.py), of lengths only."""

    cases: int = 0
    total: Decimal = Decimal(0)
    buckets: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.cases += other.cases
        self.total += other.total
        self.buckets.update(other.buckets)

    @classmethod
    def of(cls, tallies: Iterable["Tally"]) -> Self:
        found = cls()
        for tally in tallies:
            found.add(tally)
        return found


@dataclass(frozen=True)
class Key:
    """Of what a tally is. label: of the group asked for; "" for what has none, and for everything together."""

    label: str
    part: str
    currency: str


Tallies = dict[Key, Tally]
