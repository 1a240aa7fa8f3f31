"""One thing that happened, as rules are asked about it: live from the table of events, or of the past in a dry run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True)
class Occasion:
    """what: see RuleEvent. message_id: the message that it is about, if it is about one."""

    happening: str
    ticket_id: int
    at: datetime
    source: str
    message_id: int | None = None
    what: Mapping[str, Any] = field(default_factory=dict)
    depth: int = 0

    def as_json(self) -> dict[str, Any]:
        """What a run keeps of it, so that a part can be done again later."""
        return asdict(self) | {"at": self.at.isoformat(), "what": dict(self.what)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "at": datetime.fromisoformat(kept["at"])})
