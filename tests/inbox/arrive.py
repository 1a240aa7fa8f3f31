"""Things that arrive, for tests of the ingest: payloads whose body says what they mean."""

from datetime import datetime
from typing import Any

from connectors.errors import UnexpectedAnswer
from connectors.incoming import (
    Direction,
    Incoming,
    IncomingClaim,
    IncomingCopy,
    IncomingFailure,
    IncomingFeedback,
    IncomingMessage,
    IncomingNotice,
    IncomingOrder,
    Person,
    RawPayload,
)
from connectors.models import Account
from inbox.arriving.ingest import Counts, ingest
from tests.make import NINE

Named = (
    IncomingMessage | IncomingNotice | IncomingCopy | IncomingFailure | IncomingClaim | IncomingOrder | IncomingFeedback
)
_MEANING: dict[str, Incoming] = {}


def buyer_message(external_id: str, *, at: datetime = NINE, thread_id: str = "t1", **fields: Any) -> IncomingMessage:
    values: dict[str, Any] = {
        "direction": Direction.IN,
        "text": "Bonjour, où est mon colis ?",
        "author": "jeanne_d",
        "buyer": Person("jeanne_d"),
    } | fields
    return IncomingMessage(external_id=external_id, thread_id=thread_id, written_at=at, **values)


def shop_message(external_id: str, *, at: datetime = NINE, **fields: Any) -> IncomingMessage:
    """As typed on the marketplace's own site."""
    values = {"direction": Direction.OUT, "author": "velo_shop", "text": "Il arrive demain."} | fields
    return buyer_message(external_id, at=at, **values)


def arrive(account: Account, *things: Named, now: datetime = NINE, quiet: bool = False) -> Counts:
    """Let these things be fetched at `now`."""
    payloads = [_payload(thing) for thing in things]
    return ingest(account, payloads, read=read, now=now, quiet=quiet)


def read(raw: RawPayload) -> Incoming:
    """The reading counterpart of `arrive`; a body of "broken" cannot be read."""
    if raw.body == "broken":
        raise UnexpectedAnswer("messageId: missing")
    return _MEANING[raw.key]


def _payload(thing: Named) -> RawPayload:
    kind = type(thing).__name__[:30]
    _MEANING[thing.external_id] = thing
    return RawPayload(kind=kind, key=thing.external_id, body={"id": thing.external_id})
