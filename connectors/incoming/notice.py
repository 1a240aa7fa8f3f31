"""What a marketplace itself tells the seller."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IncomingNotice:
    """A message of the marketplace itself to the seller: no ticket, no clock."""

    external_id: str
    subject: str
    text: str
    html: str
    written_at: datetime
