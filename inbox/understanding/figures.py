"""How often people had to put right what was read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.models import Understanding

COLUMNS = ("language", "topic", "level", "withdrawal", "chaser", "anger", "thanks")
COUNTED = timedelta(days=30)


@dataclass(frozen=True)
class Corrections:
    """read: messages on which the machine said it (a flag: raised it). right: the share that stands, 0 to 1."""

    column: str
    read: int
    corrected: int

    @property
    def right(self) -> float | None:
        return 1 - self.corrected / self.read if self.read else None


def corrections(now: datetime) -> list[Corrections]:
    """Of the messages that came in within COUNTED."""
    recent = Understanding.objects.filter(message__stored_at__gte=now - COUNTED)
    total = recent.count()
    put_right = list(recent.exclude(corrected={}).values_list("corrected", flat=True))
    found = []
    for column in COLUMNS:
        said = [corrected[column] for corrected in put_right if column in corrected]
        if column in ("language", "topic", "level"):
            found.append(Corrections(column, total, len(said)))
            continue
        wrongly = sum(said_so is True for said_so in said)
        raised = recent.filter(**{column: True}).exclude(corrected__has_key=column).count() + wrongly
        found.append(Corrections(column, raised, wrongly))
    return found
