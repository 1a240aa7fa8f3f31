"""Our own name of one attempt to send a reply, unique for ever: connectors build message ids from it."""

import hashlib
import re

from connectors.models import Account
from inbox.models import Message

_KEY = re.compile(r"guichet-(?P<shop>[0-9a-f]{10})-(?P<message>[0-9]{1,18})-(?P<attempt>[0-9]{1,9})")


def reply_key(message: Message) -> str:
    """`guichet-<account>-<message>-<attempt>`: the same for the same attempt, whoever asks.

    The account is a digest, since another installation may have the same numbers and the same mailbox.
    """
    return f"guichet-{_shop(message.account)}-{message.pk}-{message.attempts}"


def message_of_key(account: Account, text: str) -> int | None:
    """The id of the reply whose key stands somewhere in `text`, such as a message id; None if none of this account."""
    found = _KEY.search(text)
    return int(found["message"]) if found and found["shop"] == _shop(account) else None


def _shop(account: Account) -> str:
    return hashlib.sha256(f"{account.pk} {account.created_at.isoformat()}".encode()).hexdigest()[:10]
