"""What the writer of a reply wants of it besides that it reaches the buyer."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReplyWishes:
    """seen: id of the newest message of the ticket that the writer knew; None = he does not ask to be stopped.

    solves: the ticket is to be solved once the reply is accepted. acknowledges: it only says that the answer follows.
    leave_at: a later moment for it to leave; None = after the undo delay.
    override: why it may leave although the policy check warns; empty = it may not.
    """

    seen: int | None = None
    solves: bool = False
    acknowledges: bool = False
    leave_at: datetime | None = None
    override: str = ""


NO_WISHES = ReplyWishes()
