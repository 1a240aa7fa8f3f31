"""The languages that buyers write in."""

from collections.abc import Sequence
from itertools import islice

from connectors.incoming import Direction, IncomingMessage
from connectors.language import detect

_ENOUGH = 160
"""So many characters tell the language as well as the whole; the time it takes grows with them."""
_TRIES = 3


def language_of(messages: Sequence[IncomingMessage]) -> str:
    """The language of new messages of one conversation, oldest first: of the latest that is sure; empty if none is.

    Told once for all of them, since telling it takes longer than storing them.
    """
    texts = (message.text for message in reversed(messages) if message.direction == Direction.IN)
    return next((language for text in islice(texts, _TRIES) if (language := detect(text[:_ENOUGH]))), "")
