"""How far a folder has been taken, and what is known of a mail at which the connection breaks.

A connection that breaks once is a matter of the line. The mails it broke among are then fetched one by one; the one at
which it breaks again and again, though the server gives others, is passed over: it would keep all later mails waiting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

ATTEMPTS = 5
"""How often a mail is asked for by itself. Between two attempts lies a growing wait, some minutes in all."""


@dataclass(frozen=True)
class Place:
    """uid: the last one taken. doubtful: up to which UID mails are fetched one by one. broken: attempts at the next."""

    uidvalidity: int
    uid: int
    doubtful: int = 0
    broken: int = 0

    def moved(self, uid: int) -> "Place":
        """Everything up to this UID is taken."""
        return replace(self, uid=uid, broken=0)

    def broken_off(self, uids: Sequence[int]) -> "Place":
        """The connection broke while these, the next ones, were fetched together."""
        alone = len(uids) == 1
        return replace(self, doubtful=max(self.doubtful, uids[-1]), broken=self.broken + 1 if alone else 0)

    @property
    def is_given_up(self) -> bool:
        """The next mail is not asked for any more, if the server gives another."""
        return self.broken >= ATTEMPTS

    def in_cursor(self) -> dict[str, int]:
        """JSON-able; says nothing of doubts where there are none."""
        place = {"uidvalidity": self.uidvalidity, "uid": self.uid}
        return place | {"doubtful": self.doubtful, "broken": self.broken} if self.doubtful > self.uid else place


def place_from(kept: Mapping[str, Any] | None, *, uidvalidity: int) -> Place | None:
    """The place a cursor names; None if it names none in the folder as it is numbered now."""
    if not kept or kept["uidvalidity"] != uidvalidity:
        return None
    return Place(uidvalidity, kept["uid"], kept.get("doubtful", 0), kept.get("broken", 0))
