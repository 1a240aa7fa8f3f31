"""What becomes of a mail that somebody sends to a buyer's relay address."""

import re
from enum import Enum, auto

from connectors.amazon.simulator.state import Case, State
from connectors.mail.simulation.received import ReceivedMail

LARGEST_MAIL = 14 * 1024 * 1024
"""10 MB of files (Seller Central help 200389080), as they grow in a mail."""

ADDRESS = re.compile(r"([a-z0-9._-]+?)(?:\+([a-z0-9-]+))?@marketplace\.amazon\.[a-z.]+", re.IGNORECASE)
IMPORTANT = re.compile(r"\[(important|importante|wichtig)\]", re.IGNORECASE)


class Fate(Enum):
    """What becomes of a mail."""

    NOT_FOR_US = auto()
    UNAPPROVED = auto()
    UNDELIVERABLE = auto()
    OPTED_OUT = auto()
    RELAYED = auto()


def judged(state: State, mail: ReceivedMail, *, recipient: str, size: int) -> tuple[Fate, Case | None, str]:
    """Its fate, the case it belongs to, and the SMTP words of a refusal.

    A buyer who has opted out gets nothing but what is marked important, until he writes again; the real Amazon is
    milder and lets answers to his own message pass.
    """
    address = ADDRESS.fullmatch(recipient)
    if address is None:
        return Fate.NOT_FOR_US, None, ""
    case = state.case_for(case_id=(address[2] or "").lower(), alias=address[1].lower())
    if case is None or case.alias != address[1].lower():
        return Fate.UNDELIVERABLE, None, "550 5.1.1 The address is unknown"
    if mail.sender.lower() not in state.sellers[case.seller].approved:
        return Fate.UNAPPROVED, case, "550 5.7.1 The sender is not an approved sender of this seller"
    if size > LARGEST_MAIL:
        return Fate.UNDELIVERABLE, case, "552 5.3.4 The message is larger than 10 MB"
    if case.id in state.opted_out and not IMPORTANT.search(mail.subject):
        return Fate.OPTED_OUT, case, ""
    return Fate.RELAYED, case, ""
