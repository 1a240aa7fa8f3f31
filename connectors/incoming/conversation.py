"""How a conversation stands."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IncomingConversation:
    """How a conversation stands at the marketplace, apart from what is said in it.

    is_open, state, grade: three things that say nothing of each other: whether one can write, whether it counts as
    treated, and how far it has been escalated; words as the marketplace writes them, None or empty if it has none.
    topic: the buyer's reason, the marketplace's own code. recipients: who may be written to now; empty = the buyer
    only.
    """

    thread_id: str
    changed_at: datetime
    channel: str = ""
    is_open: bool | None = None
    state: str = ""
    grade: str = ""
    topic: str = ""
    recipients: tuple[str, ...] = ()
