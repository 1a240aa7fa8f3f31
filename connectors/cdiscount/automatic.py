"""Messages that a machine wrote though they look like somebody's.

"Mail bounces and auto texts arrive as ordinary messages […]. Do not start an SLA clock on those." (fact sheet, 2.3;
seen in a production program of 2023.) The French notice is known by its
meaning only, so it is told by its words together.
"""

import re

BOUNCES = (
    "the following addresses had permanent fatal errors",
    "this is a warning message only",
    "delivery status notification (failure)",
)
CANCELLED = re.compile(
    r"demande d.annulation\b.{0,120}\baccept[ée]+e\b.{0,400}\bremboursement\b", re.IGNORECASE | re.DOTALL
)
LOOKED_AT = 20_000


def is_automatic(text: str) -> bool:
    """Whether this is a bounce or the notice that a cancellation was accepted and the refund is under way."""
    start = text[:LOOKED_AT]
    lower = start.lower()
    return any(phrase in lower for phrase in BOUNCES) or CANCELLED.search(start) is not None
