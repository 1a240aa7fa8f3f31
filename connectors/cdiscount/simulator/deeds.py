"""What can be done on the simulated Octopia, by people and by programs: each deed is one event, kept in the journal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from connectors.cdiscount.simulator.state import Discussion, Message, State
from connectors.simulation_server import Journal


class Deeds:
    """late_by: how long before its change an entry says it was changed ("updatedAt can be earlier than createdAt")."""

    def __init__(self, state: State, journal: Journal, *, now: Callable[[], datetime]) -> None:
        self.state = state
        self.journal = journal
        self.now = now
        self.late_by = timedelta(0)

    def open(self, *, at: datetime | None, **fields: str) -> Discussion:
        """fields: those of Discussion that are texts, but for its id."""
        discussion_id = self.state.new_id("discussion")
        self.write({"event": "discussion", "id": discussion_id, "at": (at or self.now()).isoformat(), **fields})
        return self.state.discussions[discussion_id]

    def say(
        self,
        discussion: Discussion,
        sender: str,
        text: str,
        *,
        at: datetime | None = None,
        user_id: str = "",
        receiver: str = "",
        files: Sequence[str] = (),
        through_api: bool = False,
    ) -> Message:
        message_id = self.state.new_id("message")
        self.write(
            {
                "event": "message",
                "discussion": discussion.id,
                "id": message_id,
                "sender": sender,
                "user_id": user_id,
                "receiver": receiver,
                "text": text,
                "at": (at or self.now()).isoformat(),
                "files": list(files),
                "through_api": through_api,
            }
        )
        return self.state.messages[message_id][1]

    def change(self, discussion: Discussion, **fields: Any) -> None:
        """fields: is_open, status, graduation, cancel_pending."""
        self.write({"event": "changed", "discussion": discussion.id, "fields": fields})

    def write(self, event: Mapping[str, Any]) -> None:
        dated = {"now": (self.now() - self.late_by).isoformat(), **event}
        self.journal.append(dated)
        self.state.apply(dated)
