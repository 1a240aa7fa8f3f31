"""What concerns nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IncomingNothing:
    """Of no concern to anybody, such as a test mail of our own: kept as it came and shown nowhere."""
