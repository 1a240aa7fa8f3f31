"""How claims stood when they were last stored: the cursor of the stream "claims", and the keys of its payloads.

A claim is stored under its state, deadline and amount. When one of these comes back to what it was before, that key is
taken; it is then stored anew under the date of the change as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.ebay import fields
from connectors.ebay.claims.facts import Facts
from connectors.ebay.values import moment, part
from connectors.incoming import FetchRequest

CLAIM = "claim"
MOST_RETURNS, MOST_STANDINGS = 1000, 2000


@dataclass
class Remembered:
    """deep_at: when the last long look back was. open_read_at: when open claims were last read in full.

    returns: case id -> return id, from the returns that were escalated. standings: by claim, as it was last seen.
    """

    deep_at: datetime | None = None
    open_read_at: datetime | None = None
    returns: dict[str, str] = field(default_factory=dict)
    standings: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> Mapping[str, Any]:
        return {
            "deep_at": self.deep_at.isoformat() if self.deep_at else None,
            "open_read_at": self.open_read_at.isoformat() if self.open_read_at else None,
            "returns": dict(list(self.returns.items())[-MOST_RETURNS:]),
            "standings": dict(list(self.standings.items())[-MOST_STANDINGS:]),
        }

    def keys(self, request: FetchRequest, claims: Sequence[Facts]) -> list[tuple[str, bool]]:
        """Of each claim the key of how it stands, and whether that is stored."""
        usual = [f"{_name(facts)}-{_standing(facts)}" for facts in claims]
        known = request.known(CLAIM, usual) if usual else frozenset()
        return [
            _again(request, key, facts) if key in known and self._has_moved(facts) else (key, key in known)
            for facts, key in zip(claims, usual, strict=True)
        ]

    def keep(self, claims: Sequence[Facts]) -> None:
        """These are stored as they stand."""
        for facts in claims:
            self.standings.pop(_name(facts), None)
            self.standings[_name(facts)] = _standing(facts)

    def _has_moved(self, facts: Facts) -> bool:
        standing = _standing(facts)
        return self.standings.get(_name(facts), standing) != standing


def remembered(cursor: Mapping[str, Any] | None) -> Remembered:
    """Read a stored cursor; what is missing is empty."""
    stored = cursor or {}
    return Remembered(
        deep_at=moment(stored.get("deep_at")),
        open_read_at=moment(stored.get("open_read_at")),
        returns={str(key): str(value) for key, value in part(stored, "returns").items()},
        standings={str(key): str(value) for key, value in part(stored, "standings").items()},
    )


def _again(request: FetchRequest, key: str, facts: Facts) -> tuple[str, bool]:
    """Back where it has been before: a key of its own, the same until the next change."""
    dated = f"{key}-{fields.digest(facts.changed_at.isoformat() if facts.changed_at else '')[:12]}"
    return dated, bool(request.known(CLAIM, [dated]))


def _name(facts: Facts) -> str:
    return f"{facts.kind}-{facts.id}"


def _standing(facts: Facts) -> str:
    """The same until the claim's state, deadline or amount changes, whatever dates go on."""
    amount = str(facts.amount.amount) if facts.amount else ""
    due = facts.respond_by.isoformat() if facts.respond_by else ""
    return fields.digest([facts.states, due, amount, facts.case_id, facts.return_id])
